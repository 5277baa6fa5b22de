import type { TenantId } from '../../../pipeline/contract/index.ts';
import { DOCUMENTS, LINES, WINNERS } from '../../engines/athena/index.ts';
import { PlaceNotConfigured } from '../errors.ts';
import { isWhole } from '../plan.ts';
import type { Place } from '../ports.ts';
import type { Bucket } from './object-versions.ts';
import { idsInName } from './raw-versions.ts';
import { versionedPlace } from './versioned-place.ts';

type Prefix = (tenantId: TenantId) => string;

/** What a prefix of a tenant holds for a while only: all of it goes, whatever call it is of. */
const temporary = (bucket: Bucket, name: string, prefix: Prefix): Place => ({
  ...versionedPlace(bucket, { name, prefix, tells: () => () => true }),
  takesAll: true,
});

/** What Athena wrote for the tenant's queries: rows of calls, in CSV. @param prefix the result location of the tenant's workgroup */
export const queryResults = (bucket: Bucket, prefix: Prefix): Place =>
  temporary(bucket, 'query results', prefix);

/** Copies that runs on Athena used: lists of winners, sealed lines, parsed documents. */
export const stagingVersions = (bucket: Bucket): readonly Place[] =>
  [WINNERS, LINES, DOCUMENTS].map(({ folder }) =>
    temporary(bucket, `${folder}, all versions`, (tenantId) => `${folder}/tenant_id=${tenantId}/`),
  );

/** Objects of any name below a prefix: those that name a call which goes, or hold its id, go as a whole. */
const searched = (bucket: Bucket, name: string, prefix: Prefix): Place => {
  const below = (key: string, tenantId: TenantId): string => key.slice(prefix(tenantId).length);
  return versionedPlace(bucket, {
    name,
    prefix,
    tells: (plan) => (key) => {
      if (isWhole(plan)) return true;
      const ids = idsInName(below(key, plan.tenant_id), (id) => plan.alike.has(id));
      for (const id of ids) if (plan.calls.has(id)) return true;
      return null;
    },
    idsIn: (key, isKept, tenantId) => idsInName(below(key, tenantId), isKept),
  });
};

/**
 * What the transcriber wrote before it was taken over into the lake; of other calls it stays, since they wait for it.
 * Jobs are to be named after their call: in an object that names none nobody finds it.
 */
export const transcriberOutput = (bucket: Bucket, prefix: Prefix): Place =>
  searched(bucket, 'temporary transcriber output', prefix);

/** What was exported to S3. */
export const exportVersions = (bucket: Bucket, prefix: Prefix): Place =>
  searched(bucket, 'exports, all versions', prefix);

/** Backups, which nobody can reach into: they are gone when they are as old as they are kept. */
export const backups = (days: number): Place => ({
  name: 'backups',
  agesOutAfterDays: days,
  find: async () => 0,
  erase: async () => 0,
  traces: async function* () {},
});

/**
 * QuickSight's copy of the tables (SPICE).
 * @throws {PlaceNotConfigured} always, until there is a QuickSight to ask: an erasure that cannot reach it is not done
 */
export function spice(): Place {
  const refuse = (): never => {
    throw new PlaceNotConfigured('SPICE', { hint: 'Leave the place out of a home that has no QuickSight.' });
  };
  return {
    name: 'SPICE',
    find: async () => refuse(),
    erase: async () => refuse(),
    // biome-ignore lint/correctness/useYield: it never gets that far
    traces: async function* () {
      refuse();
    },
  };
}
