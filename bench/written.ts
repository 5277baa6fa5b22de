import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { PERIOD_TABLE_NAMES, PERIOD_TABLES, type PeriodTableName } from '../etl/tables/index.ts';

/** Rows of each table, and of each of its columns how many values are there; lists are not counted, for not every writer keeps empty ones. */
export interface Written {
  readonly rows: Readonly<Record<PeriodTableName, number>>;
  readonly values: Readonly<Record<string, number>>;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

const filesBelow = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder, { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.parquet'))
        .map((name) => join(folder, name))
    : [];

/** Lists are only looked for: their values are not counted. */
const listColumns = (table: PeriodTableName): string[] =>
  Object.keys(PERIOD_TABLES[table].columns).filter((name) => !flatColumns(table).includes(name));

const flatColumns = (table: PeriodTableName): string[] =>
  Object.entries(PERIOD_TABLES[table].columns)
    .filter(([, { type }]) => typeof type === 'string')
    .map(([name]) => name);

async function countsOf(
  connection: DuckDBConnection,
  table: PeriodTableName,
  files: readonly string[],
): Promise<Record<string, number>> {
  const values = [
    ...flatColumns(table).map((name) => `count("${name}") AS "${name}"`),
    ...listColumns(table).map((name) => `count("${name}") FILTER (false) AS "${name}"`),
  ];
  const answer = await connection.runAndReadAll(
    `SELECT count(*) AS "*", ${values.join(', ')}
    FROM read_parquet([${files.map(literal).join(', ')}], hive_partitioning = false)`,
  );
  const [counts = {}] = answer.getRowObjectsJson();
  return Object.fromEntries(Object.entries(counts).map(([name, count]) => [name, Number(count)]));
}

/**
 * What a side has written below a folder, read back from its files.
 * @throws when a table that has files lacks a column
 */
export async function writtenBelow(out: string): Promise<Written> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows: Partial<Record<PeriodTableName, number>> = {};
  const values: Record<string, number> = {};
  for (const table of PERIOD_TABLE_NAMES) {
    const files = filesBelow(join(out, 'curated', table));
    const counts = files.length === 0 ? {} : await countsOf(connection, table, files);
    rows[table] = counts['*'] ?? 0;
    for (const name of flatColumns(table)) values[`${table}.${name}`] = counts[name] ?? 0;
  }
  connection.closeSync();
  instance.closeSync();
  return { rows: rows as Record<PeriodTableName, number>, values };
}

/** How what one side wrote differs from what another did, in words; empty when it does not. */
export function differences(wanted: Written, found: Written): string[] {
  const lines: string[] = [];
  for (const table of PERIOD_TABLE_NAMES)
    if (wanted.rows[table] !== found.rows[table])
      lines.push(`${table}: ${found.rows[table]} rows instead of ${wanted.rows[table]}`);
  for (const [column, count] of Object.entries(wanted.values))
    if (found.values[column] !== count)
      lines.push(`${column}: ${found.values[column]} values instead of ${count}`);
  return lines;
}
