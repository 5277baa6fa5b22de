import { join } from 'node:path';
import {
  callOf,
  ErasureIncomplete,
  type ErasurePlan,
  type IsKept,
  type Place,
  type Selector,
  type Trace,
  tracesIn,
} from '../../../etl/erase/index.ts';
import type { NightTenant } from '../../../etl/index.ts';
import { publishManifest, readManifest, sweep } from '../../../etl/publish/index.ts';
import { FACT_TABLE_NAMES } from '../../../etl/tables/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { night } from '../night.ts';
import { filesBelow } from './files.ts';
import type { LocalNightLock } from './night-lock.ts';
import { type Condition, tracesOfFiles, withParquet } from './parquet.ts';

/** All Parquet files of a tenant's tables, also those that no manifest names. */
async function filesOf(root: string, table: string, tenantId: TenantId): Promise<string[]> {
  const found = await filesBelow(join(root, 'curated', table, `tenant_id=${tenantId}`));
  return found.map(({ path }) => path.toString());
}

/**
 * The tables: a night of the tenant writes every period anew that the calls were in, then all older files go at once, and the
 * version counts up once more, so that nothing that a server remembers is asked for again.
 */
export function curatedPlace(home: Home, lock: LocalNightLock): Place {
  return {
    name: 'tables, all snapshots',
    find: (plan) => rowsOf(home.root, plan),
    async erase(plan) {
      const before = await rowsOf(home.root, plan);
      await lock.pauseFor(() => rewrite(home, plan));
      await dropSnapshots(home.root, plan.tenant_id);
      return before;
    },
    traces: (tenantId, isKept) => tracesOfTables(home.root, tenantId, isKept),
  };
}

/** Rows of the calls in the newest and in older files of `calls`, one a call and file. */
async function rowsOf(root: string, { tenant_id, calls }: ErasurePlan): Promise<number> {
  const files = await filesOf(root, 'calls', tenant_id);
  if (files.length === 0) return 0;
  return withParquet(async (reader) => {
    let rows = 0;
    for (const file of files) rows += await reader.count(file, 'call_id', calls).catch(() => 0);
    return rows;
  });
}

/** The column of `calls` that tells what was named, and how; null when no column does. */
function conditionOf({ kind, value }: Selector): Condition | null {
  if (kind === 'customer') return { column: 'customer_ref', is: '=', value };
  if (kind === 'agent') return { column: 'agent_id', is: '=', value };
  return kind === 'before' ? { column: 'dt', is: '<', value } : null;
}

/** Whether a file can hold calls of a day before: a period's name begins with its first days. */
const mayBeBefore = (path: string, day: string): boolean => {
  const [, period = ''] = /\/period=([^/]+)\//.exec(path) ?? [];
  return !/^\d/.test(period) || period < day;
};

/** Ids of the calls that the tables, older snapshots included, show as what was named. What cannot be read is for the proof to tell. */
export async function* tabledCalls(
  root: string,
  tenantId: TenantId,
  selector: Selector,
): AsyncGenerator<string> {
  const condition = conditionOf(selector);
  if (condition === null) return;
  const files = await filesOf(root, 'calls', tenantId);
  const asked = files.filter((path) => selector.kind !== 'before' || mayBeBefore(path, selector.value));
  if (asked.length === 0) return;
  yield* await withParquet(async (reader) => {
    const calls = new Set<string>();
    for (const file of asked)
      for (const id of await reader.where(file, 'call_id', condition).catch(() => [])) calls.add(id);
    return calls;
  });
}

async function rewrite(home: Home, { tenant_id }: ErasurePlan): Promise<void> {
  const { errors } = await night(home, [nightTenant(home, tenant_id)]);
  const [first] = errors;
  if (first === undefined) return;
  throw new ErasureIncomplete(
    'infra: the night that rewrites the tables failed, so they hold what they held',
    {
      where: `${first.code}${first.period === null ? '' : ` period=${first.period}`}`,
    },
  );
}

/** A tenant whose record went with an erasure of all of it has no rows whose days a zone could move. */
const nightTenant = (home: Home, tenantId: TenantId): NightTenant =>
  home.tenants.find(tenantId) ?? { tenant_id: tenantId, time_zone: 'UTC' };

async function dropSnapshots(root: string, tenantId: TenantId): Promise<void> {
  const now = new Date();
  // What is known of the names of raw objects goes too: the digest of a single name tells who knows the name that it was there.
  const { listing: _, ...manifest } = await readManifest({ root }, tenantId);
  const next = {
    ...manifest,
    version: manifest.version + 1,
    published_at: now.toISOString(),
    retired: [],
  };
  await publishManifest({ root }, next);
  await sweep(root, next, now);
}

async function* tracesOfTables(root: string, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  const { damaged } = await readManifest({ root }, tenantId);
  for (const { key } of damaged) yield* tracesOfKey(key, isKept);
  const files: string[] = [];
  for (const table of FACT_TABLE_NAMES)
    for (const file of await filesOf(root, table, tenantId)) files.push(file);
  if (files.length > 0) yield* tracesOfFiles(root, files, isKept);
}

function* tracesOfKey(key: string, isKept: IsKept): Generator<Trace> {
  const call = callOf(key);
  if (call === null) yield* tracesIn(key, isKept);
  else yield { kind: 'call', value: call.callId };
}
