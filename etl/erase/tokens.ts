/** More parts than this and only the beginnings and the ends of a word are tried, else long paths would cost their square. */
const MOST_PARTS = 8;

/** What an id is made of; `%` since ids stand percent-encoded in names. */
const WORD = /[A-Za-z0-9][A-Za-z0-9._:%-]*/g;

const SEPARATOR = /[._:-]/g;
const HAS_SEPARATOR = /[._:-]/;

/** Words of a text that an id can be, whole. */
export function* wholeWordsOf(text: string): Generator<string> {
  for (const [word] of text.matchAll(WORD)) {
    yield word;
    if (word.includes('%')) yield decoded(word);
  }
}

/**
 * Everything in a text that could be a call id: words, and the parts of them between separators, so that `call-1` is found
 * in `call-1.20260801T…json` and in `call-1:service-quality:3`; not in the middle of a word, and not as a part of an id
 * that is known to be another call's.
 */
export function* wordsOf(text: string, isAnothers: (id: string) => boolean = () => false): Generator<string> {
  for (const word of wholeWordsOf(text)) {
    if (HAS_SEPARATOR.test(word)) yield* partsOf(word, isAnothers);
    else yield word;
  }
}

interface Part {
  readonly text: string;
  readonly start: number;
  readonly end: number;
}

function* partsOf(word: string, isAnothers: (id: string) => boolean): Generator<string> {
  const cuts = [...word.matchAll(SEPARATOR)].map(({ index }) => index);
  const parts = allParts(word, cuts);
  const anothers = parts.filter((part) => isAnothers(part.text));
  for (const part of parts)
    if (!anothers.some((longer) => longer !== part && longer.start <= part.start && part.end <= longer.end))
      yield part.text;
}

function allParts(word: string, cuts: readonly number[]): Part[] {
  const starts = [0, ...cuts.map((cut) => cut + 1)];
  const ends = [...cuts, word.length];
  const few = starts.length <= MOST_PARTS;
  return starts.flatMap((start, first) =>
    ends
      .filter((end, last) => end > start && (few || first === 0 || last === ends.length - 1))
      .map((end) => ({ text: word.slice(start, end), start, end })),
  );
}

function decoded(word: string): string {
  try {
    return decodeURIComponent(word);
  } catch {
    return word;
  }
}

/** Bytes as text whose ASCII can be searched whatever the encoding: the zeros of UTF-16 are left out, other bytes stand for themselves. */
export function searchable(bytes: Uint8Array): string {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  return text.includes('\0') ? text.replaceAll('\0', '') : text;
}
