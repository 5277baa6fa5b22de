import { TABLE_NAMES, type TableName } from '../../etl/tables/index.ts';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Catalog, loadCatalog } from '../catalog.ts';
import { FileOfTableUnreadable } from '../errors.ts';
import { assertWithin, fenced, tenantFence } from '../fence/index.ts';
import type { Parameter, QueryResult, QueryRunner, RunOptions } from '../query/index.ts';
import type { FindRelation } from './analysis/context.ts';
import type { ArrowResult } from './arrow/index.ts';
import { type Engine, type Limits, openEngine, type WarnedResult } from './engine.ts';
import { protocolRows } from './execute.ts';
import { LAKE, lakeRelations, tableSql } from './lake.ts';
import { openScanPlanner, type ScanPlanner } from './scans/planner.ts';

/** The data that a session may reach: absolute paths of one tenant's Parquet files, without the partition's columns. */
export interface TenantFiles {
  readonly tenantId: TenantId;
  readonly files: { readonly [T in TableName]: readonly string[] };
}

/** Runs Athena SQL over one tenant's tables and the published views. */
export interface AthenaSession extends QueryRunner {
  /**
   * Runs one query; the signal breaks it off.
   * @throws {SqlRefused} @throws {QueryFailed} @throws {LimitExceeded} @throws {QueryCancelled}
   */
  run(sql: string, parameters?: readonly Parameter[], options?: RunOptions): Promise<WarnedResult>;
  /** The result in parts of up to 2048 rows, made as they are asked for; the query itself has ended by then. */
  pages(
    sql: string,
    parameters?: readonly Parameter[],
    options?: RunOptions,
  ): AsyncGenerator<QueryResult, void>;
  /** Runs one query as `run` does and gives its result as Apache Arrow, made column by column. */
  arrow(sql: string, parameters?: readonly Parameter[], options?: RunOptions): Promise<ArrowResult>;
  /**
   * Estimate of the bytes that Athena would scan for a query: see docs/sql.md, "For analysts".
   * @throws {SqlRefused} when the statement is refused
   */
  scannedBytes(sql: string, parameters?: readonly Parameter[]): Promise<number>;
  /** The relations that the session reaches, by name. */
  readonly find: FindRelation;
  /** The views as they are published. */
  readonly catalog: Catalog;
  close(): void;
}

let catalog: Catalog | undefined;

/**
 * Opens a session that can physically reach the given files only: no other file, no network, no extension, no setting.
 * @throws {CatalogBroken} when a published view is not what its yml says
 * @throws {FenceBroken} when a file is not one of the tenant's
 * @throws {FileOfTableUnreadable} when a file is gone or damaged
 */
export async function openSession(data: TenantFiles, options: Limits = {}): Promise<AthenaSession> {
  catalog ??= loadCatalog();
  const fence = tenantFence(data.tenantId, catalog);
  assertWithin(fence, data.files);
  const find = fenced(lakeRelations(catalog), fence);
  const engine = await openEngine(options);
  let planner: Promise<ScanPlanner> | undefined;
  try {
    await engine.prepare(`CREATE SCHEMA ${LAKE}`);
    for (const table of TABLE_NAMES) await makeTable(engine, data, table);
    await engine.lock(TABLE_NAMES.flatMap((table) => data.files[table]));
  } catch (error) {
    engine.close();
    throw error;
  }
  return {
    find,
    catalog,
    run: (sql, parameters = [], { signal } = {}) => engine.run(sql, find, parameters, signal),
    async *pages(sql, parameters = [], { signal } = {}) {
      const { columns, chunks } = await engine.read(sql, find, parameters, signal);
      if (chunks.length === 0) yield protocolRows(columns, []);
      for (const chunk of chunks) yield protocolRows(columns, [chunk]);
    },
    async arrow(sql, parameters = [], { signal } = {}) {
      const { arrowResult } = await import('./arrow/index.ts');
      return arrowResult(await engine.read(sql, find, parameters, signal));
    },
    async scannedBytes(sql, parameters = []) {
      planner ??= openScanPlanner(data);
      return (await planner).bytes(sql, find, parameters);
    },
    close() {
      engine.close();
      planner?.then(
        (open) => open.close(),
        () => {},
      );
    },
  };
}

/** A table reads the end of each of its files when it is made. What the engine says then quotes SQL that nobody wrote. */
async function makeTable(
  engine: Pick<Engine, 'prepare'>,
  { tenantId, files }: TenantFiles,
  table: TableName,
): Promise<void> {
  try {
    await engine.prepare(tableSql(table, tenantId, files[table]));
  } catch (error) {
    const [said = ''] = error instanceof Error ? error.message.split('\n') : [];
    const file = files[table].find((path) => said.includes(path));
    throw file === undefined ? error : new FileOfTableUnreadable(table, file, error);
  }
}
