import { createHash } from 'node:crypto';
import { CciError } from '../../pipeline/contract/index.ts';

/** What is known of content without having it. */
export interface ContentDigest {
  /** Hexadecimal. */
  readonly sha256: string;
  readonly bytes: number;
}

type Parts = Iterable<Uint8Array> | AsyncIterable<Uint8Array>;

/** Thrown when an object is not what it was when it was looked at first: the next night looks again. */
export class ObjectChanged extends CciError {
  constructor(key: string) {
    super('object_changed', 'quarantine: the object changed while it was copied', {
      where: key,
      retryable: true,
    });
  }
}

/** Hash and length of content that comes part by part. */
export async function digestOf(parts: Parts): Promise<ContentDigest> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const part of parts) {
    hash.update(part);
    bytes += part.byteLength;
  }
  return { sha256: hash.digest('hex'), bytes };
}

/**
 * The parts as they come, which must be what was hashed before: a copy lies under that hash.
 * @throws {ObjectChanged} after the last one
 */
export async function* unchanged(
  parts: Parts,
  { sha256 }: ContentDigest,
  key: string,
): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  for await (const part of parts) {
    hash.update(part);
    yield part;
  }
  if (hash.digest('hex') !== sha256) throw new ObjectChanged(key);
}
