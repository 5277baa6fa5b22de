import type { TenantId } from '../../pipeline/contract/index.ts';
import {
  appendToJournal,
  emptyManifest,
  type JournalEntry,
  LeaseLost,
  type Manifest,
  readJournal,
  readManifest,
} from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import { type NightFailure, NOT_RECORDED, type QuarantineCount } from './account.ts';
import { rememberedDamage } from './damage.ts';
import { failureOf } from './errors.ts';
import type { Night, TenantNight } from './night.ts';
import type { PendingQuarantine, TableRow } from './ports.ts';
import { type RunReason, runRows, type TenantRun } from './run-rows.ts';
import type { TenantAccount } from './tenant-night.ts';

/** What the record of a tenant's night needs to know from before it. */
export interface BeforeRun {
  readonly manifest: Manifest;
  readonly pending: readonly PendingQuarantine[];
}

/** Looks at a tenant before its night. What cannot be read fails the night itself, which will say so. */
export async function beforeRun({ ports }: Night, tenantId: TenantId): Promise<BeforeRun> {
  try {
    return {
      manifest: await readManifest(ports.curated, tenantId),
      pending: await ports.quarantine.pending(tenantId),
    };
  } catch {
    return { manifest: emptyManifest(tenantId), pending: [] };
  }
}

/**
 * Adds a tenant's night to `etl_runs`, whatever became of it; and the last one that published, should that have been killed
 * before it could do so.
 * @returns why it could not be added: what is published stays published
 * @throws {LeaseLost} when another night took this one for dead
 */
export async function recordRun(
  night: Night,
  tenantId: TenantId,
  before: BeforeRun,
  account: Pick<TenantAccount, 'days' | 'stands' | 'errors'>,
): Promise<NightFailure[]> {
  const { curated } = night.ports;
  try {
    const [after, unreadable] = await visible(night, tenantId);
    const run = runOf(night, before, { ...account, errors: [...account.errors, ...unreadable] }, after);
    const { published } = await readJournal(curated, tenantId, 'etl_runs');
    await append(night, tenantId, {
      runId: night.runId,
      rows: [...missedRows(before.manifest, published), ...runRows(run)],
      published: after === null ? published : after.run_id,
      now: run.finishedAt,
    });
    return [];
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    const { message, ...failure } = failureOf(tenantId, null, error);
    return [{ ...failure, code: NOT_RECORDED, message: `this night is not in etl_runs: ${message}` }];
  }
}

/**
 * Adds the last night that published, should it have been killed before it could do so. To be called before another one
 * publishes: nothing tells of it afterwards. That it cannot be added is no reason to keep new data back.
 * @throws {LeaseLost} when another night took this one for dead
 */
export async function recordMissed(night: TenantNight): Promise<void> {
  const { manifest, runId, options } = night;
  const tenantId = manifest.tenant_id;
  try {
    const { published } = await readJournal(night.ports.curated, tenantId, 'etl_runs');
    const rows = missedRows(manifest, published);
    if (rows.length === 0) return;
    const entry = { runId: `${runId}.missed`, rows, published: manifest.run_id, now: options.now() };
    await append(night, tenantId, entry);
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
  }
}

type Entry = Pick<JournalEntry<'etl_runs'>, 'runId' | 'rows' | 'published' | 'now'>;

async function append({ ports, session, lease }: Night, tenantId: TenantId, entry: Entry): Promise<void> {
  await lease.check();
  await appendToJournal(ports.curated, (...rows) => session.writeRows('etl_runs', ...rows), {
    ...entry,
    table: 'etl_runs',
    tenantId,
    lease,
  });
}

/** Rows of the night that published what stands, when it is not the last one that the journal knows. */
const missedRows = (manifest: Manifest, published: string | null): TableRow<'etl_runs'>[] =>
  manifest.run_id === null || manifest.run_id === published ? [] : runRows(runFrom(manifest));

/** What readers see after the night; null, and why, when that cannot be told. */
async function visible(
  { ports }: Night,
  tenantId: TenantId,
): Promise<readonly [Manifest | null, readonly NightFailure[]]> {
  try {
    return [await readManifest(ports.curated, tenantId), []];
  } catch (error) {
    return [null, [failureOf(tenantId, null, error)]];
  }
}

function runOf(
  { runId, now, options }: Night,
  before: BeforeRun,
  { days, stands, errors }: Pick<TenantAccount, 'days' | 'stands' | 'errors'>,
  after: Manifest | null,
): TenantRun {
  const published = after?.run_id === runId;
  return {
    runId,
    startedAt: now,
    finishedAt: options.now(),
    version: after?.version ?? null,
    shapeVersion: SHAPE_VERSION,
    published,
    days,
    reasons: stands === null ? [] : merged(reasonsOf({ now, options }, before, stands)),
    errors,
  };
}

/**
 * Why documents were quarantined: those that the night found damaged, and those that ingest refused and it counted.
 * @param after what readers see after the night
 */
export function reasonsOf(
  { now, options }: Pick<Night, 'now' | 'options'>,
  { manifest, pending }: BeforeRun,
  after: Manifest,
): Omit<QuarantineCount, 'tenant_id'>[] {
  const known = new Set(rememberedDamage(manifest, now, options.since).map(({ key }) => key));
  const counted = new Set(manifest.counted);
  const found = after.damaged.filter(({ key }) => !known.has(key));
  const refused = pending.filter(({ quarantine_id }) => !counted.has(quarantine_id));
  return (
    [
      ['night', found],
      ['ingest', refused],
    ] as const
  ).flatMap(([stage, entries]) =>
    merged(entries.map(({ dt, code }) => ({ dt, code, documents: 1 }))).map((reason) => ({
      stage,
      ...reason,
    })),
  );
}

/** One entry a day and reason. */
function merged(reasons: readonly RunReason[]): RunReason[] {
  const all = new Map<string, RunReason>();
  for (const { dt, code, documents } of reasons) {
    const name = `${dt} ${code}`;
    all.set(name, { dt, code, documents: documents + (all.get(name)?.documents ?? 0) });
  }
  return [...all.values()];
}

/** The night that published a manifest, as far as that tells: without what ingest had refused. */
function runFrom(manifest: Manifest): TenantRun {
  const runId = manifest.run_id ?? '';
  const finishedAt = new Date(manifest.published_at ?? 0);
  return {
    runId,
    startedAt: startOf(runId) ?? finishedAt,
    finishedAt,
    version: manifest.version,
    shapeVersion: manifest.shape_version,
    published: true,
    days: [...Object.values(manifest.periods), ...(manifest.late ? [manifest.late] : [])]
      .filter((period) => period.run_id === runId)
      .flatMap(({ days }) => days.map((day) => ({ ...day, balanced: true }))),
    reasons: [],
    errors: (manifest.failed ?? []).map((failure) => ({
      tenant_id: manifest.tenant_id,
      ...failure,
      message: UNTOLD,
    })),
  };
}

/** What is left to say of a failure when the night that had it could not record it. */
const UNTOLD = 'run: the night was stopped before it could say more';

/** When a night began: its id opens with the time, `20261121T120435123Z-…`. */
function startOf(runId: string): Date | null {
  const parts = /^(\d{4})(\d{2})(\d{2})T(\d{2})(\d{2})(\d{2})(\d{3})Z-/.exec(runId);
  if (parts === null) return null;
  const [year, month, day, hour, minute, second, ms] = parts.slice(1).map(Number);
  return new Date(Date.UTC(year ?? 0, (month ?? 1) - 1, day, hour, minute, second, ms));
}
