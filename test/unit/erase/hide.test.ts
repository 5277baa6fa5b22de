import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { withoutNames, wordsOf } from '../../../etl/erase/index.ts';

const GONE = new Set(['contact-17', 'call:one', 'call-1']);
const hidden = (path: string, kept: readonly string[] = []): string =>
  withoutNames(
    path,
    (value) => GONE.has(value),
    (id) => kept.includes(id),
  );

describe('the path of a file of a call that stays', () => {
  it.each([
    ['/in/contact-17/chat.json', '/in/…/chat.json'],
    ['/in/contact-17_chat.json', '/in/…_chat.json'],
    ['C:\\in\\contact-17\\chat.json', 'C:\\in\\…\\chat.json'],
    ['/in/call%3Aone/chat.json', '/in/…/chat.json'],
    ['/in/call%3aone/chat.json', '/in/…/chat.json'],
    ['/in/contact-171/chat.json', '/in/contact-171/chat.json'],
    ['/in/chat.json', '/in/chat.json'],
    ['', ''],
  ])('%s stands as %s', (path, shown) => {
    expect(hidden(path)).toBe(shown);
  });

  it('keeps the longer id of a call that stays', () => {
    expect(hidden('/in/call-1.5/chat.json', ['call-1.5'])).toBe('/in/call-1.5/chat.json');
    expect(hidden('/in/call-1.5/chat.json')).toBe('/in/….5/chat.json');
  });

  it('names no erased call, whatever it was, and the same again changes nothing', () => {
    const piece = fc.constantFrom(
      ...GONE,
      'call%3Aone',
      '/',
      '.',
      '-',
      '_',
      '%2F',
      'x',
      '5',
      'é',
      '\\',
      'call',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
        const shown = hidden(pieces.join(''));
        expect([...wordsOf(shown)].filter((word) => GONE.has(word))).toEqual([]);
        expect(hidden(shown)).toBe(shown);
      }),
    );
  });
});
