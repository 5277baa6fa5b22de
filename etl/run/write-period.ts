import { join } from 'node:path';
import { ContractError } from '../../pipeline/contract/index.ts';
import {
  fingerprintOf,
  type PeriodContent,
  type PeriodPlan,
  periodOf,
  type RawDocument,
  standingDocument,
} from '../plan/index.ts';
import { curatedFile, type ManifestFile, type ManifestPeriod, sealFile } from '../publish/index.ts';
import type { ShapedCall } from '../shape/index.ts';
import { TABLE_NAMES, type TableName } from '../tables/index.ts';
import { AccountGap } from './errors.ts';
import type { TenantNight } from './night.ts';
import type { PeriodWriter } from './ports.ts';
import { quarantineObject } from './quarantine-object.ts';
import { readAhead } from './read-ahead.ts';
import { readRows } from './read-document.ts';
import { addsUp, Tally } from './tally.ts';

/** Raw objects that are read at the same time. */
const READS_UNDERWAY = 16;

interface PeriodTask {
  readonly night: TenantNight;
  readonly plan: PeriodPlan;
  readonly writer: PeriodWriter;
  readonly tally: Tally;
}

/** Documents that the plan says are dealt with tonight, by day: those known to be damaged count on the night that found them. */
export function plannedTally({ damage }: TenantNight, plan: PeriodPlan): Tally {
  const tally = new Tally();
  const fresh = plan.damaged.filter(({ key }) => damage.found.has(key));
  for (const { dt } of [...plan.reads, ...plan.superseded, ...fresh]) tally.count(dt, 'documents_in');
  return tally;
}

async function appendRows({ writer, tally }: PeriodTask, dt: string, shaped: ShapedCall): Promise<void> {
  for (const table of TABLE_NAMES) {
    await writer.append(table, shaped[table]);
    tally.countRows(dt, table, shaped[table].length);
  }
}

/** Lands a document; one that cannot be used is quarantined, and the next older revision returned if it stands in this period. */
async function land(
  task: PeriodTask,
  raw: RawDocument,
  bytes: Uint8Array,
): Promise<RawDocument | 'landed' | undefined> {
  const { night, plan, tally } = task;
  let shaped: ShapedCall;
  try {
    shaped = readRows(bytes, raw, night.tenant.time_zone);
  } catch (error) {
    if (!(error instanceof ContractError)) throw error;
    await quarantineObject(night, { key: raw.key, dt: raw.dt, bytes, error });
    tally.count(raw.dt, 'quarantined');
    const heir = standingDocument(night.index.calls.get(raw.callId) ?? [], night.damage.keys);
    return heir && periodOf(heir.dt, night.now) === plan.period ? heir : undefined;
  }
  await appendRows(task, raw.dt, shaped);
  tally.count(raw.dt, 'landed');
  return 'landed';
}

/** Reads and lands the documents of a period, falling back to older revisions where the newest is damaged. */
async function landAll(task: PeriodTask): Promise<PeriodContent> {
  const { night, plan, tally } = task;
  for (const { key, dt } of plan.damaged) if (night.damage.found.has(key)) tally.count(dt, 'quarantined');
  const landed = new Set<RawDocument>();
  let batch: readonly RawDocument[] = plan.reads;
  while (batch.length > 0) {
    const heirs: RawDocument[] = [];
    for await (const [raw, bytes] of readAhead(batch, READS_UNDERWAY, ({ key }) =>
      night.ports.raw.read(key),
    )) {
      const outcome = await land(task, raw, bytes);
      if (outcome === 'landed') landed.add(raw);
      else if (outcome) heirs.push(outcome);
    }
    batch = heirs;
  }
  const others = [...plan.reads, ...plan.superseded].filter((raw) => !landed.has(raw));
  const superseded = others.filter(({ key }) => !night.damage.keys.has(key));
  for (const { dt } of superseded) tally.count(dt, 'superseded');
  const found = others.filter(({ key }) => night.damage.keys.has(key));
  return { reads: [...landed], superseded, damaged: [...plan.damaged, ...found] };
}

async function writeTables(
  { night, plan, writer, tally }: PeriodTask,
  snapshot: string,
): Promise<ManifestPeriod['files']> {
  const { tenant_id: tenantId } = night.tenant;
  const files: Partial<Record<TableName, ManifestFile>> = {};
  for (const table of TABLE_NAMES) {
    const expected = tally.total(table);
    if (expected === 0) continue;
    const path = curatedFile({ table, tenantId, period: plan.period, snapshot });
    const { rows } = await writer.write(table, join(night.ports.curated.root, path));
    if (rows !== expected)
      throw new AccountGap(`run: ${expected} rows of ${table} were made, ${rows} are in the file`, {
        where: path,
      });
    files[table] = { path, rows, ...(await sealFile(join(night.ports.curated.root, path))) };
  }
  return files;
}

function checkAccount({ plan, tally }: PeriodTask, files: ManifestPeriod['files']): void {
  const gap = tally.days().find((day) => !addsUp(day) || day.landed !== day.rows.calls);
  if (gap)
    throw new AccountGap(
      `run: ${gap.documents_in} documents in, ${gap.landed} landed, ${gap.superseded} superseded, ${gap.quarantined} quarantined, ${gap.rows.calls} calls`,
      { where: `period=${plan.period} dt=${gap.dt}` },
    );
  const landed = tally.days().reduce((sum, day) => sum + day.landed, 0);
  if (landed !== (files.calls?.rows ?? 0))
    throw new AccountGap(`run: ${landed} documents landed, ${files.calls?.rows ?? 0} calls are in the file`, {
      where: `period=${plan.period}`,
    });
}

/**
 * Makes the files of one period. They stay invisible until a manifest names them.
 * @param tally begun by {@link plannedTally}; holds what was counted also when this throws
 * @param snapshot name of a folder that no earlier attempt has used
 * @throws {AccountGap} when documents or rows do not add up
 */
export async function writePeriod(
  night: TenantNight,
  plan: PeriodPlan,
  tally: Tally,
  snapshot: string,
): Promise<ManifestPeriod> {
  const writer = await night.session.begin();
  try {
    const task = { night, plan, writer, tally };
    const content = await landAll(task);
    const files = await writeTables(task, snapshot);
    checkAccount(task, files);
    const recipe = night.recipe;
    return {
      fingerprint: fingerprintOf(content, recipe),
      run_id: night.runId,
      files,
      days: [...tally.days()],
    };
  } finally {
    await writer.close();
  }
}
