import { type NightAccount, type NightOptions, readManifest, runNight } from '../../../etl/index.ts';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
import { ACME, call, keyOf, type Lake, lakeIn, revision, temporaryFolder } from './builders.ts';
import { visibleRows } from './read-parquet.ts';

/** Night of a day in August: July is closed, August is running. */
export const NOW = '2026-08-03T02:00:00.000Z';
export const UTC = { tenant_id: ACME, time_zone: 'UTC' };

/** Runs a night over tenant acme. */
export const night = (
  lake: Lake,
  change: Partial<NightOptions> & { at?: string } = {},
): Promise<NightAccount> =>
  runNight(lake.ports, { tenants: [UTC], now: () => new Date(change.at ?? NOW), ...change });

/** A call with its day, id and revision: `on('2026-07-01', 'a', 2)`. */
export const on = (dt: string, call_id = 'a', n = 1, change: Partial<CallDocument> = {}): CallDocument =>
  call({ started_at: `${dt}T12:00:00.000Z`, call_id, revision: revision(n), ...change });

/** A lake whose raw documents have arrived. */
export async function lakeWith(...documents: CallDocument[]): Promise<Lake> {
  const lake = await lakeIn(await temporaryFolder());
  lake.put(...documents);
  return lake;
}

/** Puts bytes that are no call document under the key of one. */
export const damage = (lake: Lake, document: CallDocument, bytes = '{"schema_version":1,'): void => {
  lake.raw.set(keyOf(document), new TextEncoder().encode(bytes));
};

/** In, landed, superseded, quarantined, balanced. */
export const counts = ({
  documents_in,
  landed,
  superseded,
  quarantined,
  balanced,
}: NightAccount['days'][number] | NightAccount) =>
  [documents_in, landed, superseded, quarantined, balanced] as const;

/** Tenant, day, in, landed, superseded, quarantined, balanced. */
export const days = (account: NightAccount) =>
  account.days.map((day) => [day.tenant_id, day.dt, ...counts(day)]);

/** Visible calls with the number of the revision that stands, such as `a2`. */
export const calls = async (lake: Lake, tenant = ACME) =>
  (await visibleRows(lake.ports, tenant, 'calls')).map(
    ({ call_id, revision: r }) => `${call_id}${Number(String(r).slice(-8))}`,
  );

export const periods = async (lake: Lake) =>
  Object.keys((await readManifest(lake.ports.curated, ACME)).periods);
