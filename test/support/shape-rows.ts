import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import {
  type ColumnType,
  duckdbEngine,
  FACT_TABLES,
  PERIOD_TABLE_NAMES,
  PERIOD_TABLES,
  type PeriodTableName,
  type RowOf,
} from '../../etl/index.ts';
import { type CallDocument, sealDocument } from '../../pipeline/contract/index.ts';
import { writeLineFile } from './line-file.ts';

/** Rows of every table, as etl/tables (ValueOf) describes their values. */
export type ShapedRows = { [T in PeriodTableName]: RowOf<(typeof PERIOD_TABLES)[T]>[] };

/** What the engine makes of documents: sealed, written to Parquet, read back in the order of the file. */
export async function shapeRows(documents: readonly CallDocument[], timeZone: string): Promise<ShapedRows> {
  const folder = mkdtempSync(join(tmpdir(), 'cci-shape-'));
  const session = await duckdbEngine().open(folder);
  try {
    const lines = documents.map(sealDocument);
    const writer = await session.begin(timeZone);
    if (lines.length > 0) await writer.add(writeLineFile(join(folder, 'lines'), lines));
    const { tables } = await writer.write((table) => join(folder, `${table}.parquet`));
    await writer.close();
    return await readAll(folder, Object.keys(tables));
  } finally {
    await session.close();
    rmSync(folder, { recursive: true });
  }
}

async function readAll(folder: string, written: readonly string[]): Promise<ShapedRows> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = Object.fromEntries(PERIOD_TABLE_NAMES.map((table) => [table, [] as unknown[]]));
  for (const table of PERIOD_TABLE_NAMES.filter((name) => written.includes(name))) {
    const answer = await connection.runAndReadAll(
      `SELECT * FROM read_parquet('${join(folder, `${table}.parquet`)}')`,
    );
    const columns = Object.entries(PERIOD_TABLES[table].columns);
    rows[table] = answer
      .getRowObjectsJson()
      .map((row) =>
        Object.fromEntries(columns.map(([name, { type }]) => [name, plain(type, row[name] ?? null)])),
      );
  }
  connection.closeSync();
  instance.closeSync();
  return rows as unknown as ShapedRows;
}

/** DuckDB's JSON values (bigints are texts, timestamps have a space) as those of etl/tables. */
export function plain(type: ColumnType, value: unknown): unknown {
  if (value === null) return null;
  if (type === 'bigint') return Number(value);
  if (type === 'timestamp') return timestampOf(String(value));
  if (typeof type === 'string') return value;
  if ('array' in type) return (value as unknown[]).map((item) => plain(type.array, item));
  return Object.fromEntries(
    Object.entries(type.row).map(([name, field]) => [
      name,
      plain(field, (value as Record<string, unknown>)[name] ?? null),
    ]),
  );
}

/** Years of more than four digits are written otherwise in ISO 8601. */
const timestampOf = (text: string): string =>
  new Date(
    `${text.replace(' ', 'T').replace(/^\d{5,6}(?=-)/, (year) => `+${year.padStart(6, '0')}`)}Z`,
  ).toISOString();

export const FACTS = Object.keys(FACT_TABLES) as (keyof typeof FACT_TABLES)[];
