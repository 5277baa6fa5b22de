import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  DocumentRefused,
  MAX_JSON_BYTES,
  MAX_JSON_CONTAINERS,
  MAX_JSON_DEPTH,
  parseJson,
} from '../../../pipeline/contract/index.ts';

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function refusal(input: string | Uint8Array): { code: string; where: string | undefined } {
  try {
    parseJson(typeof input === 'string' ? bytes(input) : input);
  } catch (error) {
    if (error instanceof DocumentRefused) return { code: error.code, where: error.where };
    throw error;
  }
  throw new Error('was not refused');
}

describe('parseJson', () => {
  it.each([
    ['', 'empty', 'line 1 column 1'],
    [' \n\t', 'empty', 'line 2 column 2'],
    ['{"a":1', 'not_json', 'line 1 column 7'],
    ['{"a":"b', 'not_json', 'line 1 column 8'],
    ['{"a":NaN}', 'not_json', 'line 1 column 6'],
    ['[Infinity]', 'not_json', 'line 1 column 2'],
    ['{"a":1}\n{"a":2}', 'not_json', 'line 2 column 1'],
    ['[1,]', 'not_json', 'line 1 column 4'],
    ['{"a":1,}', 'not_json', 'line 1 column 8'],
    ['{a:1}', 'not_json', 'line 1 column 2'],
    ['[01]', 'not_json', 'line 1 column 3'],
    ['[1 2]', 'not_json', 'line 1 column 4'],
    ['[}', 'not_json', 'line 1 column 2'],
    ['{"a" 1}', 'not_json', 'line 1 column 6'],
    ['"\\x"', 'not_json', 'line 1 column 2'],
    ['"\\u12g4"', 'not_json', 'line 1 column 2'],
    ['"tab\there"', 'not_json', 'line 1 column 5'],
    ["{'a':1}", 'not_json', 'line 1 column 2'],
    ['{"a":1,"a":1}', 'duplicate_key', 'line 1 column 8'],
    ['[{"b":{"a":1,"b":2,\n"a":3}}]', 'duplicate_key', 'line 2 column 1'],
    ['{"a":1,"\\u0061":2}', 'duplicate_key', 'line 1 column 8'],
    ['{"__proto__":1,"__proto__":2}', 'duplicate_key', 'line 1 column 16'],
    ['["\\ud800"]', 'invalid_unicode', 'line 1 column 3'],
    ['["\\udc00\\ud800"]', 'invalid_unicode', 'line 1 column 3'],
    ['{"\\ud83d x":1}', 'invalid_unicode', 'line 1 column 3'],
  ])('refuses %j as %s at %s', (text, code, where) => {
    expect(refusal(text)).toEqual({ code, where });
  });

  it('says where the bytes stop being UTF-8', () => {
    expect(refusal(Uint8Array.of(0x22, 0x61, 0xc3, 0x28, 0x22))).toEqual({
      code: 'invalid_utf8',
      where: 'byte 3',
    });
    expect(refusal(Uint8Array.of(0x22, 0xed, 0xa0, 0x80, 0x22)).code).toBe('invalid_utf8');
  });

  it('accepts a byte order mark, the same key in different objects, escaped pairs and huge numbers', () => {
    expect(parseJson(Uint8Array.of(0xef, 0xbb, 0xbf, 0x5b, 0x5d))).toEqual([]);
    expect(parseJson(bytes('[{"a":1},{"a":{"a":2}}]'))).toEqual([{ a: 1 }, { a: { a: 2 } }]);
    expect(parseJson(bytes('"\\ud83d\\ude00 \\u0000"'))).toBe('😀 \0');
    expect(parseJson(bytes('[9007199254740993, -0.5e+3]'))).toEqual([9007199254740992, -500]);
  });

  it('reads up to its depth and refuses a hundred thousand levels without recursion', () => {
    const nested = (depth: number) => '['.repeat(depth) + ']'.repeat(depth);
    expect(parseJson(bytes(nested(MAX_JSON_DEPTH)))).toBeDefined();
    expect(refusal(nested(MAX_JSON_DEPTH + 1))).toEqual({
      code: 'too_deep',
      where: `line 1 column ${MAX_JSON_DEPTH + 1}`,
    });
    expect(refusal('{"a":'.repeat(100_000)).code).toBe('too_deep');
  });

  it('refuses what is too large before it looks at it', () => {
    expect(refusal(new Uint8Array(MAX_JSON_BYTES + 1)).code).toBe('too_large');
  });

  it('refuses more objects and lists than memory has room for before it makes them', () => {
    const lists = (count: number) => `[${'[],'.repeat(count - 2)}[]]`;
    expect(parseJson(bytes(lists(MAX_JSON_CONTAINERS)))).toHaveLength(MAX_JSON_CONTAINERS - 1);
    expect(refusal(lists(MAX_JSON_CONTAINERS + 1))).toEqual({
      code: 'too_large',
      where: `line 1 column ${3 * MAX_JSON_CONTAINERS - 1}`,
    });
    expect(refusal(`[${'{},'.repeat(MAX_JSON_CONTAINERS)}0]`).code).toBe('too_large');
  });

  it('never repeats content in an error', () => {
    try {
      parseJson(bytes('{"card":"4111 1111" oops}'));
      expect.unreachable();
    } catch (error) {
      expect(JSON.stringify([error, String(error), (error as Error).cause])).not.toMatch(/4111|oops|card/);
    }
  });

  it('reads whatever JSON.stringify writes', () => {
    fc.assert(
      fc.property(
        fc.jsonValue({ depthSize: 'small', noUnicodeString: false }),
        fc.constantFrom(0, 1, '\t'),
        (value, indent) => {
          const text = JSON.stringify(value, null, indent);
          expect(parseJson(bytes(text))).toEqual(JSON.parse(text));
        },
      ),
    );
  });

  it('agrees with JSON.parse on damaged text: refused by both, or read alike', () => {
    const damaged = fc
      .tuple(
        fc.json(),
        fc.nat(),
        fc.nat(3),
        fc.constantFrom('', ',', '"', '}', ']', '{', '[', '\\', '0', '-', 'e', ':', 'null', ' '),
      )
      .map(([text, at, cut, insert]) => {
        const place = at % (text.length + 1);
        return text.slice(0, place) + insert + text.slice(place + cut);
      });
    fc.assert(
      fc.property(damaged, (text) => {
        const ours = outcome(() => parseJson(bytes(text)));
        const theirs = outcome(() => JSON.parse(new TextDecoder().decode(bytes(text))));
        if ('code' in ours && ['duplicate_key', 'invalid_unicode', 'too_deep'].includes(ours.code)) return;
        expect('code' in ours).toBe('code' in theirs);
        if (!('code' in ours)) expect(ours).toEqual(theirs);
      }),
      { numRuns: 2000 },
    );
  });
});

function outcome(read: () => unknown): { value: unknown } | { code: string } {
  try {
    return { value: read() };
  } catch (error) {
    return { code: error instanceof DocumentRefused ? error.code : 'syntax' };
  }
}
