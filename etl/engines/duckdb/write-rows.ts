import type { WrittenFile } from '../../run/index.ts';
import { type ColumnType, TABLES, type Table, type TableName } from '../../tables/index.ts';
import { ParquetWriteFailed } from '../errors.ts';
import { columnsOf, duckdbType, rowOrder } from '../types.ts';
import { jsonStructure } from './json-structure.ts';
import { filesRows, literal } from './literals.ts';
import { type Writes, writeTable } from './write-table.ts';

type Row = Readonly<Record<string, unknown>>;

/** Half of a surrogate pair has no UTF-8: it becomes U+FFFD. */
const wellFormed = (_key: string, value: unknown): unknown =>
  typeof value === 'string' ? value.toWellFormed() : value;

/** A value of a column as SQL; null when it is not to be had as a literal. */
function literalOf(value: unknown, type: ColumnType): string | null {
  if (typeof type !== 'string') return null;
  const text = value === null || value === undefined ? null : String(value).toWellFormed();
  // The text of a statement ends at a NUL.
  if (text?.includes('\0')) return null;
  return `CAST(${text === null ? 'NULL' : literal(text)} AS ${duckdbType(type)})`;
}

/** A row as a SELECT without FROM, which takes a third of the time of the same as JSON; null when it has to be that. */
function rowSource({ columns }: Table, row: Row): string | null {
  const values = Object.entries(columns).map(([name, { type }]) => {
    const value = literalOf(row[name], type);
    return value === null ? null : `${value} AS "${name}"`;
  });
  return values.includes(null) ? null : `(SELECT ${values.join(', ')})`;
}

/**
 * Rows as a relation, for FROM, within the text of the statement: a table of their own would cost more statements than the
 * file has rows. Most nights record one.
 */
function rowsSource(table: Table, rows: readonly Row[]): string {
  const [only] = rows;
  return (rows.length === 1 && only && rowSource(table, only)) || jsonSource(table, rows);
}

function jsonSource({ columns }: Table, rows: readonly Row[]): string {
  const row = Object.fromEntries(Object.entries(columns).map(([name, { type }]) => [name, type]));
  const json = literal(JSON.stringify(rows, wellFormed));
  return `(SELECT unnest(json_transform_strict(${json}, ${jsonStructure({ array: { row } })}), max_depth := 2))`;
}

/** @throws {ParquetWriteFailed} which names the column */
function refuseNull(name: TableName, rows: readonly Row[], where: string): void {
  const { columns }: Table = TABLES[name];
  const required = Object.keys(columns).filter((column) => !columns[column]?.nullable);
  const missing = required.find((column) =>
    rows.some((row) => row[column] === null || row[column] === undefined),
  );
  if (missing === undefined) return;
  throw new ParquetWriteFailed(`engines: table ${name} has no NULL in ${missing}`, { where });
}

/**
 * Writes rows that are ready, and those of earlier files, to a new file in the order of their table, in one statement.
 * @throws {ParquetWriteFailed}
 */
export async function writeRows(
  writes: Writes,
  name: TableName,
  rows: readonly Row[],
  file: string,
  earlier: readonly string[],
): Promise<WrittenFile> {
  refuseNull(name, rows, file);
  const table = TABLES[name];
  const sources = [`SELECT ${columnsOf(table)} FROM ${rowsSource(table, rows)}`];
  if (earlier.length > 0) sources.push(`FROM ${filesRows(earlier, 'union_by_name = true')}`);
  const isOrdered = rows.length <= 1 && earlier.length === 0;
  const order = isOrdered ? null : rowOrder(table);
  const all = sources.join(' UNION ALL BY NAME ');
  return writeTable(writes, { table: name, rows: all, order, documents: rows.length }, file);
}
