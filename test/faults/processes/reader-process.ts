import { setTimeout as pause } from 'node:timers/promises';
import { type CurrentFiles, currentFiles } from '../../../etl/index.ts';
import { parseTenantId, type TenantId } from '../../../pipeline/contract/index.ts';
import { duckdbReader, hyparquetReader } from '../read-tables.ts';
import { mixtureIn, standingDigest, standingIn } from '../seen-rows.ts';
import type { ReaderReport, ReaderSetup } from './messages.ts';

/** A process that reads all tables of all tenants again and again, and reports whatever no reader should ever see. */
const { root, tenants, reader: kind, hold } = JSON.parse(process.argv[2] ?? '') as ReaderSetup;
const reader = kind === 'duckdb' ? await duckdbReader() : hyparquetReader;
const lake = { curated: { root } };

/** How many times as long as a round it pauses afterwards, so that nights get on. */
const PAUSE_ROUNDS = 2;

interface Held {
  readonly tenantId: TenantId;
  readonly resolved: CurrentFiles;
  readonly until: number;
}

interface Last {
  readonly version: number;
  readonly nights: number;
  readonly runs: number;
  readonly revisions: ReadonlyMap<string, string>;
}

const last = new Map<TenantId, Last>();
const standing: Record<string, string> = {};
const held: Held[] = [];
let readings = 0;
let heldReadings = 0;
let ending = false;

const report = (message: ReaderReport, sent = (): void => undefined): void =>
  void process.send?.(message, undefined, undefined, sent);
const fault = (text: string): void => report({ kind: 'fault', text: `${kind}: ${text}` });

/** Reads what was resolved and looks whether it is of one version: the same for every reader at any time. */
async function look({ tenantId, resolved }: Omit<Held, 'until'>): Promise<string> {
  const rows = await reader.tables(resolved.files);
  const where = `${tenantId} at version ${resolved.version}`;
  for (const mixture of mixtureIn(rows).slice(0, 3)) fault(`${where}: ${mixture}`);
  const now = standingIn(rows);
  const name = `${tenantId} ${resolved.version}`;
  const digest = standingDigest(now);
  if ((standing[name] ?? digest) !== digest) fault(`${where}: other calls than before`);
  standing[name] = digest;
  readings += 1;
  return now;
}

/** Time goes forward: versions, nights, the record of nights, and the revision of each call. */
function follow(tenantId: TenantId, { version, nights }: CurrentFiles, runs: number, calls: string): void {
  const before = last.get(tenantId);
  const revisions = new Map(
    calls === '' ? [] : calls.split(' ').map((one) => one.split('=') as [string, string]),
  );
  if (before !== undefined) {
    if (version < before.version) fault(`${tenantId}: version ${version} after ${before.version}`);
    if (nights < before.nights) fault(`${tenantId}: ${nights} nights after ${before.nights}`);
    if (runs < before.runs) fault(`${tenantId}: ${runs} rows of etl_runs after ${before.runs}`);
    for (const [call, revision] of before.revisions)
      if ((revisions.get(call) ?? '') < revision)
        fault(`${tenantId}: ${call} went from ${revision} to ${revisions.get(call)}`);
  }
  last.set(tenantId, { version, nights, runs, revisions });
}

async function round(): Promise<void> {
  for (const tenant of tenants) {
    const tenantId = parseTenantId(tenant);
    const resolved = await currentFiles(lake, tenantId);
    if (!held.some((one) => one.tenantId === tenantId && one.resolved.version === resolved.version))
      held.push({ tenantId, resolved, until: Date.now() + hold });
    follow(tenantId, resolved, await reader.runs(resolved.files), await look({ tenantId, resolved }));
  }
  const oldest = held.shift();
  if (oldest === undefined) return;
  if (oldest.until < Date.now()) return;
  await look(oldest);
  heldReadings += 1;
  held.push(oldest);
}

process.on('message', () => {
  ending = true;
});
process.on('disconnect', () => process.exit());

while (!ending) {
  const begun = performance.now();
  try {
    await round();
  } catch (error) {
    fault(`reading failed: ${error instanceof Error ? error.message : 'unknown'}`);
  }
  await pause((performance.now() - begun) * PAUSE_ROUNDS);
}
report({ kind: 'ended', readings, heldReadings, standing }, () => process.disconnect?.());
