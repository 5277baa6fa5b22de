/** How text stands in JSON, where it may be ASCII only, in the two ways of writing hexadecimal digits. */
function* inJson(text: string): Generator<string> {
  const json = JSON.stringify(text).slice(1, -1);
  yield json;
  const code = (unit: string): string => unit.charCodeAt(0).toString(16).padStart(4, '0');
  yield json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${code(unit)}`);
  yield json.replaceAll(/[^\0-\x7f]/g, (unit) => `\\u${code(unit).toUpperCase()}`);
}

const inXml = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

/** The ways in which files of different formats spell a text: JSON, XML (workbooks), CSV, names; with letters composed and not. */
export function spellingsOf(text: string): ReadonlySet<string> {
  const spellings = new Set<string>();
  for (const form of [text, text.normalize('NFC'), text.normalize('NFD')])
    for (const spelling of [
      form,
      ...inJson(form),
      inXml(form),
      inXml(form).replaceAll('"', '&quot;'),
      form.replaceAll('"', '""'),
      encodeURIComponent(form.toWellFormed()),
    ])
      spellings.add(spelling);
  return spellings;
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
  const isWord = !isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + Buffer.byteLength(needle)]);
  return isWord && !isOfKept(bytes, needle, at, kept);
}
