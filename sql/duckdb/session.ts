import { TABLE_NAMES, type TableName } from '../../etl/tables/index.ts';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Catalog, loadCatalog } from '../catalog.ts';
import type { QueryRunner } from '../query/index.ts';
import { type Limits, openEngine } from './engine.ts';
import { LAKE, lakeRelations, tableSql } from './lake.ts';

/** The data that a session may reach: absolute paths of one tenant's Parquet files, without the partition's columns. */
export interface TenantFiles {
  readonly tenantId: TenantId;
  readonly files: { readonly [T in TableName]: readonly string[] };
}

/** Runs Athena SQL over one tenant's tables and the published views. */
export interface AthenaSession extends QueryRunner {
  close(): void;
}

let catalog: Catalog | undefined;

/**
 * Opens a session that can physically reach the given files only: no other file, no network, no extension, no setting.
 * @throws {CatalogBroken} when a published view is not what its yml says
 */
export async function openSession(data: TenantFiles, options: Limits = {}): Promise<AthenaSession> {
  catalog ??= loadCatalog();
  const find = lakeRelations(catalog);
  const engine = await openEngine(options);
  try {
    await engine.prepare(`CREATE SCHEMA ${LAKE}`);
    for (const table of TABLE_NAMES) await engine.prepare(tableSql(table, data.tenantId, data.files[table]));
    await engine.lock(TABLE_NAMES.flatMap((table) => data.files[table]));
  } catch (error) {
    engine.close();
    throw error;
  }
  return { run: (sql, parameters = []) => engine.run(sql, find, parameters), close: engine.close };
}
