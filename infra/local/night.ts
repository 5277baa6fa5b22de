import { duckdbEngine, type NightAccount, runNight } from '../../etl/index.ts';
import { rawCallPrefix, type Tenant } from '../../pipeline/contract/index.ts';
import type { Home } from './home.ts';

/** Runs the night of some tenants in this home. `since` (UTC day) also rewrites what did not change from there on. */
export function night(home: Home, tenants: readonly Tenant[], since?: string): Promise<NightAccount> {
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
    { tenants, now: () => new Date(), ...(since === undefined ? {} : { since }) },
  );
}
