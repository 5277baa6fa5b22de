import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { partsOfStream } from '../../../etl/erase/index.ts';

/**
 * What is packed in a gzip file, in parts.
 * @throws as zlib does when the file is damaged, behind what comes before the damage
 */
export async function* partsOfGzip(path: string | Buffer, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  try {
    yield* partsOfStream(file.pipe(unpacked), buffer);
  } finally {
    file.destroy();
  }
}

/**
 * What is packed in a ZIP archive, which a workbook is too (ECMA-376, part 2): the name of each entry, then what is in it, in
 * parts.
 * @throws when the archive, or an entry, is damaged, encrypted or packed in a rare way, behind all that can be read
 */
export async function* partsOfZip(path: string | Buffer, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  // Hardly any home has such a file.
  const { openPromise } = await import('yauzl');
  // The path goes to the file system as it is. Names as bytes: an entry whose name would lead out of a folder is to be searched, too.
  const archive = await openPromise(path as string, { decodeStrings: false, autoClose: false });
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

/** A text file in UTF-16 as UTF-8, in parts. */
export function partsOfUtf16(
  path: string | Buffer,
  buffer: Uint8Array,
  encoding: 'utf-16le' | 'utf-16be',
): AsyncGenerator<Uint8Array> {
  return partsOfStream(Readable.from(asUtf8(path, encoding)), buffer);
}

async function* asUtf8(path: string | Buffer, encoding: string): AsyncGenerator<Uint8Array> {
  const decoder = new TextDecoder(encoding);
  for await (const chunk of createReadStream(path))
    yield Buffer.from(decoder.decode(chunk, { stream: true }));
  yield Buffer.from(decoder.decode());
}
