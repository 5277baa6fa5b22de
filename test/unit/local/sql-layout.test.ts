import { describe, expect, test } from 'vitest';
import { bytesText, usdText } from '../../../infra/local/cli/sql-answer.ts';
import { placedInText, placeText } from '../../../infra/local/cli/sql-failure.ts';
import { displayWidth, expandedRows, fittedTable } from '../../../infra/local/cli/sql-layout.ts';
import { QueryFailed, SqlRefused } from '../../../sql/errors.ts';
import type { QueryResult } from '../../../sql/query/index.ts';

const result = (types: { [name: string]: string }, ...rows: unknown[][]): QueryResult => ({
  columns: Object.entries(types).map(([name, type]) => ({ name, type })),
  rows,
});

describe('a table on a terminal', () => {
  test('is as wide as its cells when there is room', () => {
    const { text, hidden } = fittedTable(
      result({ name: 'varchar', n: 'bigint' }, ['a', 5], [null, 1234]),
      80,
    );
    expect(text).toBe('name     n\n----  ----\na        5\nNULL  1234\n');
    expect(hidden).toBe(0);
  });

  test.each([20, 40, 79, 80, 120])('keeps within %i columns, cutting texts and never numbers', (width) => {
    const types = { a: 'varchar', n: 'bigint', b: 'varchar', c: 'varchar' };
    const rows = [['x'.repeat(200), 1234567890, 'y'.repeat(30), '漢'.repeat(40)]];
    const { text } = fittedTable(result(types, ...rows), width);
    for (const line of text.split('\n')) expect(displayWidth(line)).toBeLessThanOrEqual(width);
    if (width > 30) expect(text).toContain('1234567890');
  });

  test('leaves out columns that have no room, and says how many', () => {
    const types = Object.fromEntries(Array.from({ length: 20 }, (_, index) => [`column_${index}`, 'bigint']));
    const { text, hidden } = fittedTable(result(types, Array(20).fill(1)), 40);
    expect(text.split('\n')[0]).toBe('column_0  column_1  column_2  column_3');
    expect(hidden).toBe(16);
  });

  test('puts no control character on the screen', () => {
    expect(fittedTable(result({ a: 'varchar' }, ['\x1b[2Jred\nline']), 80).text).toBe(
      'a\n---------\n[2Jred line\n'.replace('---------', '-'.repeat(11)),
    );
  });
});

test('rows as lists cut nothing', () => {
  expect(expandedRows(result({ id: 'varchar', text: 'varchar' }, ['c1', 'x'.repeat(100)]))).toBe(
    `--- row 1\nid    c1\ntext  ${'x'.repeat(100)}\n`,
  );
});

describe('an error', () => {
  const at = (line: number, column: number) =>
    new SqlRefused({
      code: 'column_not_found',
      message: "column 'x' is not there",
      line,
      column,
      hint: 'See \\d.',
    });

  test('has a caret under its place', () => {
    expect(placeText('SELECT 1,\n  x FROM calls', at(2, 3))).toBe('    x FROM calls\n    ^\n');
    expect(placeText("SELECT '漢', x", at(1, 13))).toBe(
      "  SELECT '漢', x\n              ^\n".replace('              ^', '               ^'),
    );
    expect(placeText('SELECT', at(1, 7))).toBe('  SELECT\n        ^\n');
  });

  test('shows only the surroundings on a long line', () => {
    const [line = '', caret = ''] = placeText(`SELECT ${'1 + '.repeat(200)}x, 2`, at(1, 808)).split('\n');
    expect(line.length).toBeLessThan(130);
    expect(line[caret.indexOf('^')]).toBe('x');
  });

  test('without a place shows nothing', () => {
    expect(placeText('SELECT 1', new QueryFailed('division_by_zero', 'sql: division by zero'))).toBe('');
  });

  test('of a statement of a file has its place in the file', () => {
    const moved = placedInText(at(1, 8), { sql: 'SELECT x', line: 5, column: 3 }) as SqlRefused;
    expect([moved.line, moved.column, moved.message, moved.hint]).toEqual([
      5,
      10,
      "sql: column 'x' is not there (line 5, column 10)",
      'See \\d.',
    ]);
    expect((placedInText(at(2, 8), { sql: '', line: 5, column: 3 }) as SqlRefused).column).toBe(8);
  });
});

test('sizes and prices are short', () => {
  expect([0, 900, 1536, 20_000_000, 3 * 1024 ** 4].map(bytesText)).toEqual([
    '0 B',
    '900 B',
    '1.5 KB',
    '19 MB',
    '3.0 TB',
  ]);
  expect([0, 0.0000477, 0.012, 0.5, 12.3].map(usdText)).toEqual([
    '0.00',
    '0.000048',
    '0.012',
    '0.50',
    '12.30',
  ]);
});
