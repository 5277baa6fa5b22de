import { createReadStream } from 'node:fs';
import { Readable, type Transform } from 'node:stream';
import { createGunzip, createZstdDecompress } from 'node:zlib';
import { PART_BYTES, partsOfStream } from '../../../etl/erase/index.ts';
import type { DiskPath } from './files.ts';

/** What is packed: a file, or bytes. */
type Packed = { readonly path: DiskPath } | { readonly bytes: Uint8Array };

const streamOf = (packed: Packed): Readable =>
  'path' in packed ? createReadStream(packed.path) : Readable.from([packed.bytes]);

/** Reads what is packed, in parts. */
export type Unpack = (packed: Packed, buffer: Uint8Array) => AsyncGenerator<Uint8Array>;

/**
 * What is packed as one stream.
 * @throws as zlib does when it is damaged, behind what comes before the damage
 */
const stream = (unpacker: () => Transform): Unpack =>
  async function* (packed, buffer) {
    const source = streamOf(packed);
    const unpacked = unpacker();
    source.on('error', (error) => unpacked.destroy(error));
    try {
      yield* partsOfStream(source.pipe(unpacked), buffer);
    } finally {
      source.destroy();
    }
  };

/**
 * What is packed in a ZIP archive, which a workbook is too (ECMA-376, part 2): the name of each entry, then what is in it, in
 * parts.
 * @throws when the archive, or an entry, is damaged, encrypted or packed in a rare way, behind all that can be read
 */
async function* partsOfZip(packed: Packed, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  // Hardly any home has such a file.
  const { openPromise, fromBufferPromise } = await import('yauzl');
  // Names as bytes: an entry whose name would lead out of a folder is to be searched, too.
  const options = { decodeStrings: false, autoClose: false };
  const archive = await ('path' in packed
    ? // The path goes to the file system as it is.
      openPromise(packed.path as string, options)
    : fromBufferPromise(viewOf(packed.bytes), options));
  let damage: unknown = null;
  try {
    for await (const entry of archive.eachEntry()) {
      // In the archive it stands between other bytes, with nothing around it.
      yield entry.fileNameRaw;
      try {
        yield* partsOfStream(await archive.openReadStreamPromise(entry), buffer);
      } catch (error) {
        damage = error;
      }
    }
  } finally {
    archive.close();
  }
  if (damage !== null) throw damage;
}

const viewOf = ({ buffer, byteOffset, byteLength }: Uint8Array): Buffer =>
  Buffer.from(buffer, byteOffset, byteLength);

/** A text in UTF-16 as UTF-8, in parts. */
const utf16 =
  (encoding: 'utf-16le' | 'utf-16be'): Unpack =>
  (packed, buffer) =>
    partsOfStream(Readable.from(asUtf8(packed, encoding)), buffer);

async function* asUtf8(packed: Packed, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of streamOf(packed)) yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}

/** How what is packed begins (as latin1), and how it is unpacked. */
export const UNPACKERS: readonly (readonly [magic: string, Unpack])[] = [
  ['\x1f\x8b', stream(createGunzip)],
  ['\x28\xb5\x2f\xfd', stream(createZstdDecompress)],
  ['PK\x03\x04', partsOfZip],
  // Marks of byte order.
  ['\xff\xfe', utf16('utf-16le')],
  ['\xfe\xff', utf16('utf-16be')],
];

/** What is packed in bytes that are of one of these formats, in parts, as far as it can be read; each is good until the next is asked for. */
export const unpacked = (bytes: Uint8Array): AsyncGenerator<Uint8Array> => unpackedOf({ bytes }, bytes);

/**
 * The same of a file or of bytes.
 * @param beginning their first bytes
 */
export async function* unpackedOf(packed: Packed, beginning: Uint8Array): AsyncGenerator<Uint8Array> {
  const begins = Buffer.from(beginning.subarray(0, 4)).toString('latin1');
  const unpack = UNPACKERS.find(([magic]) => begins.startsWith(magic))?.[1];
  if (unpack === undefined) return;
  try {
    yield* unpack(packed, Buffer.allocUnsafe(PART_BYTES));
  } catch {
    // What is damaged was given as far as it goes.
  }
}
