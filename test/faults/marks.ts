import { FACT_TABLE_NAMES, type FactTableName } from '../../etl/tables/index.ts';

/** How many rows a revision of a call gives to each table. */
export type ExpectedRows = Readonly<Record<FactTableName, number>>;

const NAMES = FACT_TABLE_NAMES.filter((table) => table !== 'calls');

/**
 * A text that says which revision of a call a row is of, and how many rows that revision has in each table. Documents carry
 * it into every row that is made of them, so a reader who sees rows of two revisions, or not all rows of one, knows it.
 */
export const markOf = (revision: number, rows: ExpectedRows): string =>
  ['m', revision, ...NAMES.map((table) => rows[table])].join('.');

/** @throws {TypeError} when a text is no mark */
export function rowsOfMark(mark: string): ExpectedRows {
  const [letter, , ...counts] = mark.split('.');
  if (letter !== 'm' || counts.length !== NAMES.length) throw new TypeError(`faults: no mark: ${mark}`);
  const rows = NAMES.map((table, i) => [table, Number(counts[i])] as const);
  return { calls: 1, ...Object.fromEntries(rows) } as Record<FactTableName, number>;
}
