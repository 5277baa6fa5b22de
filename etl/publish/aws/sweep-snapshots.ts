import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES } from '../../tables/index.ts';
import type { PointerEntry } from '../pointer.ts';
import { SweepIncomplete } from '../pointer-errors.ts';
import { settle } from '../pointer-store.ts';
import {
  type KnownPeriod,
  ORPHAN_MS,
  removable,
  type SnapshotFolder,
  type StoredObject,
  snapshotOf,
  snapshotPrefix,
} from '../pointer-sweep.ts';
import { listObjects } from './list-objects.ts';
import { type Bucket, type S3Pointers, s3Pointers } from './s3-pointers.ts';

/** Keys that S3 removes with one request. */
const REMOVED_AT_ONCE = 1000;

/** What a sweep removed. */
export interface Swept {
  readonly objects: number;
  /** Each once. */
  readonly snapshots: readonly SnapshotFolder[];
}

/** When a sweep takes place, and who is told of it. */
export interface SweepOptions {
  readonly now: Date;
  /**
   * Makes the catalog forget the partitions of snapshots. Called before their files go, and again for those whose files an
   * earlier sweep could not remove, so it has to bear that a partition is gone already.
   */
  forget(snapshots: readonly SnapshotFolder[]): Promise<void>;
}

/**
 * Removes the files of a tenant's snapshots that no query can need any more ({@link removable}), after the catalog was told. A
 * change that was open for as long as a run may take is given up. With versioning the bucket keeps the files as noncurrent
 * until its lifecycle rule removes them.
 * @throws {SweepIncomplete} when S3 kept some
 * @throws {PointerRefused} when a pointer is damaged; nothing is removed then
 */
export async function sweepSnapshots(
  place: Bucket,
  tenantId: TenantId,
  { now, forget }: SweepOptions,
): Promise<Swept> {
  const objects: StoredObject[] = [];
  for (const table of PERIOD_TABLE_NAMES)
    for await (const object of listObjects(place, `curated/${table}/tenant_id=${tenantId}/`))
      objects.push(object);
  const periods = await knownPeriods(s3Pointers(place), tenantId, now);
  const keys = removable(objects, periods, { tenantId, now }).map(({ key }) => key);
  const snapshots = foldersOf(keys, tenantId);
  if (snapshots.length > 0) await forget(snapshots);
  for (let at = 0; at < keys.length; at += REMOVED_AT_ONCE)
    await remove(place, keys.slice(at, at + REMOVED_AT_ONCE));
  return { objects: keys.length, snapshots };
}

async function knownPeriods(store: S3Pointers, tenantId: TenantId, now: Date): Promise<KnownPeriod[]> {
  const mayGiveUp = ({ published_at }: PointerEntry): boolean =>
    now.getTime() - Date.parse(published_at) > ORPHAN_MS;
  const known: KnownPeriod[] = [];
  for (const { pointer } of await store.list(tenantId))
    known.push({ period: pointer.period, entries: await settle(store, pointer, { now, mayGiveUp }) });
  return known;
}

function foldersOf(keys: readonly string[], tenantId: TenantId): SnapshotFolder[] {
  const folders = new Map<string, SnapshotFolder>();
  for (const key of keys) {
    const folder = snapshotOf(key, tenantId);
    if (folder) folders.set(snapshotPrefix(tenantId, folder), folder);
  }
  return [...folders.values()];
}

async function remove({ client, bucket }: Bucket, keys: readonly string[]): Promise<void> {
  const Objects = keys.map((Key) => ({ Key }));
  const { Errors } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors ?? [];
  if (first)
    throw new SweepIncomplete(`publish: S3 did not remove ${Errors?.length} objects (${first.Code})`, {
      retryable: true,
      ...(first.Key === undefined ? {} : { where: first.Key }),
    });
}
