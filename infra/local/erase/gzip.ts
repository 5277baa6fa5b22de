import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { partsFrom } from './parts.ts';

/**
 * What is packed in a gzip file, in parts.
 * @throws as zlib does when the file is damaged, behind what comes before the damage
 */
export async function* partsOfGzip(path: string, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  const file = createReadStream(path);
  const unpacked = createGunzip();
  file.on('error', (error) => unpacked.destroy(error));
  const chunks: AsyncIterator<Buffer> = file.pipe(unpacked)[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  let damage: unknown = null;
  const nextChunk = (): Promise<IteratorResult<Buffer, undefined>> =>
    chunks.next().catch((error) => {
      damage = error;
      return { done: true, value: undefined };
    });
  const fill = async (into: Uint8Array): Promise<number> => {
    let size = 0;
    while (size < into.length) {
      if (rest.length === 0) {
        const next = await nextChunk();
        if (next.done) break;
        rest = next.value;
      }
      const taken = rest.subarray(0, into.length - size);
      into.set(taken, size);
      rest = rest.subarray(taken.length);
      size += taken.length;
    }
    return size;
  };
  try {
    yield* partsFrom(fill, buffer);
    if (damage !== null) throw damage;
  } finally {
    file.destroy();
    unpacked.destroy();
  }
}
