import type { DuckDBConnection } from '@duckdb/node-api';
import { TABLE_NAMES, TABLES, type TableName } from '../../../etl/tables/index.ts';
import type { Parameter } from '../../query/index.ts';
import type { FindRelation } from '../analysis/context.ts';
import { literal, loadPrelude } from '../engine.ts';
import { openDuckDb } from '../instance/index.ts';
import { LAKE } from '../lake.ts';
import { type Natives, registerNatives } from '../native/native.ts';
import { translate } from '../translate.ts';
import { duckType, typeOfColumn } from '../types/type.ts';
import { mayPass, namesIn } from './filters.ts';
import { type RowGroup, readFooters } from './footers.ts';
import { type Scan, scansOf } from './plan.ts';

/** Says what a query would read on Athena. It holds no rows: a query is planned over empty tables, and never run. */
export interface ScanPlanner {
  /**
   * Bytes of the column chunks that the query's plan needs. An upper bound where the plan cannot say more.
   * @throws {SqlRefused} when the statement is refused
   */
  bytes(sql: string, find: FindRelation, parameters: readonly Parameter[]): Promise<number>;
  close(): void;
}

/** Files of one tenant by table, and the tenant. */
interface Files {
  readonly tenantId: string;
  readonly files: { readonly [T in TableName]: readonly string[] };
}

/** Row groups by table and period, joined by a slash. */
type Footers = ReadonlyMap<string, readonly RowGroup[]>;

/**
 * Rules by which DuckDB would plan otherwise than Trino: by what it knows of the (no) rows, by reading a table a second
 * time for some columns, by reading once what is written twice.
 */
const NOT_OF_TRINO = 'statistics_propagation,late_materialization,common_subplan';

/** Opens a planner over the footers of the files; afterwards it can reach no file any more. */
export async function openScanPlanner(data: Files): Promise<ScanPlanner> {
  const instance = await openDuckDb({
    threads: '1',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
  });
  const connection = await instance.connect();
  const natives: Natives = { known: new Set(), doubted: false };
  const close = () => {
    connection.closeSync();
    instance.closeSync();
  };
  try {
    await loadPrelude(connection, natives);
    const footers = await footersOf(connection, data);
    await connection.run(`SET disabled_optimizers = '${NOT_OF_TRINO}'`);
    await connection.run(`CREATE SCHEMA ${LAKE}; CREATE SCHEMA files`);
    for (const table of TABLE_NAMES) await connection.run(emptyTable(table, data.tenantId, footers));
    await connection.run('SET enable_external_access = false; SET lock_configuration = true');
    return {
      async bytes(sql, find, parameters) {
        const { duckdbSql } = translate(sql, find, parameters);
        registerNatives(connection, duckdbSql, natives);
        const reader = await connection.runAndReadAll(`EXPLAIN (FORMAT json) ${duckdbSql}`);
        return bytesOf(scansOf(String(reader.getRows()[0]?.[1])), footers);
      },
      close,
    };
  } catch (error) {
    close();
    throw error;
  }
}

async function footersOf(connection: DuckDBConnection, { files }: Files): Promise<Footers> {
  const byPeriod = new Map<string, string[]>();
  for (const table of TABLE_NAMES)
    for (const file of files[table]) {
      const key = `${table}/${/period=([^/]+)/.exec(file)?.[1] ?? '-'}`;
      byPeriod.set(key, [...(byPeriod.get(key) ?? []), file]);
    }
  const footers = new Map<string, RowGroup[]>();
  for (const [key, some] of byPeriod) footers.set(key, await readFooters(connection, some));
  return footers;
}

/**
 * DuckDB SQL that makes a table with its columns and without rows: one part a period, so that the plan of a query shows
 * which periods it reads. The column without a name stands for no column at all, as `count(*)` reads.
 */
function emptyTable(table: TableName, tenantId: string, footers: Footers): string {
  const columns = Object.entries(TABLES[table].columns).map(
    ([name, { type }]) => [name, duckType(typeOfColumn(type))] as const,
  );
  const list = columns.map(([name, type]) => `"${name}" ${type}`).join(', ');
  const periods = [...footers.keys()].filter((key) => key.startsWith(`${table}/`));
  const tables = (periods.length > 0 ? periods : [`${table}/-`]).map((key) => ({
    name: `files."${key}"`,
    period: key.slice(table.length + 1),
  }));
  const selected = columns.map(([name], index) => `"${name}" AS c${index + 1}`).join(', ');
  const partition = (period: string) =>
    `${literal(tenantId)} AS c${columns.length + 1}, ${literal(period)} AS c${columns.length + 2}`;
  const names = Array.from({ length: columns.length + 2 }, (_, index) => `c${index + 1}`).join(', ');
  const parts = tables.map(
    ({ name, period }) => `SELECT nothing, ${selected}, ${partition(period)} FROM ${name}`,
  );
  return `${tables.map(({ name }) => `CREATE TABLE ${name} (nothing BOOLEAN, ${list});`).join('\n')}
CREATE VIEW ${LAKE}.${table} AS SELECT ${names} FROM (${parts.join(' UNION ALL ')})`;
}

function bytesOf(scans: readonly Scan[], footers: Footers): number {
  let bytes = 0;
  for (const { table, period, columns, filters, times } of scans) {
    const known = new Set(Object.keys(TABLES[table as TableName].columns));
    const used = new Set([...columns, ...filters.flatMap((filter) => namesIn(filter, known))]);
    for (const group of footers.get(`${table}/${period}`) ?? [])
      if (filters.every((filter) => mayPass(filter, group)))
        for (const name of used) bytes += times * (group.get(name)?.bytes ?? 0);
  }
  return bytes;
}
