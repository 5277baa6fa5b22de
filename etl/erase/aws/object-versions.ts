import {
  type ObjectVersion as ListedVersion,
  ListObjectVersionsCommand,
  type ListObjectVersionsCommandOutput,
  type S3Client,
} from '@aws-sdk/client-s3';

/**
 * Makes what is packed (Parquet, gzip and the like) searchable: texts of columns on lines of their own, unpacked bytes.
 * Each part is good until the next is asked for; words stand whole in one. Throws when it cannot be read.
 */
export type Unpack = (object: AsyncIterable<Uint8Array>) => AsyncIterable<Uint8Array>;

/** A bucket and the client to reach it with. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
  /** Without it nobody can tell what is in objects that are packed: each is `unreadable` then. */
  readonly unpack?: Unpack;
}

/** One version of an object, or a delete marker, which has only its name. */
export interface ObjectVersion {
  readonly key: string;
  readonly versionId: string;
  readonly isLatest: boolean;
  readonly isDeleteMarker: boolean;
}

type Marks = Pick<ListObjectVersionsCommandOutput, 'NextKeyMarker' | 'NextVersionIdMarker'>;

/**
 * A key as it is, from a listing that was asked for with `EncodingType: 'url'`: XML cannot hold all characters that a key can.
 * A store that does not know the word lists keys as they are.
 */
export const plainKey = (key: string, encoding: string | undefined): string =>
  encoding === 'url' ? decodeURIComponent(key.replaceAll('+', ' ')) : key;

/** Every version of every object below a prefix, and every delete marker: a name stays readable in a marker. */
export async function* versionsBelow(
  { client, bucket }: Bucket,
  prefix: string,
): AsyncGenerator<ObjectVersion> {
  let from: Marks = {};
  for (;;) {
    const page: ListObjectVersionsCommandOutput = await client.send(
      new ListObjectVersionsCommand({
        Bucket: bucket,
        Prefix: prefix,
        EncodingType: 'url',
        KeyMarker: from.NextKeyMarker,
        VersionIdMarker: from.NextVersionIdMarker,
      }),
    );
    // A page begins after its markers; versitygw repeats the version that they name.
    for (const version of versionsIn(page, prefix))
      if (version.key !== from.NextKeyMarker || version.versionId !== from.NextVersionIdMarker) yield version;
    if (page.IsTruncated !== true) return;
    from = marksOf(page);
  }
}

const marksOf = ({
  NextKeyMarker,
  NextVersionIdMarker,
  EncodingType,
}: ListObjectVersionsCommandOutput): Marks => ({
  NextKeyMarker: NextKeyMarker === undefined ? undefined : plainKey(NextKeyMarker, EncodingType),
  NextVersionIdMarker,
});

function* versionsIn(page: ListObjectVersionsCommandOutput, prefix: string): Generator<ObjectVersion> {
  const { Versions = [], DeleteMarkers = [], EncodingType } = page;
  for (const version of Versions)
    yield { ...described(version, prefix, EncodingType), isDeleteMarker: false };
  for (const marker of DeleteMarkers)
    yield { ...described(marker, prefix, EncodingType), isDeleteMarker: true };
}

/** S3 says `null`, as a text, for the version of an object that was written before the bucket had versions. */
function described(
  { Key, VersionId, IsLatest }: Pick<ListedVersion, 'Key' | 'VersionId' | 'IsLatest'>,
  prefix: string,
  encoding: string | undefined,
): Omit<ObjectVersion, 'isDeleteMarker'> {
  if (Key !== undefined && VersionId !== undefined)
    return { key: plainKey(Key, encoding), versionId: VersionId, isLatest: IsLatest ?? false };
  throw new TypeError(`erase: S3 listed a version without key or id below ${prefix}`);
}
