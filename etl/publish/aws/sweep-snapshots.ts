import { DeleteObjectsCommand } from '@aws-sdk/client-s3';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES } from '../../tables/index.ts';
import { SweepIncomplete } from '../pointer-errors.ts';
import { mayGo, type SnapshotFolder, type StoredObject, snapshotOf } from '../pointer-sweep.ts';
import { listObjects } from './list-objects.ts';
import { type Bucket, s3Pointers } from './s3-pointers.ts';

/** Keys that S3 removes with one request. */
const REMOVED_AT_ONCE = 1000;

/** What a sweep removed. */
export interface Swept {
  readonly objects: number;
  /** Each once; the catalog may forget their partitions. */
  readonly snapshots: readonly SnapshotFolder[];
}

/**
 * Removes the files of a tenant's snapshots that no query can need any more ({@link mayGo}). With versioning the bucket keeps
 * them as noncurrent until its lifecycle rule removes them.
 * @throws {SweepIncomplete} when S3 kept some
 * @throws {PointerRefused} when a pointer is damaged; nothing is removed then
 */
export async function sweepSnapshots(place: Bucket, tenantId: TenantId, now: Date): Promise<Swept> {
  const objects: StoredObject[] = [];
  for (const table of PERIOD_TABLE_NAMES)
    for await (const object of listObjects(place, `curated/${table}/tenant_id=${tenantId}/`))
      objects.push(object);
  const pointers = await s3Pointers(place).list(tenantId);
  const keys = objects
    .filter(
      mayGo(
        pointers.map(({ pointer }) => pointer),
        tenantId,
        now,
      ),
    )
    .map(({ key }) => key);
  for (let at = 0; at < keys.length; at += REMOVED_AT_ONCE)
    await remove(place, keys.slice(at, at + REMOVED_AT_ONCE));
  const snapshots = new Map<string, SnapshotFolder>();
  for (const key of keys) {
    const folder = snapshotOf(key, tenantId);
    if (folder) snapshots.set(key.slice(0, key.lastIndexOf('/')), folder);
  }
  return { objects: keys.length, snapshots: [...snapshots.values()] };
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
