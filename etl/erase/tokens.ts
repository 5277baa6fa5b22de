/** Pieces between separators that an id can have where it stands in the middle of a word of more: else long words would cost their square. */
const MOST_PIECES = 16;

/** Letters of the longest id, percent-encoded. */
const LONGEST_ID = 3 * 128;

/** What an id is made of; `%` since ids stand percent-encoded in names. */
const WORD = /[A-Za-z0-9][A-Za-z0-9._:%-]*/g;

const SEPARATOR = /[._:-]/g;
const HAS_SEPARATOR = /[._:-]/;

/** Escapes of JSON that end in a letter or digit, which would seem to be the first of the word behind them. */
const ESCAPES = /\\(?:u[0-9a-fA-F]{4}|[bfnrt])/g;

/** Words of a text that an id can be, whole: as they stand, percent-decoded, and where a backslash stands, as a text of JSON has them. */
export function* wholeWordsOf(text: string): Generator<string> {
  yield* wordsIn(text);
  if (text.includes('\\')) yield* wordsIn(text.replaceAll(ESCAPES, ' '));
}

function* wordsIn(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) {
    yield word;
    if (word.includes('%')) for (const [part] of unencoded(word).matchAll(WORD)) yield part;
  }
}

/**
 * Everything in a text that could be a call id: words, and the parts of them between separators, so that `call-1` is found
 * in `call-1.20260801T…json` and in `call-1:service-quality:3`; not in the middle of a word, and not as a part of an id
 * that is known to be another call's. How many they are grows with the length of the text, whatever it is.
 */
export function* wordsOf(text: string, isAnothers: (id: string) => boolean = () => false): Generator<string> {
  for (const word of wholeWordsOf(text)) {
    if (HAS_SEPARATOR.test(word)) yield* partsOf(word, isAnothers);
    else if (word.length <= LONGEST_ID) yield word;
  }
}

interface Part {
  readonly text: string;
  readonly end: number;
}

function* partsOf(word: string, isAnothers: (id: string) => boolean): Generator<string> {
  const cuts = Array.from(word.matchAll(SEPARATOR), ({ index }) => index);
  const ends = [...cuts, word.length];
  // Where the farthest id of another call ends that began before.
  let covered = 0;
  for (let first = 0; first < ends.length; first += 1) {
    const parts = partsFrom(word, ends, first);
    const anothers = parts.findLast(({ text }) => isAnothers(text))?.end ?? 0;
    for (const { text, end } of parts) if (end > covered && end >= anothers) yield text;
    covered = Math.max(covered, anothers);
  }
}

/** What begins after a separator, the shortest first. */
function partsFrom(word: string, ends: readonly number[], first: number): Part[] {
  const start = first === 0 ? 0 : (ends[first - 1] ?? 0) + 1;
  const parts: Part[] = [];
  const add = (end: number): void => {
    if (end > start) parts.push({ text: word.slice(start, end), end });
  };
  const farthest = first === 0 ? ends.length : Math.min(ends.length, first + MOST_PIECES);
  let last = first;
  for (; last < farthest && (ends[last] ?? 0) - start <= LONGEST_ID; last += 1) add(ends[last] ?? 0);
  if (last < ends.length && word.length - start <= LONGEST_ID) add(word.length);
  return parts;
}

/** A text with what is percent-encoded in it decoded, ASCII only: the rest of it may be anything. */
export const unencoded = (text: string): string =>
  text.replaceAll(/%([0-7][0-9A-Fa-f])/g, (_, code: string) =>
    String.fromCharCode(Number.parseInt(code, 16)),
  );

/** Bytes as text whose ASCII can be searched whatever the encoding: the zeros of UTF-16 are left out, other bytes stand for themselves. */
export function searchable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
