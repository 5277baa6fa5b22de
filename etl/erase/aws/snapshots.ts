import { CciError, type TenantId } from '../../../pipeline/contract/index.ts';
import type { S3Pointers } from '../../publish/aws/index.ts';
import { ErasureIncomplete } from '../errors.ts';
import type { ErasurePlan } from '../plan.ts';
import type { Place } from '../ports.ts';
import { type Bucket, type ObjectVersion, versionsBelow } from './object-versions.ts';
import { remove, workOn } from './remove.ts';
import { type UnfinishedUpload, uploadsBelow } from './uploads.ts';
import { versionedPlace } from './versioned-place.ts';

/** A snapshot that a pointer names. */
export interface NamedSnapshot {
  /** Null when the period has no rows any more. */
  readonly snapshot: string | null;
  /** From when on it counts, ISO 8601 UTC; null while the change that it is part of is open. */
  readonly since: string | null;
}

/** What one pointer names: the newest first, none of a change that was given up. */
export interface NamedPeriod {
  readonly period: string;
  readonly entries: readonly NamedSnapshot[];
}

/** Reads what all pointers of a tenant name at this moment. */
export type NamedSnapshots = (tenantId: TenantId) => Promise<readonly NamedPeriod[]>;

/** What the pointers in a bucket name, with what came of their changes. */
export const namedByPointers =
  (pointers: Pick<S3Pointers, 'list' | 'readChange'>): NamedSnapshots =>
  async (tenantId) => {
    const periods: NamedPeriod[] = [];
    for (const { pointer } of await pointers.list(tenantId)) {
      const entries: NamedSnapshot[] = [];
      for (const { snapshot, since, change } of pointer.entries) {
        const outcome = change === null ? null : await pointers.readChange(tenantId, change);
        if (outcome?.outcome !== 'aborted') entries.push({ snapshot, since: outcome?.since ?? since });
      }
      periods.push({ period: pointer.period, entries });
    }
    return periods;
  };

/** Snapshots of a tenant, as `<period>/<snapshot>`. */
interface Needed {
  /** What queries read now, and what they will read. */
  readonly all: ReadonlySet<string>;
  /** Those of them that a newer one is about to replace. */
  readonly leaving: ReadonlySet<string>;
}

function neededOf(periods: readonly NamedPeriod[], now: Date): Needed {
  const all = new Set<string>();
  const leaving = new Set<string>();
  for (const { period, entries } of periods) {
    const counts = entries.findIndex(({ since }) => since !== null && Date.parse(since) <= now.getTime());
    const names = entries
      .slice(0, counts === -1 ? undefined : counts + 1)
      .map((e) => `${period}/${e.snapshot}`);
    for (const name of names) all.add(name);
    for (const name of names.slice(1)) if (name !== names[0]) leaving.add(name);
  }
  return { all, leaving };
}

/** `curated/<table>/tenant_id=T/period=P/<snapshot>/…` as `P/<snapshot>`. */
const snapshotOf = (key: string): string | null => {
  const [, period, snapshot] = /\/period=([^/]+)\/([^/]+)\//.exec(key) ?? [];
  return period === undefined ? null : `${period}/${snapshot}`;
};

/** What {@link staleSnapshots} needs to know besides the bucket. */
export interface Snapshots {
  readonly table: string;
  readonly named: NamedSnapshots;
  readonly clock: () => Date;
}

/**
 * One table's snapshots in S3 that no query reads or is going to, and older versions of all: to be emptied after the tables
 * were written without the calls, while no night runs. What is read until the newer one counts has to stay so long: the
 * erasure is not done then.
 */
export function staleSnapshots(bucket: Bucket, { table, named, clock }: Snapshots): Place {
  const name = `snapshots of ${table}, all versions`;
  const prefix = (tenantId: TenantId): string => `curated/${table}/tenant_id=${tenantId}/`;
  const stale = async ({ tenant_id }: ErasurePlan) => {
    const versions: ObjectVersion[] = [];
    for await (const version of versionsBelow(bucket, prefix(tenant_id))) versions.push(version);
    const uploads: UnfinishedUpload[] = [];
    for await (const upload of uploadsBelow(bucket, prefix(tenant_id))) uploads.push(upload);
    // After the listing: what is published in between is not in it.
    const { all, leaving } = neededOf(await readNamed(name, named, tenant_id), clock());
    const isNeeded = (key: string): boolean => all.has(snapshotOf(key) ?? '');
    const isRead = ({ key, isLatest, isDeleteMarker }: ObjectVersion): boolean =>
      isLatest && !isDeleteMarker && isNeeded(key);
    return {
      removal: {
        versions: versions.filter((version) => !isRead(version)),
        uploads: uploads.filter(({ key }) => !isNeeded(key)),
      },
      waiting: versions.filter((v) => isRead(v) && leaving.has(snapshotOf(v.key) ?? '')).length,
    };
  };
  return {
    ...versionedPlace(bucket, { name, prefix, tells: () => () => false }),
    takesAll: true,
    find: (plan) =>
      workOn(bucket, name, async () => {
        const { removal, waiting } = await stale(plan);
        return removal.versions.length + removal.uploads.length + waiting;
      }),
    erase: (plan) =>
      workOn(bucket, name, async () => {
        const { removal, waiting } = await stale(plan);
        const removed = await remove(bucket, name, removal);
        if (waiting === 0) return removed;
        throw new ErasureIncomplete(`erase: ${name}: ${waiting} files are read until newer ones count`, {
          where: bucket.bucket,
          hint: 'Run the same erasure again in a minute: it goes on where it stopped.',
        });
      }),
  };
}

/** A pointer that cannot be read tells nothing of what is needed: nothing goes from here, and the other places are emptied. */
async function readNamed(name: string, named: NamedSnapshots, tenantId: TenantId) {
  try {
    return await named(tenantId);
  } catch (cause) {
    if (!(cause instanceof CciError)) throw cause;
    throw new ErasureIncomplete(`erase: ${name}: a pointer cannot be read`, {
      ...(cause.where === undefined ? {} : { where: cause.where }),
      cause,
    });
  }
}
