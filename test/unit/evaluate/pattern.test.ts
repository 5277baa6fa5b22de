import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { PatternRefused } from '../../../pipeline/evaluate/errors.ts';
import {
  compilePattern,
  findPattern,
  findPatterns,
  matchesEmpty,
} from '../../../pipeline/evaluate/pattern/index.ts';

const find = (pattern: string, text: string) => findPattern(compilePattern(pattern), Array.from(text));

function found(pattern: string, text: string): string | null {
  const passage = find(pattern, text);
  return passage === null ? null : Array.from(text).slice(passage.start, passage.end).join('');
}

const ASSERTIONS = ['\\b', '\\B', '^', '$'];
const CHARACTERS = ['a', 'b', 'c', '.', '\\d', '\\s', '[ab]', '[^a]', '[a-c1]', '\\.', '1', ' '];
const QUANTIFIERS = ['', '', '', '*', '+', '?', '{2}', '{1,2}', '{2,}', '*?', '+?', '??', '{0,2}?', '{1,}?'];

const isNeverEmpty = (pattern: string): boolean => !matchesEmpty(compilePattern(pattern));

/** Patterns over a small alphabet with every construct that is supported, groups nested to a depth. */
function patternsOf(depth: number, mayRepeat: (group: string) => boolean): fc.Arbitrary<string> {
  const once = fc.constantFrom('');
  const often = fc.constantFrom(...QUANTIFIERS);
  const group = depth === 0 ? fc.constant('a') : patternsOf(depth - 1, mayRepeat);
  const piece = fc.oneof(
    { weight: 6, arbitrary: fc.tuple(fc.constantFrom(...CHARACTERS), often).map((parts) => parts.join('')) },
    {
      weight: 2,
      arbitrary: group.chain((inner) =>
        (mayRepeat(inner) ? often : once).map((sign) => `(?:${inner})${sign}`),
      ),
    },
    { weight: 1, arbitrary: fc.constantFrom(...ASSERTIONS) },
  );
  const sequence = fc.array(piece, { minLength: 1, maxLength: 3 }).map((pieces) => pieces.join(''));
  return fc.array(sequence, { minLength: 1, maxLength: 2 }).map((options) => options.join('|'));
}

const texts = fc.string({ unit: fc.constantFrom('a', 'b', 'c', 'A', '1', ' ', '.'), maxLength: 12 });

/** What JavaScript finds; such that are empty are left out, since here they do not count. */
function native(pattern: string, text: string): { start: number; end: number } | null {
  const match = new RegExp(pattern, 'iu').exec(text);
  fc.pre(match === null || match[0] !== '');
  return match === null ? null : { start: match.index, end: match.index + match[0].length };
}

describe('patterns', () => {
  it('find what JavaScript finds', () => {
    fc.assert(
      fc.property(patternsOf(2, isNeverEmpty), texts, (pattern, text) => {
        expect(find(pattern, text)).toEqual(native(pattern, text));
      }),
      { numRuns: 3000 },
    );
  });

  it('find where JavaScript finds, even when a repeated group may be empty', () => {
    fc.assert(
      fc.property(
        patternsOf(2, () => true),
        texts,
        (pattern, text) => {
          expect(find(pattern, text)?.start).toEqual(native(pattern, text)?.start);
        },
      ),
      { numRuns: 3000 },
    );
  });

  it.each([
    ['(a+)+$', `${'a'.repeat(5000)}!`],
    ['(a|a)*$', `${'a'.repeat(5000)}!`],
    ['(.*a){12}$', `${'a'.repeat(5000)}!`],
    ['^(\\w+\\s?)*$', `${'word '.repeat(1000)}!`],
    ['(?:a?){100}a{100}', 'a'.repeat(99)],
  ])('take no longer over the evil pattern %s than reading does', (pattern, text) => {
    const began = performance.now();
    expect(find(pattern, text)).toBeNull();
    // Backtracking would take longer than the universe has lasted.
    expect(performance.now() - began).toBeLessThan(5000);
  });

  it('find letters of any case and script, and whole characters', () => {
    expect(found('straße', 'Die STRAßE')).toBe('STRAßE');
    expect(found('\\bécole\\b', "l'ÉCOLE!")).toBe('ÉCOLE');
    expect(found('\\w+', '👍 Ünïcödé')).toBe('Ünïcödé');
    expect(found('👍+', 'ok 👍👍!')).toBe('👍👍');
    expect(found('[😀-😂]', 'x😁')).toBe('😁');
    expect(found('\\p{Lu}\\p{Ll}+ \\d{2}', 'on 3 May 21')).toBe('May 21');
    expect(found('\\u00e9', 'café')).toBe('é');
  });

  it('find at a word boundary that comes late in the text', () => {
    expect(found('\\bhow\\b[^?]*\\?', 'Hello. Peter, how can I help you?')).toBe('how can I help you?');
  });

  it('find one match after the other, up to a limit', () => {
    const text = Array.from('a1 a2 a3 a4');
    expect(findPatterns(compilePattern('a\\d'), text, 3)).toEqual([
      { start: 0, end: 2 },
      { start: 3, end: 5 },
      { start: 6, end: 8 },
    ]);
  });

  it.each([
    ['(', 'without its ")"'],
    [')', 'without its "("'],
    ['[a', 'without its "]"'],
    ['*a', 'nothing before it'],
    ['a**', 'nothing before it'],
    ['a{2,1}', 'wrong order'],
    ['a{1001}', 'more than 1000 times'],
    ['(?=a)', 'look-ahead'],
    ['(?<!a)b', 'look-behind'],
    ['(?<name>a)', 'named groups'],
    ['(a)\\1', 'back-references'],
    ['\\k<name>', 'back-references'],
    ['[b-a]', 'not valid'],
    ['\\p{Nothing}', 'not valid'],
    ['\\y', 'means nothing'],
    ['[\\W]', 'not supported'],
    ['\\b+', 'repetition of nothing'],
    ['((a{100}){100}){100}', 'too large'],
    ['('.repeat(60) + ')'.repeat(60), 'nested deeper'],
    ['a'.repeat(2001), 'longer than'],
    ['}', 'closes nothing'],
  ])('refuse %#: %.20s in plain words', (pattern, words) => {
    expect(() => compilePattern(pattern)).toThrow(PatternRefused);
    expect(() => compilePattern(pattern)).toThrow(words);
  });

  it('that repeat nothing are written out at once', () => {
    expect(found(`${'('.repeat(40)}${'){1000}'.repeat(40)}a`, 'ba')).toBe('a');
  });

  it.each([
    ['a*', true],
    ['a|', true],
    ['\\b', true],
    ['(a|b)?', true],
    ['a+', false],
    ['a*b', false],
  ])('%s can match nothing: %s', (pattern, expected) => {
    expect(matchesEmpty(compilePattern(pattern))).toBe(expected);
  });
});
