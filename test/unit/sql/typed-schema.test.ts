import { sql } from 'kysely';
import { expect, expectTypeOf, test } from 'vitest';
import { createDb } from '../../../sql/query/index.ts';

/**
 * What the compiler must refuse: `npm run check:types` fails when one of the lines marked here compiles, or when one that
 * is not marked does not.
 */
const db = createDb({ run: async () => ({ columns: [], rows: [] }) });
const calls = db.selectFrom('call_list');

test('a table that is not there does not compile', () => {
  // @ts-expect-error: there is no such view
  expect(() => db.selectFrom('call_lists')).not.toThrow();
  // @ts-expect-error: the tables are behind the views
  expect(() => db.selectFrom('criterion_scores')).not.toThrow();
});

test('a column that is not there does not compile', () => {
  // @ts-expect-error: in the list
  expect(() => calls.select('nothing')).not.toThrow();
  // @ts-expect-error: in WHERE
  expect(() => calls.where('nothing', '=', 'x')).not.toThrow();
  // @ts-expect-error: in ORDER BY
  expect(() => calls.select('call_id').orderBy('nothing')).not.toThrow();
  // @ts-expect-error: in GROUP BY
  expect(() => calls.groupBy('nothing')).not.toThrow();
  // @ts-expect-error: in an aggregate
  expect(() => calls.select((eb) => eb.fn.avg('nothing').as('a'))).not.toThrow();
  // @ts-expect-error: of another view
  expect(() => calls.select('criterion_id')).not.toThrow();
  // @ts-expect-error: in a join
  expect(() => calls.innerJoin('qa_scores', 'qa_scores.call_id', 'call_list.nothing')).not.toThrow();
});

test('a value of another type does not compile', () => {
  // @ts-expect-error: a queue is a text
  expect(() => calls.where('queue', '=', 5)).not.toThrow();
  // @ts-expect-error: a percentage is a number
  expect(() => calls.where('percentage', '>', '80')).not.toThrow();
  // @ts-expect-error: true or false
  expect(() => calls.where('auto_failed', '=', 'yes')).not.toThrow();
  // @ts-expect-error: a list of texts
  expect(() => calls.where('queue', 'in', [1, 2])).not.toThrow();
});

test('a row has the columns that were asked for, with their types', async () => {
  const rows = await calls.select(['call_id', 'call_date', 'percentage', 'auto_failed']).execute();
  expectTypeOf(rows).toEqualTypeOf<
    { call_id: string; call_date: string; percentage: number | null; auto_failed: boolean | null }[]
  >();
  // @ts-expect-error: it was not asked for
  expect(rows[0]?.queue).toBeUndefined();
});

test('what does not read, or is a text, does not compile', async () => {
  // @ts-expect-error: a view cannot be changed
  await expect(db.deleteFrom('call_list').execute()).rejects.toThrow();
  // @ts-expect-error: nor added to
  expect(() => db.insertInto('call_list').values({})).not.toThrow();
  // @ts-expect-error: a text is no typed query
  await expect(sql`select 1`.execute(db)).rejects.toThrow();
});
