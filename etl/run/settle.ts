import { groupsOf, periodOf } from '../plan/index.ts';
import type { ManifestPeriod } from '../publish/index.ts';
import type { NightFailure } from './account.ts';
import type { TenantNight } from './night.ts';
import { addsUp, type DayTally, noRows, type Tally } from './tally.ts';

/** What was tried for a tenant. */
export interface Attempts {
  readonly written: Map<string, ManifestPeriod>;
  readonly failed: Map<string, NightFailure>;
  /** Of every period that was tried, written or not. */
  readonly tallies: Map<string, Tally>;
  retires: readonly string[];
}

/** What of it becomes visible. */
export interface Outcome {
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

/** Decides what may become visible: a period that failed holds back those that it shares moved calls or days with. */
export function settle({ index, now, tenant }: TenantNight, attempts: Attempts): Outcome {
  const { written, failed, retires } = attempts;
  const groups = groupsOf({
    written: [...written.keys(), ...failed.keys()],
    retired: retires,
    calls: index.calls.values(),
    periodOf: ({ dt }) => periodOf(dt, now),
  });
  const stuck = new Set([...failed.keys()].map((period) => groups.get(period)));
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
    published: new Map([...written].filter(([period]) => !isHeld(period))),
    // Where a period went whose documents are gone cannot be known, so after a failure it stays.
    retired: retires.filter((period) =>
      failed.size === 0 ? true : hasSuccessor(period, groups) && !isHeld(period),
    ),
    held,
    days: daysOf(attempts, held),
    errors: [...failed.values(), ...heldBack],
  };
}

const hasSuccessor = (period: string, groups: ReadonlyMap<string, string>): boolean =>
  [...groups].some(([other, group]) => other !== period && group === groups.get(period));
