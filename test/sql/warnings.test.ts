import { afterAll, beforeAll, expect, test } from 'vitest';
import {
  type AthenaSession,
  type Engine,
  openEngine,
  openSession,
  translate,
} from '../../sql/duckdb/index.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';

let engine: Engine;
let lake: WrittenLake;
let session: AthenaSession;

beforeAll(async () => {
  engine = await openEngine();
  lake = await writeLake({});
  session = await openSession(lake);
});
afterAll(() => {
  engine.close();
  session.close();
  lake.remove();
});

const warned = (sql: string) => translate(sql, () => null).warnings;

test('a quotient with one digit after the point is pointed at', () => {
  const [warning, ...others] = warned('SELECT x,\n  100.0 * x / 3 AS share FROM (VALUES 1) AS t (x)');
  expect(others).toEqual([]);
  expect(warning).toMatchObject({ line: 2, column: 3 });
  expect(warning?.message).toContain('one digit after the point');
  expect(warning?.message).toContain('1e2');
});

test('so is one without any, which is no division of whole numbers', () =>
  expect(warned('SELECT CAST(5 AS decimal(4)) / 2')[0]?.message).toContain('no digit after the point'));

test.each([
  'SELECT 1e2 * 5 / 3',
  'SELECT 7 / 2',
  'SELECT 100.00 * 5 / 3',
  'SELECT 100.0 * 5 - 3',
  "SELECT INTERVAL '1' DAY / 2",
])('nothing is said of %s', (sql) => expect(warned(sql)).toEqual([]));

test('it is said once, also where a key of GROUP BY is analysed twice', () =>
  expect(
    warned('SELECT x / 10.0, count(*) FROM (VALUES 1) AS t (x) GROUP BY x / 10.0 ORDER BY 1').length,
  ).toBe(2));

test('an answer has its warnings beside it, and the value that Athena gives', async () => {
  const answer = await engine.run('SELECT 100.0 * 2 / 3 AS share', () => null, []);
  expect(answer.rows).toEqual([['66.7']]);
  expect(answer.warnings?.length).toBe(1);
  expect('warnings' in (await engine.run('SELECT 1', () => null, []))).toBe(false);
});

test('a session hands them on', async () =>
  expect(await session.run('SELECT 100.0 * 2 / 3 AS share')).toMatchObject({ warnings: [{ line: 1 }] }));
