import { groupsOf, LATE, periodOf, type RawDocument, standingDocument } from '../plan/index.ts';
import type { ManifestLate, ManifestPeriod } from '../publish/index.ts';
import type { NightFailure } from './account.ts';
import type { LateAttempt } from './late/index.ts';
import type { TenantNight } from './night.ts';
import { addsUp, type DayTally, noRows, type Tally } from './tally.ts';

/** What was tried for a tenant. */
export interface Attempts {
  readonly written: Map<string, ManifestPeriod>;
  readonly failed: Map<string, NightFailure>;
  /** Of every period that was tried, written or not. */
  readonly tallies: Map<string, Tally>;
  retires: readonly string[];
  /** Plans of this night so far. */
  round: number;
  /** Whether something is left for another plan. */
  again: boolean;
  /** What becomes of the late files; null when they stay as they are. */
  late: LateAttempt | null;
}

/** What of it becomes visible. */
export interface Outcome {
  /** The late files from now on; null when there are none, left out when they stay. */
  readonly late?: ManifestLate | null;
  readonly published: ReadonlyMap<string, ManifestPeriod>;
  readonly retired: readonly string[];
  /** Periods that keep their old data. */
  readonly held: ReadonlySet<string>;
  readonly days: readonly (DayTally & { readonly balanced: boolean })[];
  readonly errors: readonly NightFailure[];
}

/** A day of a period that keeps its old data: nothing landed, whatever was read. */
const nothingLanded = ({ dt, documents_in }: DayTally) => ({
  dt,
  documents_in,
  landed: 0,
  superseded: 0,
  quarantined: 0,
  rows: noRows(),
  balanced: false,
});

function daysOf(attempts: Attempts, held: ReadonlySet<string>): Outcome['days'] {
  return [...attempts.tallies].flatMap(([period, tally]) => {
    // The figures of a gap are shown as they were counted: they say where it is.
    const gap = attempts.failed.get(period)?.code === 'account_gap';
    if (gap) return tally.days().map((day) => ({ ...day, balanced: false }));
    if (held.has(period)) return tally.days().map(nothingLanded);
    return tally.days().map((day) => ({ ...day, balanced: addsUp(day) }));
  });
}

/**
 * What becomes visible together with the late files: they are one set for all periods that have calls there, had some, or
 * are to have some.
 */
function boundToLate({ manifest }: TenantNight, { late, written, failed, retires }: Attempts): string[] {
  if (late === null) return [];
  const touched = new Set([...written.keys(), ...failed.keys(), ...retires]);
  const before = Object.keys(manifest.late?.periods ?? {}).filter((period) => touched.has(period));
  return [LATE, ...late.laid.keys(), ...before];
}

/** What readers see of the late files from now on. */
function lateNow({ damage }: TenantNight, { late, written }: Attempts): ManifestLate | null {
  const made = written.get(LATE);
  if (late === null || made === undefined) return null;
  const { fingerprint: _, ...files } = made;
  const isUsable = ({ key }: RawDocument): boolean => !damage.keys.has(key);
  const periods = [...late.laid].map(([period, { documents }]): [string, readonly RawDocument[]] => [
    period,
    documents,
  ]);
  const counts = [...periods, ...late.staying]
    .map(([period, documents]): [string, number] => [period, documents.filter(isUsable).length])
    .filter(([, calls]) => calls > 0)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return counts.length === 0 ? null : { ...files, periods: Object.fromEntries(counts) };
}

/**
 * Periods between which calls move although their names do not tell, since the document that stood is gone: from where the visible
 * files hold them to where they stand now.
 */
async function unnamedMoves(
  { index, damage, now, manifest, held }: TenantNight,
  { written, failed, retires }: Attempts,
): Promise<[string, string][]> {
  const touched = new Set([...written.keys(), ...failed.keys(), ...retires]);
  const moves: [string, string][] = [];
  for (const from of touched) {
    const visible = from === LATE ? undefined : manifest.periods[from]?.files.calls;
    for (const callId of (await held.in(visible ? [visible.path] : [])).keys()) {
      const standing = standingDocument(index.calls.get(callId) ?? [], damage.keys);
      const to = standing && periodOf(standing.dt, now);
      if (to !== undefined && to !== from && touched.has(to)) moves.push([from, to]);
    }
  }
  return moves;
}

/** Decides what may become visible: a period that failed holds back those that it shares moved calls or days with. */
export async function settle(night: TenantNight, attempts: Attempts): Promise<Outcome> {
  const { index, now, tenant } = night;
  const { written, failed, retires } = attempts;
  const bound = boundToLate(night, attempts);
  const input = {
    written: [...written.keys(), ...failed.keys()],
    retired: retires,
    calls: [...index.calls.values()],
    periodOf: ({ dt }: RawDocument) => periodOf(dt, now),
    // When nothing has failed all of it becomes visible.
    moves: failed.size === 0 ? [] : await unnamedMoves(night, attempts),
  };
  const groups = groupsOf({ ...input, together: bound });
  const successors = groupsOf(input);
  // Where a period went whose documents are gone cannot be known, so after a failure it stays.
  const goes = (period: string): boolean => failed.size === 0 || hasSuccessor(period, successors);
  const stuck = new Set([...failed.keys()].map((period) => groups.get(period)));
  if (retires.some((period) => bound.includes(period) && !goes(period))) stuck.add(groups.get(LATE));
  const isHeld = (period: string): boolean => failed.has(period) || stuck.has(groups.get(period));
  const held = new Set([...written.keys(), ...failed.keys()].filter(isHeld));
  const heldBack = [...written.keys()].filter(isHeld).map(
    (period): NightFailure => ({
      tenant_id: tenant.tenant_id,
      period,
      code: 'held_back',
      message: 'run: kept as it was, since a period that shares calls with it failed',
    }),
  );
  return {
    published: new Map([...written].filter(([period]) => period !== LATE && !isHeld(period))),
    retired: retires.filter((period) => goes(period) && !isHeld(period)),
    held,
    days: daysOf(attempts, held),
    errors: [...failed.values(), ...heldBack],
    ...(attempts.late !== null && !isHeld(LATE) ? { late: lateNow(night, attempts) } : {}),
  };
}

const hasSuccessor = (period: string, groups: ReadonlyMap<string, string>): boolean =>
  [...groups].some(([other, group]) => other !== period && group === groups.get(period));
