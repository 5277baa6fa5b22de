import {
  LATE,
  LATE_RULE,
  laidLate,
  type NightPlan,
  overfull,
  type PeriodPlan,
  periodOf,
  type RawDocument,
  type Standing,
  standingDocument,
} from '../../plan/index.ts';
import type { TenantNight } from '../night.ts';
import type { CallRevisions } from '../ports.ts';
import type { Attempts } from '../settle.ts';
import { arrivalsOf, callsLeftAlone, candidatesOf } from './arrivals.ts';

/** A period that keeps its own files while some of its calls lie in late ones. */
export interface LaidPeriod {
  readonly plan: PeriodPlan;
  /** Those that lie there. */
  readonly documents: readonly RawDocument[];
}

/** What becomes of a tenant's late files tonight. */
export interface LateAttempt {
  /** Periods whose late calls have changed. */
  readonly laid: ReadonlyMap<string, LaidPeriod>;
  /** Calls of others that stay there. */
  readonly staying: ReadonlyMap<string, readonly RawDocument[]>;
}

const callsOf = ({ files }: { readonly files: { readonly calls?: { readonly path: string } } }): string[] =>
  files.calls ? [files.calls.path] : [];

/** Whether as many older documents are told of as were when the period was written: which ones, nothing tells. */
function sameSuperseded({ manifest }: TenantNight, { period, superseded }: PeriodPlan): boolean {
  const counted = new Map(manifest.periods[period]?.days.map((day) => [day.dt, day.superseded]));
  const found = new Map<string, number>();
  for (const { dt } of superseded) found.set(dt, (found.get(dt) ?? 0) + 1);
  return [...new Set([...counted.keys(), ...found.keys()])].every(
    (dt) => (counted.get(dt) ?? 0) === (found.get(dt) ?? 0),
  );
}

interface Seen extends Standing {
  readonly laid: LaidPeriod;
}

/** Looks what of a period its own files hold: names tell it mostly, else the files do. */
async function seen(night: TenantNight, plan: PeriodPlan): Promise<Seen> {
  const { period, reads } = plan;
  const { manifest, recipe, held } = night;
  const visible = manifest.periods[period];
  const seenAs = (documents: readonly RawDocument[], stale: boolean): Seen => {
    const [own, others] = [reads.length - documents.length, documents.length];
    return { period, own, others, stale, laid: { plan, documents } };
  };
  if (visible === undefined) return seenAs(reads, true);
  const arrived = arrivalsOf(plan, manifest, recipe);
  if (arrived !== null) {
    const isLate = manifest.late?.periods[period] !== undefined;
    const late = await held.in(isLate && manifest.late ? callsOf(manifest.late) : []);
    const arrivals = new Set(arrived);
    return seenAs(
      reads.filter((document) => arrivals.has(document) || late.get(document.callId) === document.revision),
      false,
    );
  }
  const calls = await held.in(callsOf(visible));
  const documents = reads.filter(({ callId, revision }) => calls.get(callId) !== revision);
  // A file that cannot be read holds nothing: what stands in it would stay for good.
  const isRead = calls.size === (visible.files.calls?.rows ?? 0);
  const holdsOthers = calls.size > reads.length - documents.length;
  return seenAs(documents, !isRead || holdsOthers || !sameSuperseded(night, plan));
}

/** The changed periods that keep their own files. */
async function layPeriods(
  night: TenantNight,
  plan: NightPlan,
  planned: ReadonlySet<string>,
): Promise<Map<string, LaidPeriod>> {
  const rule = night.options.late ?? LATE_RULE;
  const candidates = candidatesOf(plan, night.manifest, night.recipe);
  const most = candidates.reduce((sum, { reads }) => sum + reads.length + rule.fixed, 0);
  // Not worth asking what lies where.
  if (candidates.length === 0 || most < rule.worth * rule.fixed) return new Map();
  const changed = await Promise.all(candidates.map((candidate) => seen(night, candidate)));
  const chosen = laidLate(changed, callsLeftAlone(night.manifest, planned), rule);
  return new Map(changed.flatMap(({ period, laid }) => (chosen.has(period) ? [[period, laid]] : [])));
}

/**
 * Periods to write whole whatever has happened to them: late files hold too much of them, or cannot be read, so that nothing
 * of them can stay there.
 */
export async function gatheredTonight({
  manifest,
  options,
  listed,
  held,
}: TenantNight): Promise<ReadonlySet<string>> {
  const { late } = manifest;
  // What is settled stays as it is.
  if (late === undefined || listed.settled.length > 0) return new Set();
  const calls = await held.in(callsOf(late));
  if (calls.size !== late.files.calls?.rows) return new Set(Object.keys(late.periods));
  return overfull(late.periods, options.late ?? LATE_RULE);
}

/** Calls of late files that stand as they do, of the periods that leave them alone. */
function stayingCalls(
  { index, damage, now }: TenantNight,
  late: CallRevisions,
  stays: (period: string) => boolean,
): Map<string, RawDocument[]> {
  const staying = new Map<string, RawDocument[]>();
  for (const [callId, revision] of late) {
    const standing = standingDocument(index.calls.get(callId) ?? [], damage.keys);
    if (standing?.revision !== revision) continue;
    const period = periodOf(standing.dt, now);
    if (!stays(period)) continue;
    const calls = staying.get(period);
    if (calls) calls.push(standing);
    else staying.set(period, [standing]);
  }
  return staying;
}

/** The late files as a period to write; none when there is nothing to put into them. */
function latePlan({ damage }: TenantNight, { laid, staying }: LateAttempt): PeriodPlan[] {
  const apart = [...[...laid.values()].map(({ documents }) => documents), ...staying.values()].flat();
  const reads = apart.filter(({ key }) => !damage.keys.has(key));
  // Found tonight, by an earlier round.
  const damaged = apart.filter(({ key }) => damage.found.has(key));
  return reads.length + damaged.length === 0
    ? []
    : [{ period: LATE, reason: 'changed', fingerprint: '', reads, superseded: [], damaged }];
}

/**
 * Decides which periods of a plan keep their own files, their other calls going to the tenant's late files, and what is to
 * be written then. Those files are one set: when a period leaves them, they are written again without it.
 * @param attempts gets what becomes of the late files; null as long as they stay as they are
 * @returns the periods to write, late files among them
 */
export async function layLate(
  night: TenantNight,
  plan: NightPlan,
  attempts: Attempts,
): Promise<readonly PeriodPlan[]> {
  const { late } = night.manifest;
  const before = attempts.late;
  const planned = new Set([...plan.writes.map(({ period }) => period), ...plan.retires]);
  // What damage brings about later in a night goes into the periods themselves.
  const laid = attempts.round === 1 ? await layPeriods(night, plan, planned) : leftOf(before, planned);
  const gone = new Set([...planned, ...attempts.written.keys(), ...attempts.failed.keys()]);
  const stays = (period: string): boolean => !gone.has(period);
  const known = Object.keys(late?.periods ?? {});
  const writes = plan.writes.filter(({ period }) => !laid.has(period));
  attempts.late = null;
  if (laid.size > 0 || !known.every(stays)) {
    const staying = stayingCalls(night, await night.held.in(late ? callsOf(late) : []), stays);
    attempts.late = { laid, staying };
    if (before?.laid.size === laid.size && before.staying.size === staying.size) return writes;
  }
  attempts.written.delete(LATE);
  attempts.tallies.delete(LATE);
  return attempts.late === null ? writes : [...writes, ...latePlan(night, attempts.late)];
}

const leftOf = (before: LateAttempt | null, planned: ReadonlySet<string>): Map<string, LaidPeriod> =>
  new Map([...(before?.laid ?? [])].filter(([period]) => !planned.has(period)));
