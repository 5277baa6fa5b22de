import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { onOneLine, StatementReader } from '../../../infra/local/shell/statements.ts';

const split = (text: string): string[] => {
  const reader = new StatementReader();
  const statements = reader.push(text);
  const last = reader.end();
  return [...statements, ...(last ? [last] : [])].map(({ sql }) => sql);
};

describe('statements end at a semicolon', () => {
  test.each([
    ['SELECT 1; SELECT 2;', ['SELECT 1', 'SELECT 2']],
    ['SELECT 1', ['SELECT 1']],
    ["SELECT ';'; SELECT 'it''s;'", ["SELECT ';'", "SELECT 'it''s;'"]],
    ['SELECT 1 AS "a;b";', ['SELECT 1 AS "a;b"']],
    ['SELECT 1 -- one; two\n;', ['SELECT 1 -- one; two']],
    ['SELECT /* ; */ 1;', ['SELECT /* ; */ 1']],
    [";;\n-- nothing\n/* ' */ ; ", []],
    ['SELECT 1;\n-- the end', ['SELECT 1']],
    ['SELECT 7-3/2;', ['SELECT 7-3/2']],
    ["SELECT 'open; ", ["SELECT 'open;"]],
  ])('%s', (text, expected) => expect(split(text)).toEqual(expected));

  test('whichever way the text is cut into parts', () => {
    const text = "SELECT 'a'';' AS \"x;\"; -- c;\nSELECT /* ; */ 2 ;\n\n SELECT `b;` ; rest";
    const whole = split(text);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: text.length }), { maxLength: 8 }), (cuts) => {
        const reader = new StatementReader();
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        const found = places.slice(1).flatMap((end, index) => reader.push(text.slice(places[index], end)));
        const last = reader.end();
        expect([...found, ...(last ? [last] : [])].map(({ sql }) => sql)).toEqual(whole);
      }),
    );
  });
});

test('a statement knows where it began, in code points', () => {
  const reader = new StatementReader();
  expect(reader.push("\n  SELECT '🙂';  SELECT 2;\r\n\tSELECT 3;")).toEqual([
    { sql: "SELECT '🙂'", line: 2, column: 3 },
    { sql: 'SELECT 2', line: 2, column: 16 },
    { sql: 'SELECT 3', line: 3, column: 2 },
  ]);
});

test('the reader knows what it stands in', () => {
  const reader = new StatementReader();
  const opens: string[] = [];
  for (const line of ['-- hello\n', 'SELECT 1,\n', "'a\n", 'b\', "c\n', '", /* d\n', '*/ 2\n', ';\n']) {
    reader.push(line);
    opens.push(reader.open);
  }
  expect(opens).toEqual(['nothing', 'statement', 'text', 'name', 'comment', 'statement', 'nothing']);
});

test('the history has a statement on one line, and leaves texts as they are', () => {
  expect(onOneLine("SELECT  a, -- first\n  'b   c' /* x */\nFROM calls")).toBe(
    "SELECT a, 'b   c' FROM calls",
  );
  expect(onOneLine("SELECT 'a\nb'")).toBeNull();
  expect(onOneLine('SELECT 6 - 2 / 1')).toBe('SELECT 6 - 2 / 1');
});
