const isHex = (bytes: Uint8Array, from: number, to: number): boolean =>
  /^[0-9a-fA-F]+$/.test(Buffer.from(bytes.subarray(Math.max(0, from), to)).toString('latin1'));

/** Whether an escape ends at a place: `%2F` of names, `\n` and `\u003e` of JSON. Its last letter is none of the word behind it. */
function endsEscape(bytes: Uint8Array, at: number): boolean {
  const [percent, backslash] = [0x25, 0x5c];
  if (bytes[at - 3] === percent && isHex(bytes, at - 2, at)) return true;
  if (bytes[at - 2] === backslash && 'bfnrt'.includes(String.fromCharCode(bytes[at - 1] ?? 0))) return true;
  return bytes[at - 6] === backslash && bytes[at - 5] === 0x75 && isHex(bytes, at - 4, at);
}

/** Letters and digits of ASCII: what no word ends before. */
const isWordByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Farthest that a longer id can begin before a shorter one that is a part of it: the length of an id. */
const LONGEST_ID = 128;

/** Whether what was found is a part of the id of a call that stays: `call-1` in `call-1.5`. */
function isOfKept(bytes: Uint8Array, needle: string, at: number, kept: ReadonlySet<string>): boolean {
  const from = Math.max(0, at - LONGEST_ID);
  const around = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    from,
    at + needle.length + LONGEST_ID,
  );
  const before = /[A-Za-z0-9._:-]*$/.exec(around.slice(0, at - from))?.[0].length ?? 0;
  const rest = around.slice(at - from);
  const after = /^[A-Za-z0-9._:-]*/.exec(rest)?.[0].length ?? 0;
  const start = at - from;
  for (let first = start - before; first <= start; first += 1)
    for (let end = start + needle.length; end <= start + Math.max(after, needle.length); end += 1)
      if (kept.has(around.slice(first, end))) return true;
  return false;
}

/**
 * Whether what was found in bytes stands there as a word of its own, and as no part of the id of a call that stays.
 * @param at where it begins
 * @param kept ids of the calls that stay
 */
export function standsAlone(
  bytes: Uint8Array,
  needle: string,
  at: number,
  kept: ReadonlySet<string>,
): boolean {
  const begins = !isWordByte(bytes[at - 1]) || endsEscape(bytes, at);
  const isWord = begins && !isWordByte(bytes[at + Buffer.byteLength(needle)]);
  return isWord && !isOfKept(bytes, needle, at, kept);
}
