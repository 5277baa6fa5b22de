import {
  type DeleteMarkerEntry,
  DeleteObjectsCommand,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type ObjectIdentifier,
  type S3Client,
} from '@aws-sdk/client-s3';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { ErasureIncomplete } from '../errors.ts';
import type { ErasurePlan } from '../plan.ts';
import type { Place } from '../ports.ts';
import type { Trace } from '../tombstone.ts';

/** A bucket and the client to reach it with. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
}

/** One version of an object, or a delete marker, which has only its name. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

/** Which versions below a prefix an erasure removes, and what is read from their names. */
export interface VersionedPlace {
  readonly name: string;
  /** Ends with a slash. */
  readonly prefix: (tenantId: TenantId) => string;
  /** Decides once a plan which versions go. */
  readonly chooser: (plan: ErasurePlan) => Promise<(version: ObjectVersion) => boolean>;
  /** What a version's name gives away. */
  readonly traces: (version: ObjectVersion) => Iterable<Trace>;
}

/** Most names in one DeleteObjects call (Amazon S3 API reference). */
const DELETES_A_CALL = 1000;

/** Every version of every object below a prefix, and every delete marker: a name stays readable in a marker. */
export async function* versionsBelow(
  { client, bucket }: Bucket,
  prefix: string,
): AsyncGenerator<ObjectVersion> {
  let from: Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'> = {};
  for (;;) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        KeyMarker: from.NextKeyMarker,
        VersionIdMarker: from.NextVersionIdMarker,
      }),
    );
    // A page begins after its markers; versitygw repeats the version that they name.
    for (const version of [
      ...(page.Versions ?? []).map((version) => described(version, false, prefix)),
      ...(page.DeleteMarkers ?? []).map((marker) => described(marker, true, prefix)),
    ])
      if (version.key !== from.NextKeyMarker || version.versionId !== from.NextVersionIdMarker) yield version;
    if (page.IsTruncated !== true) return;
    from = page;
  }
}

/** S3 says `null`, as a text, for the version of an object that was written before the bucket had versions. */
function described(
  { Key, VersionId, IsLatest }: DeleteMarkerEntry,
  isDeleteMarker: boolean,
  prefix: string,
): ObjectVersion {
  if (Key !== undefined && VersionId !== undefined)
    return { key: Key, versionId: VersionId, isLatest: IsLatest ?? false, isDeleteMarker };
  throw new TypeError(`erase: S3 listed a version without key or id below ${prefix}`);
}

/**
 * Objects of a bucket with all their versions and delete markers: deleting an object of a bucket with versions only hides it.
 * A version under Object Lock cannot go before its time; that is an error and not "done".
 */
export function objectVersions(bucket: Bucket, { name, prefix, chooser, traces }: VersionedPlace): Place {
  async function* chosen(plan: ErasurePlan): AsyncGenerator<ObjectVersion> {
    const goes = await chooser(plan);
    for await (const version of versionsBelow(bucket, prefix(plan.tenant_id)))
      if (goes(version)) yield version;
  }
  return {
    name,
    async find(plan) {
      let found = 0;
      for await (const _ of chosen(plan)) found += 1;
      return found;
    },
    async erase(plan) {
      const versions: ObjectVersion[] = [];
      for await (const version of chosen(plan)) versions.push(version);
      for (let at = 0; at < versions.length; at += DELETES_A_CALL)
        await deleteVersions(bucket, name, versions.slice(at, at + DELETES_A_CALL));
      return versions.length;
    },
    async *traces(tenantId) {
      for await (const version of versionsBelow(bucket, prefix(tenantId))) yield* traces(version);
    },
  };
}

/** The answer is 200 also when some stay: each of these stands in it with a code. */
async function deleteVersions(
  { client, bucket }: Bucket,
  place: string,
  versions: readonly ObjectVersion[],
): Promise<void> {
  const Objects = versions.map(
    ({ key, versionId }): ObjectIdentifier => ({ Key: key, VersionId: versionId }),
  );
  const { Errors = [] } = await client.send(
    new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } }),
  );
  const [first] = Errors;
  if (first === undefined) return;
  throw new ErasureIncomplete(
    `erase: ${place}: S3 kept ${Errors.length} versions (${first.Code ?? 'no code'})`,
    {
      where: bucket,
    },
  );
}
