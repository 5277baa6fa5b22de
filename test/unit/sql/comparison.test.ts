import { describe, expect, test } from 'vitest';
import { differences, isOrdered } from '../../../sql/comparison.ts';
import type { QueryResult } from '../../../sql/query/index.ts';

const answer = (rows: unknown[][], ...types: string[]): QueryResult => ({
  columns: types.map((type, index) => ({ name: `c${index}`, type })),
  rows,
});
const bag = 'SELECT a FROM t';
const list = 'SELECT a FROM t ORDER BY a';

describe('two answers', () => {
  test('are equal as bags when nothing orders them, doubles to twelve digits', () => {
    const ours = answer(
      [
        [1, 0.1 + 0.2],
        [2, -0],
      ],
      'bigint',
      'double',
    );
    const theirs = answer(
      [
        [2, 0],
        [1, 0.3],
      ],
      'bigint',
      'double',
    );
    expect(differences(bag, ours, theirs)).toEqual([]);
  });

  test('differ by type, name and number of rows', () => {
    expect(differences(bag, answer([[1]], 'bigint'), answer([[1]], 'integer'))).toEqual([
      { kind: 'columns', ours: 'c0 bigint', theirs: 'c0 integer' },
    ]);
    expect(differences(bag, answer([[1], [1]], 'bigint'), answer([[1]], 'bigint'))).toEqual([
      { kind: 'row_count', ours: 2, theirs: 1 },
      { kind: 'only_ours', row: [1], times: 1 },
    ]);
  });

  test('differ by rows, named on both sides, a few of them', () => {
    const found = differences(
      bag,
      answer([[1], [2], [3], [4]], 'bigint'),
      answer([[5], [2], [6], [7]], 'bigint'),
      2,
    );
    expect(found).toEqual([
      { kind: 'only_ours', row: [1], times: 1 },
      { kind: 'only_ours', row: [3], times: 1 },
      { kind: 'only_theirs', row: [5], times: 1 },
      { kind: 'only_theirs', row: [6], times: 1 },
    ]);
  });

  test('differ by position when the query orders them', () => {
    expect(differences(list, answer([[1], [2]], 'bigint'), answer([[1], [3]], 'bigint'))).toEqual([
      { kind: 'row_at', position: 2, ours: [2], theirs: [3] },
    ]);
    expect(differences(list, answer([[1]], 'bigint'), answer([[1], [3]], 'bigint')).at(-1)).toEqual({
      kind: 'row_at',
      position: 2,
      ours: null,
      theirs: [3],
    });
    expect(differences(list, answer([[1], [2]], 'bigint'), answer([[2], [1]], 'bigint'))).toEqual([
      { kind: 'order', position: 1 },
    ]);
  });

  test('tell NULL from a text, and a number from its text', () => {
    expect(differences(bag, answer([[null]], 'varchar'), answer([['null']], 'varchar')).length).toBe(2);
    expect(differences(bag, answer([['1']], 'varchar'), answer([[1]], 'varchar')).length).toBe(2);
  });

  test('look into arrays, rows and maps', () => {
    const type = 'map(varchar, array(double))';
    expect(
      differences(bag, answer([[{ a: [0.1 + 0.2], b: [1] }]], type), answer([[{ b: [1], a: [0.3] }]], type)),
    ).toEqual([]);
  });
});

test.each([
  ['SELECT 1 ORDER BY 1', true],
  ['SELECT * FROM (SELECT 1 ORDER BY 1)', false],
  ['SELECT array_agg(a ORDER BY a) FROM t', false],
  ["SELECT 'order by' FROM t -- order by", false],
  ['SELECT 1 AS "order by" /* ORDER BY */', false],
  ['WITH a AS (SELECT 1) SELECT * FROM a\norder\n by 1', true],
])('%s is ordered: %s', (sql, expected) => expect(isOrdered(sql)).toBe(expected));
