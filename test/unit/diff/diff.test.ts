import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { diffColumns, diffRows, type Table } from '../../../sql/diff/index.ts';

const column = (text: string) => {
  const [name = '', type = 'varchar'] = text.split(' ');
  return { name, type };
};
const table = (columns: string, ...rows: readonly unknown[][]): Table => ({
  columns: columns.split(', ').map(column),
  rows,
});

describe('columns of two results', () => {
  const of = (columns: string) => table(columns).columns;

  test('that are the same are equal', () => {
    expect(diffColumns(of('a bigint, b'), of('a bigint, b'))).toEqual({
      added: [],
      removed: [],
      retyped: [],
      reordered: false,
      equal: true,
    });
  });

  test('differ in what was added, removed and has another type', () => {
    expect(diffColumns(of('a, b bigint, c'), of('b double, c, d date'))).toEqual({
      added: [{ name: 'd', type: 'date' }],
      removed: [{ name: 'a', type: 'varchar' }],
      retyped: [{ name: 'b', left: 'bigint', right: 'double' }],
      reordered: false,
      equal: false,
    });
  });

  test('differ when they stand in another order', () => {
    expect(diffColumns(of('a, b'), of('b, a'))).toMatchObject({ reordered: true, equal: false });
  });
});

describe('rows of two results', () => {
  const left = table('id, n bigint, t', ['a', 1, 'x'], ['b', 2, 'y'], ['c', 3, null], ['d', 4, 'w']);
  const right = table('t, id, n bigint', ['x', 'a', 1], ['Y', 'b', 20], ['z', 'c', 3], ['v', 'e', 5]);

  test('are paired by the key, wherever their columns stand', () => {
    expect(diffRows(left, right, ['id'], 10)).toEqual({
      left: 4,
      right: 4,
      onlyLeft: 1,
      onlyRight: 1,
      different: 2,
      repeatedKeys: { left: 0, right: 0 },
      byColumn: [
        { column: 'n', rows: 1 },
        { column: 't', rows: 2 },
      ],
      examples: [
        {
          in: 'both',
          key: { id: 'b' },
          values: [
            { column: 'n', left: 2, right: 20 },
            { column: 't', left: 'y', right: 'Y' },
          ],
        },
        { in: 'both', key: { id: 'c' }, values: [{ column: 't', left: null, right: 'z' }] },
        { in: 'left', key: { id: 'd' }, values: [] },
        { in: 'right', key: { id: 'e' }, values: [] },
      ],
      equal: false,
    });
  });

  test('are all counted, and as many shown as were asked for', () => {
    expect(diffRows(left, right, ['id'], 1)).toMatchObject({
      different: 2,
      examples: [{ key: { id: 'b' } }],
    });
    expect(diffRows(left, right, ['id'], 0).examples).toEqual([]);
  });

  test('may have NULL in their key, and no key at all', () => {
    const one = table('id, n bigint', [null, 1]);
    expect(diffRows(one, table('id, n bigint', [null, 1]), ['id'], 1).equal).toBe(true);
    expect(diffRows(one, table('id, n bigint', ['null', 1]), ['id'], 1).equal).toBe(false);
  });

  test('of a key that is not unique are paired, equal ones first', () => {
    const twice = table('id, n bigint', ['a', 1], ['a', 2], ['a', 3]);
    expect(diffRows(twice, table('id, n bigint', ['a', 3], ['a', 1], ['a', 2]), ['id'], 5)).toMatchObject({
      equal: true,
      repeatedKeys: { left: 1, right: 1 },
    });
    expect(diffRows(twice, table('id, n bigint', ['a', 2], ['a', 9]), ['id'], 5)).toMatchObject({
      onlyLeft: 1,
      onlyRight: 0,
      different: 1,
      byColumn: [{ column: 'n', rows: 1 }],
    });
  });

  test('differ in doubles only beyond what the order of adding changes', () => {
    const one = table('id, n double', ['a', 0.1 + 0.2]);
    expect(diffRows(one, table('id, n double', ['a', 0.3]), ['id'], 1).equal).toBe(true);
    expect(diffRows(one, table('id, n double', ['a', 0.300000001]), ['id'], 1).equal).toBe(false);
  });

  test('differ in NULL, an empty text and 0, and not in the order of the keys of a map', () => {
    const of = (value: unknown) => table('id, v', ['a', value]);
    const equal = (a: unknown, b: unknown) => diffRows(of(a), of(b), ['id'], 1).equal;
    expect([equal(null, ''), equal(0, null), equal('0', 0), equal([1], [1, null])]).toEqual([
      false,
      false,
      false,
      false,
    ]);
    expect(equal({ a: 1, b: [2] }, { b: [2], a: 1 })).toBe(true);
  });

  test('add up, whatever they are', () => {
    const rows = fc.array(fc.tuple(fc.constantFrom('a', 'b', null), fc.integer({ min: 0, max: 2 })));
    fc.assert(
      fc.property(rows, rows, (a, b) => {
        const found = diffRows(table('id, n bigint', ...a), table('id, n bigint', ...b), ['id'], 100);
        const both = found.left - found.onlyLeft;
        expect(both).toBe(found.right - found.onlyRight);
        expect(found.different).toBeLessThanOrEqual(both);
        expect(found.equal).toBe(JSON.stringify([...a].sort()) === JSON.stringify([...b].sort()));
      }),
    );
  });
});
