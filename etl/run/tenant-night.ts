import { LATE, planNight } from '../plan/index.ts';
import {
  forgetCounted,
  LeaseLost,
  type Manifest,
  publishManifest,
  readManifest,
  sweep,
} from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import type { NightFailure } from './account.ts';
import { Damage, rememberedDamage } from './damage.ts';
import { failureOf } from './errors.ts';
import { HeldCalls } from './held-calls.ts';
import { recordMissed } from './journal.ts';
import { gatheredTonight, layLate } from './late/index.ts';
import { listedDocuments } from './listed.ts';
import { nextManifest } from './next-manifest.ts';
import type { Night, TenantNight } from './night.ts';
import type { NightTenant, PendingQuarantine } from './ports.ts';
import { quarantineObject } from './quarantine-object.ts';
import { type Attempts, settle } from './settle.ts';
import { addsUp, type DayTally, Tally } from './tally.ts';
import { Turn } from './turn.ts';
import { writePeriods } from './write-periods.ts';

/** Days of one tenant that something happened to, and what failed. */
export interface TenantAccount {
  readonly days: readonly (DayTally & { readonly balanced: boolean })[];
  /** Periods that are gone. */
  readonly retired: readonly string[];
  /** What readers see after it, also when nothing has changed; null when the tenant failed as a whole. */
  readonly stands: Manifest | null;
  readonly errors: readonly NightFailure[];
}

async function begin(
  night: Night,
  tenant: NightTenant,
  turn: Turn,
): Promise<TenantNight & { readonly unswept: readonly NightFailure[] }> {
  const { ports, options, now } = night;
  const manifest = await readManifest(ports.curated, tenant.tenant_id);
  const sweeping = sweepOld(night, manifest);
  // Also when listing fails: nobody sweeps after the tenant's night.
  const listed = await listedDocuments(night, tenant, manifest).finally(() => sweeping);
  return {
    ...night,
    tenant,
    turn,
    recipe: { shapeVersion: SHAPE_VERSION, timeZone: tenant.time_zone },
    manifest,
    listed,
    index: listed.index,
    damage: new Damage(rememberedDamage(manifest, now, options.since)),
    held: new HeldCalls(night.session, ports.curated.root),
    unswept: await sweeping,
  };
}

/** Files that nobody needs and that cannot be removed cost room, not data: the next night tries again. */
async function sweepOld({ ports, now }: Night, manifest: Manifest): Promise<NightFailure[]> {
  try {
    await sweep(ports.curated.root, manifest, now);
    return [];
  } catch (error) {
    return [failureOf(manifest.tenant_id, null, error)];
  }
}

/**
 * Keeps and counts the objects that are no call documents by their names; each once, on the day of this night.
 * @returns what could not be read, which is tried again by the next night
 */
async function quarantineForeignKeys(night: TenantNight, tally: Tally): Promise<NightFailure[]> {
  const dt = night.now.toISOString().slice(0, 10);
  const failures: NightFailure[] = [];
  for (const { key, error } of night.index.refused) {
    if (night.damage.keys.has(key)) continue;
    tally.count(dt, 'documents_in');
    try {
      await quarantineObject(night, { key, dt, error });
      tally.count(dt, 'quarantined');
    } catch (failure) {
      failures.push(failureOf(night.tenant.tenant_id, null, failure));
    }
  }
  return failures;
}

/**
 * What ingest quarantined and no night has counted. A night that was killed between publishing and marking had counted
 * already what its manifest names: that is marked now.
 */
async function takePending({ ports, manifest, lease }: TenantNight): Promise<readonly PendingQuarantine[]> {
  const pending = await ports.quarantine.pending(manifest.tenant_id);
  if (manifest.counted.length === 0 || manifest.run_id === null) return pending;
  await ports.quarantine.markCounted(manifest.tenant_id, manifest.run_id, manifest.counted);
  await forgetCounted(ports.curated, manifest, lease);
  const counted = new Set(manifest.counted);
  return pending.filter(({ quarantine_id }) => !counted.has(quarantine_id));
}

/**
 * Writes what the plan says, and plans again while damaged documents turn up: an older revision of such a call stands
 * then, possibly in another period.
 */
async function attemptPlan(night: TenantNight): Promise<Attempts> {
  const attempts: Attempts = {
    written: new Map(),
    failed: new Map(),
    tallies: new Map(),
    retires: [],
    round: 0,
    again: false,
    late: null,
  };
  const gather = await gatheredTonight(night);
  for (let round = 1; ; round += 1) {
    const { index, damage, recipe, now } = night;
    const { [LATE]: _, ...written } = Object.fromEntries(attempts.written);
    const current = { ...night.manifest.periods, ...written };
    const since = round === 1 ? night.options.since : undefined;
    const { settled } = night.listed;
    const plan = planNight({
      index,
      settled,
      current,
      damaged: damage.keys,
      recipe,
      now,
      since,
      gather: round === 1 ? gather : undefined,
    });
    attempts.retires = plan.retires;
    const known = damage.found.size;
    attempts.round = round;
    attempts.again = false;
    const left = plan.writes.filter(({ period }) => !attempts.failed.has(period));
    await writePeriods(night, await layLate(night, { ...plan, writes: left }, attempts), attempts);
    if (damage.found.size === known && !attempts.again) return attempts;
  }
}

/** A failure here costs nothing that is published: the next night marks what the manifest names. */
async function markCounted(
  { ports, runId, lease }: TenantNight,
  published: Manifest,
): Promise<NightFailure[]> {
  if (published.counted.length === 0) return [];
  try {
    await ports.quarantine.markCounted(published.tenant_id, runId, published.counted);
    await forgetCounted(ports.curated, published, lease);
    return [];
  } catch (error) {
    if (error instanceof LeaseLost) throw error;
    return [failureOf(published.tenant_id, null, error)];
  }
}

/**
 * Brings one tenant's tables up to date and publishes them at once.
 * @throws {LeaseLost} {ManifestRefused} {ManifestChanged} and what the ports throw outside of a period
 */
export async function runTenant(shared: Night, tenant: NightTenant): Promise<TenantAccount> {
  const turn = await Turn.take(shared.stages.knowing);
  try {
    return await publishTenant(await begin(shared, tenant, turn));
  } finally {
    turn.leave();
  }
}

async function publishTenant(night: Awaited<ReturnType<typeof begin>>): Promise<TenantAccount> {
  const beside = new Tally();
  const pending = await takePending(night);
  for (const { dt } of pending)
    for (const fate of ['documents_in', 'quarantined'] as const) beside.count(dt, fate);
  const unread = await quarantineForeignKeys(night, beside);
  const outcome = await settle(night, await attemptPlan(night));
  const counted = pending.map(({ quarantine_id }) => quarantine_id);
  const failures = [...unread, ...outcome.errors];
  const next = nextManifest(night, outcome, { counted, failures, at: night.options.now() });
  if (next) {
    await recordMissed(night);
    await night.lease.check();
    await publishManifest(night.ports.curated, next, night.lease);
  }
  const unmarked = next ? await markCounted(night, next) : [];
  return {
    days: [...outcome.days, ...beside.days().map((day) => ({ ...day, balanced: addsUp(day) }))],
    retired: outcome.retired,
    stands: next ?? night.manifest,
    errors: [...night.unswept, ...failures, ...unmarked],
  };
}
