import { open } from 'node:fs/promises';
import { type Fill, partsFrom } from '../../../etl/erase/index.ts';

/** The bytes of a file in parts, see {@link partsFrom}. */
export async function* partsOf(path: string | Buffer, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    // A file gives less than is asked for at its end only.
    const fill: Fill = async (into) => (await file.read(into, 0, into.length, null)).bytesRead;
    yield* partsFrom(fill, buffer);
  } finally {
    await file.close();
  }
}
