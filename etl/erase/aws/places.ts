import {
  KeyRefused,
  parseRawCallKey,
  rawCallPrefix,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import { PlaceNotConfigured } from '../errors.ts';
import { isWhole } from '../plan.ts';
import type { Place } from '../ports.ts';
import { wordsOf } from '../tokens.ts';
import type { Trace } from '../tombstone.ts';
import { type Bucket, type ObjectVersion, objectVersions } from './object-versions.ts';

/** The id of the call that a key is of; null when it is none of a raw call document. */
function callOf(key: string): string | null {
  try {
    return parseRawCallKey(key).callId;
  } catch (error) {
    if (error instanceof KeyRefused) return null;
    throw error;
  }
}

function* tracesOfName({ key }: ObjectVersion): Generator<Trace> {
  const callId = callOf(key);
  if (callId !== null) yield { kind: 'call', value: callId };
  else for (const value of wordsOf(key.slice(key.lastIndexOf('/') + 1))) yield { kind: 'call', value };
}

/** Raw call documents in S3, versions that were overwritten or deleted included. */
export const rawVersions = (bucket: Bucket): Place =>
  objectVersions(bucket, {
    name: 'raw documents, all versions',
    prefix: rawCallPrefix,
    chooser: async (plan) => {
      const goes = (id: string): boolean => plan.calls.has(id);
      return ({ key }) => {
        const callId = callOf(key);
        return isWhole(plan) || (callId === null ? wordsOf(key).some(goes) : goes(callId));
      };
    },
    traces: tracesOfName,
  });

/** Quarantined objects in S3, all versions. */
export const quarantineVersions = (bucket: Bucket): Place =>
  objectVersions(bucket, {
    name: 'quarantine, all versions',
    prefix: (tenantId) => `quarantine/tenant_id=${tenantId}/`,
    chooser: async (plan) => {
      const idOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1).split('.')[0] ?? '';
      return ({ key }) => isWhole(plan) || plan.quarantined.has(idOf(key));
    },
    // Names there are made of hashes.
    traces: () => [],
  });

/**
 * One table's snapshots in S3 that the visible pointers do not name, and older versions of all: to be emptied after the
 * tables were written without the calls.
 */
export const staleSnapshots = (
  bucket: Bucket,
  table: string,
  namedKeys: (tenantId: TenantId) => Promise<ReadonlySet<string>>,
): Place =>
  objectVersions(bucket, {
    name: `snapshots of ${table}, all versions`,
    prefix: (tenantId) => `curated/${table}/tenant_id=${tenantId}/`,
    chooser: async ({ tenant_id }) => {
      const named = await namedKeys(tenant_id);
      return ({ key, isLatest, isDeleteMarker }) => !isLatest || isDeleteMarker || !named.has(key);
    },
    traces: () => [],
  });

/** What a prefix of a tenant holds for a while only: all of it goes, whatever call it is of. */
const temporary = (bucket: Bucket, name: string, prefix: (tenantId: TenantId) => string): Place =>
  objectVersions(bucket, {
    name,
    prefix,
    chooser: async () => () => true,
    traces: tracesOfName,
  });

/** What Athena wrote for the tenant's queries: rows of calls, in CSV. @param prefix the result location of the tenant's workgroup */
export const queryResults = (bucket: Bucket, prefix: (tenantId: TenantId) => string): Place =>
  temporary(bucket, 'query results', prefix);

/** What the transcriber wrote before it was taken over into the lake. */
export const transcriberOutput = (bucket: Bucket, prefix: (tenantId: TenantId) => string): Place =>
  temporary(bucket, 'temporary transcriber output', prefix);

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
