/** Finds any of many byte strings in a file's bytes in one pass. */
export interface Needles {
  /** Calls back at every place where one stands, overlaps included. */
  scan(bytes: Uint8Array, found: (needle: string, at: number) => void): void;
}

/** Length of the end of a needle that is looked up, in bytes: ids of one source mostly begin alike and end differently. */
const TAIL = 6;

/** Size of the table that tells most places apart from the end of a needle, in bits; sparse also with a hundred thousand needles. */
const FILTER_BITS = 22;

/** Slot of six bytes, given as the last four and the two before; multipliers of MurmurHash3 and of Knuth. */
const slotOf = (last4: number, before2: number): number =>
  Math.imul(last4 ^ Math.imul(before2, 0x85ebca6b), 0x9e3779b1) >>> (32 - FILTER_BITS);

/** Six bytes as one whole number. */
const keyOf = (last4: number, before2: number): number => (last4 >>> 0) * 0x1_0000 + before2;

/**
 * Prepares a search for texts (as UTF-8), each of at least {@link TAIL} bytes. The cost of a scan hardly depends on how many.
 */
export function needles(texts: Iterable<string>): Needles {
  const byTail = new Map<number, { text: string; bytes: Buffer }[]>();
  const filter = new Uint8Array(1 << FILTER_BITS);
  for (const text of texts) {
    const bytes = Buffer.from(text);
    const last4 = bytes.readInt32LE(bytes.length - 4);
    const before2 = bytes.readUInt16LE(bytes.length - TAIL);
    const alike = byTail.get(keyOf(last4, before2));
    if (alike) alike.push({ text, bytes });
    else byTail.set(keyOf(last4, before2), [{ text, bytes }]);
    filter[slotOf(last4, before2)] = 1;
  }
  return {
    scan(bytes, found) {
      if (byTail.size === 0) return;
      const whole = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
      let last4 = 0;
      let before2 = 0;
      for (let end = 0; end < bytes.length; end += 1) {
        before2 = (before2 >>> 8) | ((last4 & 0xff) << 8);
        last4 = (last4 >>> 8) | ((bytes[end] ?? 0) << 24);
        if (filter[slotOf(last4, before2)] === 0) continue;
        for (const { text, bytes: needle } of byTail.get(keyOf(last4, before2)) ?? []) {
          const at = end + 1 - needle.length;
          if (at >= 0 && whole.compare(needle, 0, needle.length, at, end + 1) === 0) found(text, at);
        }
      }
    },
  };
}
