/** Compares two results of queries by a key: what an author wants to know before a view's next version is published. */
export { type ColumnsDiff, diffColumns } from './columns.ts';
export { diffRows, type RowExample, type RowsDiff, type Table } from './rows.ts';
