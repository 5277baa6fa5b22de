import { readdir } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { currentFiles, PERIOD_TABLE_NAMES, type PeriodTableName } from '../../etl/index.ts';
import { readJournal } from '../../etl/publish/index.ts';
import type { TenantId } from '../../pipeline/contract/index.ts';

/** Files below a folder, relative to it and sorted; none when it is not there. */
export async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => entry.isFile())
      .map((entry) => relative(folder, join(entry.parentPath, entry.name)))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Files of tables that no reader is pointed to, nor was until an hour ago: nights that the last one has gathered are kept for readers. */
export async function unnamedFiles(root: string, tenants: readonly TenantId[]): Promise<string[]> {
  const named = new Set<string>();
  for (const tenant of tenants) {
    const { files } = await currentFiles({ curated: { root } }, tenant);
    for (const file of Object.values(files).flat()) named.add(relative(join(root, 'curated'), file));
    const { retired } = await readJournal({ root }, tenant, 'etl_runs');
    for (const { path } of retired) named.add(relative('curated', path));
  }
  const below = await filesBelow(join(root, 'curated'));
  return below.filter((file) => !file.startsWith('_') && !named.has(file));
}

type Rows = Readonly<Record<PeriodTableName, readonly unknown[]>>;

/** All rows of a tenant with all columns as DuckDB's JSON values, sorted as texts: late calls may lie anywhere. */
export async function allRows(root: string, tenant: TenantId): Promise<Rows> {
  const { files } = await currentFiles({ curated: { root } }, tenant);
  const instance = await DuckDBInstance.create(':memory:', { threads: '1' });
  const connection = await instance.connect();
  const rows: Partial<Record<PeriodTableName, unknown[]>> = {};
  for (const table of PERIOD_TABLE_NAMES) {
    const found: unknown[] = [];
    for (const file of files[table]) {
      const answer = await connection.runAndReadAll(
        `SELECT * FROM read_parquet('${file}', hive_partitioning = false)`,
      );
      found.push(...answer.getRowObjectsJson());
    }
    rows[table] = found.map((row) => JSON.stringify(row)).sort();
  }
  connection.closeSync();
  instance.closeSync();
  return rows as Rows;
}
