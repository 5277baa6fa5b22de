import {
  duckdbEngine,
  type NightAccount,
  type NightFailure,
  type NightOptions,
  type NightPorts,
  type NightProgress,
  type NightTenant,
  type PlannedNight,
  plannedNights,
  runNight,
} from '../../etl/index.ts';
import { rawCallPrefix } from '../../pipeline/contract/index.ts';
import type { Home } from './home.ts';

/** How a night in this home goes. */
export interface NightWishes {
  /** UTC day from which on also what did not change is rewritten. */
  readonly since?: string | undefined;
  /** Told before each period that is written. */
  readonly onPeriod?: (progress: NightProgress) => void;
  /** Told of raw objects of erased calls that somebody put back. */
  readonly onPutBack?: NightOptions['onPutBack'];
}

/** Runs the night of some tenants in this home. */
export function night(
  home: Home,
  tenants: readonly NightTenant[],
  wishes: NightWishes = {},
): Promise<NightAccount> {
  return runNight(nightPorts(home), optionsOf(tenants, wishes));
}

/** Says what a night of some tenants would do now, and does nothing of it. */
export function planOfNight(
  home: Home,
  tenants: readonly NightTenant[],
  wishes: NightWishes = {},
): Promise<{ tenants: PlannedNight[]; errors: NightFailure[] }> {
  return plannedNights(nightPorts(home), optionsOf(tenants, wishes));
}

const nightPorts = (home: Home): NightPorts => ({
  raw: {
    list: (tenantId, stamps) => home.store.folders(rawCallPrefix(tenantId), stamps),
    beside: (tenantId, stamps) => home.store.beside(rawCallPrefix(tenantId), stamps),
    read: (key) => home.store.get(key),
    readParts: (key) => home.store.parts(key),
    pathOf: (key) => home.store.pathOf(key),
  },
  curated: { root: home.root },
  quarantine: home.quarantine,
  engine: duckdbEngine(),
  erased: home.tombstones,
});

const optionsOf = (tenants: readonly NightTenant[], { since, onPeriod, onPutBack }: NightWishes) => ({
  tenants,
  now: () => new Date(),
  ...(since === undefined ? {} : { since }),
  ...(onPeriod === undefined ? {} : { onPeriod }),
  ...(onPutBack === undefined ? {} : { onPutBack }),
});
