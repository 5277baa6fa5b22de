import { expect, test } from 'vitest';
import type { Catalog } from '../../../sql/catalog.ts';
import { lakeSchemaText } from '../../../sql/schema-text.ts';

/** The property that a column of a type becomes. */
function propertyOf(type: string, nullable = false): string {
  const view = { name: 'sample', version: 1, columns: [{ name: 'c', type, nullable, doc: 'A column.' }] };
  const text = lakeSchemaText({ views: [view], view: () => view } as unknown as Catalog);
  return /readonly c: ([\s\S]*);\n}/.exec(text)?.[1] ?? text;
}

test.each([
  ['varchar', 'string'],
  ['decimal(4, 1)', 'string'],
  ['timestamp(3)', 'string'],
  ['bigint', 'number'],
  ['real', 'number'],
  ['array(varchar)', 'readonly string[]'],
  ['array(array(integer))', 'readonly (readonly number[])[]'],
  ['map(varchar, array(bigint))', 'Readonly<Record<string, readonly number[] | null>>'],
  ['row(a integer, decimal(3, 1))', 'readonly [a: number | null, string | null]'],
  [
    'row(a row(x real, y decimal(3, 1)), b real)',
    'readonly [a: readonly [x: number | null, y: string | null] | null, b: number | null]',
  ],
])('a column of type %s has values of type %s', (type, expected) => {
  expect(propertyOf(type)).toBe(expected);
  expect(propertyOf(type, true)).toBe(`${expected} | null`);
});

test('a tuple that is longer than a line has a line a field', () => {
  const fields = ['first_field', 'second_field', 'third_field', 'fourth_field'].map(
    (name) => `${name} varchar`,
  );
  expect(propertyOf(`array(row(${fields.join(', ')}))`).split('\n')).toEqual([
    'readonly (readonly [',
    '    first_field: string | null,',
    '    second_field: string | null,',
    '    third_field: string | null,',
    '    fourth_field: string | null,',
    '  ])[]',
  ]);
  expect(
    propertyOf(`row(a row(${fields.join(', ')}), b real)`, true)
      .split('\n')
      .slice(-3),
  ).toEqual([
    expect.stringMatching(/^ {4}a: readonly \[first_field: .*\] \| null,$/),
    '    b: number | null,',
    '  ] | null',
  ]);
});
