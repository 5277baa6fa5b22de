/** A passage of a text, in Unicode code points: `start` inclusive, `end` exclusive. */
export interface Passage {
  readonly start: number;
  readonly end: number;
}

/** A text in the form in which phrases are compared, with the way back to the original. */
export interface SpokenText {
  /** The original, a code point an element. */
  readonly codePoints: readonly string[];
  /** Lower-case words without accents and punctuation, one space between them. */
  readonly folded: string;
  /** For every UTF-16 unit of `folded`, the original code point that it comes from. */
  readonly origins: readonly number[];
}

const APOSTROPHE = /^['’‘ʼ`´＇ʹ′‛]$/u;
const INVISIBLE = /^\p{Cf}$/u;
/** Accents, vowel points and the like, that people leave out in writing. Marks that make another letter (Indic vowels, kana voicing) stay. */
const ACCENT =
  /^(?:[\u0300-\u036f]|[\u0591-\u05bd]|\u05bf|\u05c1|\u05c2|\u05c4|\u05c5|\u05c7|[\u064b-\u065f]|\u0670|[\u1ab0-\u1aff]|[\u1dc0-\u1dff]|[\u20d0-\u20ff]|[\ufe00-\ufe0f]|[\ufe20-\ufe2f])$/u;
const WORD = /^[\p{L}\p{N}\p{M}]$/u;
const MARK = /^[\p{M}\p{Cf}]$/u;
/** Writing without spaces between words: a word boundary cannot be asked for. */
const UNSPACED =
  /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Thai}\p{sc=Lao}\p{sc=Khmer}\p{sc=Myanmar}\u3099\u309a\u30fc]/u;
/** What French, Italian and Catalan put before an apostrophe that stands between two words (l'agent, dell'ordine). */
const ELIDED = new Set(
  'l d j m n s t c qu jusqu lorsqu puisqu quoiqu dell all nell dall sull un quest quell bell'.split(' '),
);

/** Brings a text into the form in which phrases are compared. */
export function spokenText(text: string): SpokenText {
  const codePoints = Array.from(text);
  let folded = '';
  const origins: number[] = [];
  let word = '';
  const append = (unit: string, origin: number): void => {
    folded += unit;
    for (let i = 0; i < unit.length; i += 1) origins.push(origin);
  };
  const separate = (origin: number): void => {
    if (word !== '') append(' ', origin);
    word = '';
  };
  for (const [origin, codePoint] of codePoints.entries()) {
    const units = foldedUnits(codePoint);
    if (units === 'apostrophe') {
      if (ELIDED.has(word)) separate(origin);
      continue;
    }
    for (const unit of units) {
      if (unit === ' ') separate(origin);
      else {
        append(unit, origin);
        word += unit;
      }
    }
  }
  return { codePoints, folded, origins };
}

/** What a code point compares as: letters, digits and marks as they are, anything else a space. */
type FoldedUnits = readonly string[] | 'apostrophe';

/** Texts have few different code points, and looking one up in Unicode's tables is what folding costs. */
const known = new Map<string, FoldedUnits>();

function foldedUnits(codePoint: string): FoldedUnits {
  const before = known.get(codePoint);
  if (before !== undefined) return before;
  const units = fold(codePoint);
  known.set(codePoint, units);
  return units;
}

/** Upper then lower case is close to Unicode full case folding (CaseFolding.txt): ß as ss, final sigma as sigma. */
function fold(codePoint: string): FoldedUnits {
  if (APOSTROPHE.test(codePoint)) return 'apostrophe';
  if (INVISIBLE.test(codePoint)) return [];
  const letters = codePoint.normalize('NFKD').toUpperCase().toLowerCase().normalize('NFKD');
  return Array.from(letters)
    .filter((unit) => !ACCENT.test(unit))
    .map((unit) => (WORD.test(unit) ? unit : ' '));
}

/** A phrase as it is compared; empty when nothing of it can be compared. */
export const foldedPhrase = (phrase: string): string => spokenText(phrase).folded.trim();

/** First passage at or after a place in `folded` at which the phrase (as {@link foldedPhrase} gives it) stands as whole words. */
export function findPhrase(text: SpokenText, phrase: string, from = 0): Passage | null {
  if (phrase === '') return null;
  for (let at = text.folded.indexOf(phrase, from); at !== -1; at = text.folded.indexOf(phrase, at + 1)) {
    const end = at + phrase.length;
    if (isBoundary(text.folded, at) && isBoundary(text.folded, end)) return passageOf(text, at, end);
  }
  return null;
}

/** All passages of a phrase that do not overlap, in order. */
export function findPhrases(text: SpokenText, phrase: string): Passage[] {
  const found: Passage[] = [];
  let from = 0;
  for (;;) {
    const passage = findPhrase(text, phrase, from);
    if (passage === null) return found;
    found.push(passage);
    from = text.origins.findIndex((origin) => origin >= passage.end);
    if (from === -1) return found;
  }
}

/** The passage's characters, to the letter. */
export const quoteOf = (text: SpokenText, passage: Passage): string =>
  text.codePoints.slice(passage.start, passage.end).join('');

function isBoundary(folded: string, at: number): boolean {
  const before = characterBefore(folded, at);
  const after = at < folded.length ? String.fromCodePoint(folded.codePointAt(at) ?? 32) : ' ';
  return !WORD.test(before) || !WORD.test(after) || UNSPACED.test(before) || UNSPACED.test(after);
}

function characterBefore(folded: string, at: number): string {
  if (at === 0) return ' ';
  const low = folded.charCodeAt(at - 1);
  const isLow = low >= 0xdc00 && low <= 0xdfff && at > 1;
  return isLow ? folded.slice(at - 2, at) : folded.slice(at - 1, at);
}

/** A match begins and ends at whole original characters: accents that were left out of the comparison belong to it. */
function passageOf(text: SpokenText, at: number, end: number): Passage {
  const start = text.origins[at] ?? 0;
  let stop = (text.origins[end - 1] ?? start) + 1;
  while (stop < text.codePoints.length && MARK.test(text.codePoints[stop] ?? '')) stop += 1;
  return { start, end: stop };
}
