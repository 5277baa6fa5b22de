import { beforeAll, describe, expect, test } from 'vitest';
import { canonicalJson } from '../../../sql/duckdb/native/json.ts';
import { javaDouble, javaFloat } from '../../../sql/duckdb/native/numbers.ts';
import { readPath, UnknownPath } from '../../../sql/duckdb/native/sql-json-paths.ts';
import { zoneOf } from '../../../sql/duckdb/native/zones.ts';
import { readType, writeType } from '../../../sql/duckdb/types/notation.ts';
import type { Type } from '../../../sql/duckdb/types/type.ts';
import { type Adapter, open } from '../../support/trino-adapter.ts';

const micros = (iso: string): bigint => BigInt(Date.parse(`${iso}Z`)) * 1000n;
const shown = (instant: bigint | undefined): string =>
  instant === undefined ? '' : new Date(Number(instant / 1000n)).toISOString();

describe('a zone', () => {
  const berlin = zoneOf('Europe/Berlin');
  test('moves a time in a gap by the gap, and says that no clock shows it', () => {
    expect(shown(berlin?.instantOf(micros('2026-03-29T02:30:00')))).toBe('2026-03-29T01:30:00.000Z');
    expect(berlin?.shows(micros('2026-03-29T02:30:00'))).toBe(false);
  });
  test('takes the first of a time that is shown twice', () =>
    expect(shown(berlin?.instantOf(micros('2026-10-25T02:30:00')))).toBe('2026-10-25T00:30:00.000Z'));
  test('is refused before its rules are proven', () =>
    expect(() => berlin?.offsetAt(micros('1899-12-31T00:00:00'))).toThrow('NOT_PROVEN'));
  test.each(['Mars/One', 'europe/berlin', '+15:00', '+1:00', 'EST', ''])('named %j is unknown', (name) =>
    expect(zoneOf(name)).toBeNull(),
  );
});

test.each([
  ['{"b": 1.50, "a": [1e3, -0], "b": 2}', '{"a":[1000.0,0],"b":2}'],
  ['"\\ud83d\\ude42 \\/"', '"\\uD83D\\uDE42 /"'],
  ['01', null],
  ['[1,]', null],
  ['"\\ud83d"', null],
  [`${'['.repeat(600)}${']'.repeat(600)}`, null],
])('JSON %j is kept as %j', (text, kept) => expect(canonicalJson(text)).toBe(kept));

test.each([
  [1e7, '1.0E7'],
  [0.001, '0.001'],
  [123.25, '123.25'],
  [-1e-10, '-1.0E-10'],
])('Java writes the double %d as %s', (value, text) => expect(javaDouble(value)).toBe(text));

test('Java writes a float by the fewest digits that make it again', () =>
  expect(javaFloat(Math.fround(0.1))).toBe('0.1'));

test.each(['$.a', 'lax $.a + 1', 'lax $x', 'lax $.a.ceiling()', 'lax'])('the path %j is refused', (path) =>
  expect(() => readPath(path)).toThrow(UnknownPath),
);

test('types survive their notation, names of fields included', () => {
  const type: Type = {
    kind: 'map',
    key: { kind: 'decimal', precision: 10, scale: 2 },
    value: {
      kind: 'row',
      fields: [
        { name: 'a b"|é', type: { kind: 'array', element: { kind: 'timestamp', precision: 3 } } },
        { name: null, type: { kind: 'timestamp with time zone', precision: 6 } },
      ],
    },
  };
  expect(readType(writeType(type))).toEqual(type);
});

describe('the engine', () => {
  let engine: Adapter;
  beforeAll(async () => {
    engine = await open();
  });
  const rows = async (sql: string) => (await engine.run(sql)).rows;

  test('lets TRY swallow what Trino would, and not what is not proven', async () => {
    expect(await rows("SELECT TRY(CAST('x' AS integer)), TRY(1 / 0), TRY_CAST('y' AS real)")).toEqual([
      [null, null, null],
    ]);
    await expect(rows("SELECT TRY(CAST('\u0663' AS integer))")).rejects.toMatchObject({ code: 'not_proven' });
    expect(await rows("SELECT TRY(upper('x'))")).toEqual([['X']]);
  });
  test('takes the name of one of its functions in a text as a text', async () =>
    expect(await rows(`SELECT '"native:equal|foo|bar"'`)).toEqual([['"native:equal|foo|bar"']]));
  test('keeps instants of two zones in one group only where it can', () =>
    expect(rows("SELECT DISTINCT TIMESTAMP '2026-01-01 00:00:00 UTC'")).rejects.toMatchObject({
      code: 'unsupported',
    }));
});
