import { readFile } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { PERIOD_TABLE_NAMES, type PeriodTableName, type TableName } from '../../etl/tables/index.ts';
import { SEEN_COLUMNS, type SeenRow, type SeenRows } from './seen-rows.ts';

/** Files of a tenant by table, as `currentFiles` gives them. */
export type Files = Readonly<Record<TableName, readonly string[]>>;

/** A way to read the tables of the lake. */
export interface TableReader {
  /** Rows of the tables of the periods. */
  tables(files: Files): Promise<SeenRows>;
  /** How many rows the record of the nights has. */
  runs(files: Files): Promise<number>;
}

async function eachTable(read: (table: PeriodTableName) => Promise<readonly SeenRow[]>): Promise<SeenRows> {
  const rows: Partial<Record<PeriodTableName, readonly SeenRow[]>> = {};
  for (const table of PERIOD_TABLE_NAMES) rows[table] = await read(table);
  return rows as SeenRows;
}

const list = (files: readonly string[]): string => `[${files.map((file) => `'${file}'`).join(', ')}]`;

/** Reads with DuckDB, one statement a table. */
export async function duckdbReader(): Promise<TableReader> {
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rowsOf = async (columns: string, files: readonly string[]): Promise<SeenRow[]> => {
    if (files.length === 0) return [];
    const answer = await connection.runAndReadAll(
      `SELECT ${columns} FROM read_parquet(${list(files)}, hive_partitioning = false)`,
    );
    return answer.getRowObjectsJson() as SeenRow[];
  };
  return {
    tables: (files) => eachTable((table) => rowsOf(SEEN_COLUMNS[table].join(', '), files[table])),
    async runs({ etl_runs }) {
      const [answer] = await rowsOf('count(*) AS n', etl_runs);
      return Number(answer?.n ?? 0);
    },
  };
}

const plain = (value: unknown): string | number | boolean | null => {
  if (value instanceof Date) return value.toISOString().slice(0, 10);
  if (typeof value === 'bigint') return Number(value);
  return (value ?? null) as string | number | boolean | null;
};

async function objectsIn(path: string, columns?: readonly string[]): Promise<Record<string, unknown>[]> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return parquetReadObjects({ file, compressors, ...(columns && { columns: [...columns] }) });
}

/** Reads with hyparquet, file by file, all in JavaScript. */
export const hyparquetReader: TableReader = {
  tables: (files) =>
    eachTable(async (table) => {
      const rows: SeenRow[] = [];
      for (const path of files[table])
        for (const row of await objectsIn(path, SEEN_COLUMNS[table]))
          rows.push(Object.fromEntries(Object.entries(row).map(([name, value]) => [name, plain(value)])));
      return rows;
    }),
  async runs({ etl_runs }) {
    let rows = 0;
    for (const path of etl_runs) rows += (await objectsIn(path, ['run_id'])).length;
    return rows;
  },
};
