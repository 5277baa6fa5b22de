import { afterAll, beforeAll, expect, test } from 'vitest';
import { TABLE_NAMES } from '../../etl/tables/index.ts';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';

let lake: WrittenLake;
let session: AthenaSession;

beforeAll(async () => {
  const day = { dt: '2026-01-05', call_date: '2026-01-05' };
  lake = await writeLake({
    calls: [
      { call_id: 'a', ...day, tone_score: Number.NaN, issue: 'a\u000bb', queue: 'q' },
      { call_id: 'b', ...day, tone_score: Number.POSITIVE_INFINITY, issue: 'Groß', queue: 'q' },
    ],
  });
  session = await openSession(lake);
});

afterAll(() => {
  session.close();
  lake.remove();
});

/** Values for which Trino's answer is another one than DuckDB's, or anyone's guess. */
const DOUBTFUL = [
  'SELECT max(tone_score) FROM calls',
  'SELECT max_by(call_id, tone_score) FROM calls',
  'SELECT tone_score IN (tone_score, 1) FROM calls',
  'SELECT call_id FROM calls ORDER BY tone_score DESC NULLS FIRST',
  'SELECT DISTINCT tone_score FROM calls ORDER BY tone_score NULLS FIRST',
  '(SELECT tone_score FROM calls) UNION SELECT 1 ORDER BY 1 NULLS FIRST',
  'SELECT rank() OVER (ORDER BY tone_score DESC NULLS FIRST) FROM calls',
  'SELECT covar_pop(tone_score, 1) FROM calls',
  "SELECT regexp_like(issue, 'a\\sb') FROM calls",
  "SELECT regexp_like(issue, '(?i)SS') FROM calls",
  'SELECT avg(x) FROM (VALUES 9007199254740993, -9007199254740992) AS t (x)',
  "SELECT upper('\u{20000}')",
];

for (const sql of DOUBTFUL)
  test(`refused while it runs: ${sql}`, () =>
    expect(session.run(sql)).rejects.toMatchObject({ code: 'not_proven' }));

test('a key that comes twice fails', () =>
  expect(session.run('SELECT map_agg(queue, call_id) FROM calls')).rejects.toMatchObject({
    code: 'invalid_function_argument',
  }));

test('greatest and least choose NaN only where there is nothing else', async () =>
  expect(
    (await session.run('SELECT greatest(tone_score, 1), least(tone_score, 1) FROM calls ORDER BY call_id'))
      .rows,
  ).toEqual([
    [1, 1],
    ['Infinity', 1],
  ]));

test('NaN in a file equals nothing', async () =>
  expect((await session.run('SELECT call_id FROM calls WHERE tone_score = tone_score')).rows).toEqual([
    ['b'],
  ]));

test('SHOW TABLES names the tables and the published views', async () => {
  const { columns, rows } = await session.run('SHOW TABLES');
  const views = loadCatalog().views.filter(({ layer }) => layer === 'marts');
  const names: readonly string[] = TABLE_NAMES;
  expect(columns).toEqual([{ name: 'Table', type: 'varchar' }]);
  expect(rows).toEqual(
    [...new Set([...names, ...views.flatMap((view) => [view.name, versionedName(view)])])]
      .sort()
      .map((name) => [name]),
  );
  expect((await session.run('SHOW TABLES FROM lake')).rows).toEqual(rows);
});
