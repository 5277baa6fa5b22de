import { duckdbEngine, type NightAccount, type NightProgress, runNight } from '../../etl/index.ts';
import { rawCallPrefix, type Tenant } from '../../pipeline/contract/index.ts';
import type { Home } from './home.ts';

/** How a night in this home goes. */
export interface NightWishes {
  /** UTC day from which on also what did not change is rewritten. */
  readonly since?: string | undefined;
  /** Told before each period that is written. */
  readonly onPeriod?: (progress: NightProgress) => void;
}

/** Runs the night of some tenants in this home. */
export function night(
  home: Home,
  tenants: readonly Tenant[],
  { since, onPeriod }: NightWishes = {},
): Promise<NightAccount> {
  return runNight(
    {
      raw: {
        list: (tenantId) => home.store.list(rawCallPrefix(tenantId)),
        read: (key) => home.store.get(key),
      },
      curated: { root: home.root },
      quarantine: home.quarantine,
      engine: duckdbEngine(),
    },
    {
      tenants,
      now: () => new Date(),
      ...(since === undefined ? {} : { since }),
      ...(onPeriod === undefined ? {} : { onPeriod }),
    },
  );
}
