import {
  AbortMultipartUploadCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  type ObjectIdentifier,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { ErasureIncomplete } from '../errors.ts';
import type { Bucket, ObjectVersion } from './object-versions.ts';
import type { UnfinishedUpload } from './uploads.ts';

/** What is to be removed from a bucket. */
export interface Removal {
  readonly versions: readonly ObjectVersion[];
  readonly uploads: readonly UnfinishedUpload[];
}

/** Most names in one DeleteObjects call (Amazon S3 API reference). */
const DELETES_A_CALL = 1000;

/** Characters that no XML can hold, so that a list of keys with one is refused as a whole (XML 1.0, 2.2). */
// biome-ignore lint/suspicious/noControlCharactersInRegex: these are what is looked for
const NOT_IN_XML = /[\0-\x08\x0B\x0C\x0E-\x1F\uFFFE\uFFFF]/;

/**
 * Removes versions and gives up uploads, all of them, whatever becomes of some.
 * @returns how many
 * @throws {ErasureIncomplete} when S3 kept some, such as a version under Object Lock
 */
export async function remove(bucket: Bucket, place: string, { versions, uploads }: Removal): Promise<number> {
  const { listed = [], single = [] } = Object.groupBy(versions, ({ key }) =>
    NOT_IN_XML.test(key) ? 'single' : 'listed',
  );
  const kept: string[] = [];
  for (let at = 0; at < listed.length; at += DELETES_A_CALL)
    kept.push(...(await deleteListed(bucket, listed.slice(at, at + DELETES_A_CALL))));
  for (const version of single) kept.push(...(await deleteSingle(bucket, version)));
  for (const upload of uploads) kept.push(...(await abort(bucket, upload)));
  if (kept.length === 0) return versions.length + uploads.length;
  throw new ErasureIncomplete(
    `erase: ${place}: S3 kept ${kept.length} versions or uploads (${[...new Set(kept)].sort().join(', ')})`,
    { where: bucket.bucket },
  );
}

/** The answer is 200 also when some stay: each of these stands in it with a code. @returns a code for each that stays */
async function deleteListed(
  { client, bucket }: Bucket,
  versions: readonly ObjectVersion[],
): Promise<string[]> {
  const Objects = versions.map(
    ({ key, versionId }): ObjectIdentifier => ({ Key: key, VersionId: versionId }),
  );
  const request = new DeleteObjectsCommand({ Bucket: bucket, Delete: { Objects, Quiet: true } });
  return refused(versions.length, async () => {
    const { Errors = [] } = await client.send(request);
    return Errors.map(({ Code }) => Code ?? 'no code');
  });
}

const deleteSingle = ({ client, bucket }: Bucket, { key, versionId }: ObjectVersion): Promise<string[]> =>
  refused(1, async () => {
    await client.send(new DeleteObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId }));
    return [];
  });

const abort = ({ client, bucket }: Bucket, { key, uploadId }: UnfinishedUpload): Promise<string[]> =>
  refused(1, async () => {
    await client.send(new AbortMultipartUploadCommand({ Bucket: bucket, Key: key, UploadId: uploadId }));
    return [];
  });

/** Codes of what S3 refuses: as it says, or the same for each when it refuses all. An upload that is gone is done. */
async function refused(asked: number, request: () => Promise<string[]>): Promise<string[]> {
  try {
    return await request();
  } catch (error) {
    if (!(error instanceof S3ServiceException)) throw error;
    return error.name === 'NoSuchUpload' ? [] : new Array<string>(asked).fill(error.name);
  }
}

/** What S3 refuses, said of a place so that the others are emptied all the same. Its own message may hold a key and is only the cause. */
function saidOf(cause: unknown, { bucket }: Bucket, place: string): unknown {
  if (!(cause instanceof S3ServiceException)) return cause;
  return new ErasureIncomplete(`erase: ${place}: S3 refused (${cause.name})`, { where: bucket, cause });
}

/**
 * Work on one place.
 * @throws {ErasureIncomplete} when S3 refuses
 */
export async function workOn<T>(bucket: Bucket, place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw saidOf(error, bucket, place);
  }
}

/**
 * What is read of one place, as {@link workOn}.
 * @throws {ErasureIncomplete} when S3 refuses
 */
export async function* readingOf<T>(
  bucket: Bucket,
  place: string,
  items: AsyncIterable<T>,
): AsyncGenerator<T> {
  try {
    yield* items;
  } catch (error) {
    throw saidOf(error, bucket, place);
  }
}
