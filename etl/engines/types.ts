import type { ColumnType, Table } from '../tables/index.ts';

type Scalar = Extract<ColumnType, string>;

/** Microseconds without a zone: what DuckDB writes as TIMESTAMP(MICROS, isAdjustedToUTC=false) and every reader knows. Values are cut to milliseconds. */
const DUCKDB: Readonly<Record<Scalar, string>> = {
  varchar: 'VARCHAR',
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
};

/** As the Glue catalog and the Hive metastore name them. */
const HIVE: Readonly<Record<Scalar, string>> = {
  varchar: 'string',
  boolean: 'boolean',
  integer: 'int',
  bigint: 'bigint',
  double: 'double',
  date: 'date',
  timestamp: 'timestamp',
};

const quoted = (name: string): string => `"${name.replaceAll('"', '""')}"`;

/** Name of a column type in DuckDB's DDL, such as `STRUCT("turn" INTEGER)[]`. */
export function duckdbType(type: ColumnType): string {
  if (typeof type === 'string') return DUCKDB[type];
  if ('array' in type) return `${duckdbType(type.array)}[]`;
  const fields = Object.entries(type.row).map(([name, field]) => `${quoted(name)} ${duckdbType(field)}`);
  return `STRUCT(${fields.join(', ')})`;
}

/** Name of a column type in Glue and Hive, such as `array<struct<turn:int>>`. */
export function hiveType(type: ColumnType): string {
  if (typeof type === 'string') return HIVE[type];
  if ('array' in type) return `array<${hiveType(type.array)}>`;
  const fields = Object.entries(type.row).map(([name, field]) => `${name}:${hiveType(field)}`);
  return `struct<${fields.join(',')}>`;
}

/** DuckDB's CREATE TABLE for a curated table, without its partition keys. */
export function createTable(table: Table): string {
  const columns = Object.entries(table.columns).map(
    ([name, { type, nullable }]) => `${quoted(name)} ${duckdbType(type)}${nullable ? '' : ' NOT NULL'}`,
  );
  return `CREATE TABLE ${quoted(table.name)} (${columns.join(', ')})`;
}

/**
 * Columns that order the rows of a file: the table's order, then its key, so that no two rows are equal.
 * @param same a column that has one value in all rows: to sort by it as well would only cost
 */
export const rowOrder = (table: Pick<Table, 'sort' | 'key'>, same?: string): string =>
  [...new Set([...table.sort, ...table.key])]
    .filter((name) => name !== same)
    .map((name) => `${quoted(name)} ASC NULLS LAST`)
    .join(', ');

/** Columns of a table in order, for SELECT. */
export const columnsOf = (table: Table): string => Object.keys(table.columns).map(quoted).join(', ');
