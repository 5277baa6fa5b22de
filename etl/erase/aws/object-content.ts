import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { GetObjectCommand, S3ServiceException } from '@aws-sdk/client-s3';
import { PART_BYTES, partsOfStream } from '../parts.ts';
import type { IsKept } from '../ports.ts';
import type { Trace } from '../tombstone.ts';
import { tracesIn } from '../traces.ts';
import type { Bucket, ObjectVersion } from './object-versions.ts';

/** What an object holds, as it can be searched. */
export type Content =
  /** Good until the next is asked for. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** The last of all: SHA-256 (hex) of the whole object. */
  | { readonly kind: 'sha256'; readonly value: string }
  /** Nobody can tell what is in it: reading is refused, it lies in an archive, or it is packed and cannot be opened. */
  | { readonly kind: 'unreadable' };

/** Reads versions of objects, one after the other. */
export interface ObjectReader {
  contents(version: ObjectVersion): AsyncGenerator<Content>;
  /** All bytes of a small object, none of what is gone; null when nobody can read it. */
  whole(version: ObjectVersion): Promise<Uint8Array | null>;
}

/** How formats begin that hide what they hold: Parquet, Arrow, gzip, ZIP, Zstandard, bzip2, xz, 7z, Avro, PDF. */
const PACKED = [
  'PAR1',
  'ARROW1',
  '\xff\xff\xff\xff',
  '\x1f\x8b',
  '\x28\xb5\x2f\xfd',
  'PK\x03\x04',
  '\x28\xb5\x2f\xfd',
  'BZh',
  '\xfd7zXZ',
  '7z\xbc\xaf',
  'Obj\x01',
  '%PDF',
];

const LONGEST_MAGIC = Math.max(...PACKED.map(({ length }) => length));

/** Opens one version. @returns null when it is gone meanwhile */
async function open({ client, bucket }: Bucket, { key, versionId }: ObjectVersion) {
  try {
    const request = new GetObjectCommand({ Bucket: bucket, Key: key, VersionId: versionId });
    return (await client.send(request)).Body as Readable | undefined;
  } catch (error) {
    if (error instanceof S3ServiceException && error.$metadata.httpStatusCode === 404) return null;
    throw error;
  }
}

/** Whether S3 keeps an object from us: no right to it or its key, or it lies in an archive. */
const isDenied = (error: unknown): boolean =>
  error instanceof S3ServiceException && error.$metadata.httpStatusCode === 403;

/** The chunks of a stream, the first long enough to tell a format. */
async function* chunksOf(stream: Readable): AsyncGenerator<Buffer> {
  let first: Buffer | null = Buffer.alloc(0);
  for await (const chunk of stream) {
    if (first !== null && first.length + chunk.length < LONGEST_MAGIC) first = Buffer.concat([first, chunk]);
    else {
      yield first === null ? chunk : Buffer.concat([first, chunk]);
      first = null;
    }
  }
  if (first !== null && first.length > 0) yield first;
}

async function* joined(first: Buffer, rest: AsyncIterator<Buffer>): AsyncGenerator<Buffer> {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** Makes a reader. */
export function objectReader(bucket: Bucket): ObjectReader {
  let buffer: Buffer | null = null;
  async function* read(stream: Readable): AsyncGenerator<Content> {
    const hash = createHash('sha256');
    const chunks = chunksOf(stream);
    const { value: first, done } = await chunks.next();
    const hashed = async function* () {
      for await (const chunk of joined(first ?? Buffer.alloc(0), chunks)) {
        hash.update(chunk);
        yield chunk;
      }
    };
    const beginning = done ? '' : first.toString('latin1', 0, LONGEST_MAGIC);
    const isPacked = PACKED.some((magic) => beginning.startsWith(magic));
    if (isPacked && bucket.unpack) yield* unpacked(bucket.unpack(hashed()));
    else {
      if (isPacked) yield { kind: 'unreadable' };
      buffer ??= Buffer.allocUnsafe(PART_BYTES);
      for await (const bytes of partsOfStream(Readable.from(hashed()), buffer))
        yield { kind: 'bytes', bytes };
      yield { kind: 'sha256', value: hash.digest('hex') };
    }
  }
  const contents = async function* (version: ObjectVersion): AsyncGenerator<Content> {
    if (version.isDeleteMarker) return;
    try {
      const stream = await open(bucket, version);
      if (stream === undefined) yield { kind: 'unreadable' };
      else if (stream !== null) yield* read(stream);
    } catch (error) {
      if (!isDenied(error)) throw error;
      yield { kind: 'unreadable' };
    }
  };
  return {
    contents,
    whole: (version) => wholeOf(bucket, version),
  };
}

async function wholeOf(bucket: Bucket, version: ObjectVersion): Promise<Uint8Array | null> {
  if (version.isDeleteMarker) return new Uint8Array();
  try {
    const stream = await open(bucket, version);
    if (stream === undefined) return null;
    const chunks: Uint8Array[] = [];
    for await (const chunk of stream ?? []) chunks.push(chunk);
    return Buffer.concat(chunks);
  } catch (error) {
    if (isDenied(error)) return null;
    throw error;
  }
}

/** What somebody else unpacks. */
async function* unpacked(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Content> {
  try {
    for await (const bytes of parts) yield { kind: 'bytes', bytes };
  } catch {
    yield { kind: 'unreadable' };
  }
}

/** What an object gives away, and that nobody can read it. */
export async function* tracesOfObject(
  reader: ObjectReader,
  version: ObjectVersion,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  const file = version.key;
  for await (const content of reader.contents(version)) {
    if (content.kind === 'unreadable')
      yield { kind: 'unreadable', value: `${file} ${version.versionId}`, file };
    else if (content.kind === 'sha256') yield { kind: 'content', value: content.value, file };
    else yield* tracesIn(content.bytes, isKept, file);
  }
}
