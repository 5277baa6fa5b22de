import type { Readable } from 'node:stream';

/** A file or object is read in parts of this size, in bytes. */
export const PART_BYTES = 1 << 25;

/** Bytes of a part that the next one repeats: more than anything that is looked for, with what stands around it. */
const OVERLAP = 4096;

/** How far a part gives way so that it neither begins nor ends in the middle of a word. */
const GIVES_WAY = 512;

/** Whether a byte can be within an id or a letter of UTF-8. */
const isWithinWord = (byte: number): boolean =>
  byte >= 0x80 ||
  (byte >= 0x30 && byte <= 0x3a) ||
  (byte >= 0x41 && byte <= 0x5a) ||
  (byte >= 0x61 && byte <= 0x7a) ||
  [0x25, 0x2d, 0x2e, 0x5f].includes(byte);

/** The part without the word that its end cuts; whole when that word is too long to be one. */
function endOfWord(bytes: Uint8Array): number {
  for (let end = bytes.length; end > bytes.length - GIVES_WAY; end -= 1)
    if (!isWithinWord(bytes[end - 1] ?? 0)) return end;
  return bytes.length;
}

function startOfWord(bytes: Uint8Array): number {
  for (let start = 0; start < GIVES_WAY; start += 1) if (!isWithinWord(bytes[start] ?? 0)) return start;
  return 0;
}

/** Fills a buffer from where a source stands. @returns how many bytes; fewer than the buffer has at its end */
export type Fill = (buffer: Uint8Array) => Promise<number>;

/**
 * The bytes of a source in parts, of which each repeats the end of the one before: whatever is looked for stands whole in one.
 * @param buffer holds the next part when that is asked for; of {@link PART_BYTES}
 */
export async function* partsFrom(fill: Fill, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let kept = 0; ; ) {
    const size = kept + (await fill(buffer.subarray(kept)));
    const part = buffer.subarray(0, size);
    const isLast = size < buffer.length;
    if (size > 0) yield part.subarray(kept === 0 ? 0 : startOfWord(part), isLast ? size : endOfWord(part));
    if (isLast) return;
    buffer.copyWithin(0, size - OVERLAP);
    kept = OVERLAP;
  }
}

/**
 * The bytes of a stream in parts, see {@link partsFrom}; the stream ends with them.
 * @throws what the stream fails with, behind what came before
 */
export async function* partsOfStream(stream: Readable, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  const chunks: AsyncIterator<Uint8Array> = stream[Symbol.asyncIterator]();
  let rest: Uint8Array = new Uint8Array();
  let failure: { readonly cause: unknown } | null = null;
  const next = async (): Promise<Uint8Array | null> => {
    try {
      const { done, value } = await chunks.next();
      return done ? null : value;
    } catch (cause) {
      failure = { cause };
      return null;
    }
  };
  const fill: Fill = async (into) => {
    let size = 0;
    while (size < into.length) {
      if (rest.length === 0) {
        const chunk = await next();
        if (chunk === null) break;
        rest = chunk;
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
    if (failure !== null) throw (failure as { readonly cause: unknown }).cause;
  } finally {
    stream.destroy();
  }
}
