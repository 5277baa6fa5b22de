import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import * as datasets from '../../reports/datasets/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { type AthenaSession, duckdbDialect, openSession } from '../../sql/duckdb/index.ts';
import { EngineFailed, QueryCancelled, QueryFailed } from '../../sql/errors.ts';
import { createDb, type LakeDb, type Parameter, statementOf } from '../../sql/query/index.ts';
import { type TrinoOptions, trinoDialect, trinoQueries } from '../../sql/query/trino/index.ts';
import { BATTERY_ROWS } from '../sql/battery.ts';
import { EVERY_TYPE, valuesOf } from '../sql/every-type.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const PORT = 18_100;
const OPTIONS: TrinoOptions = {
  url: `http://127.0.0.1:${PORT}`,
  user: 'test',
  catalog: 'hive',
  schema: 'lake',
};
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

const tenantId = parseTenantId('acme');
const all: datasets.Filters = { tenantId, period: { from: '2000-01-01', to: '2100-12-31' }, choices: {} };
const some: datasets.Filters = { ...all, choices: { agent: [null, 'a1', "O'Hara"], channel: ['voice'] } };
const page = { order: 'started_at', direction: 'desc', page: 1, pageSize: 3, drillDown: null } as const;

/** Typed queries, each of which both engines are asked. */
const QUERIES: readonly (readonly [promise: string, query: (db: LakeDb) => TypedQuery])[] = [
  ['call totals', (db) => datasets.callTotals(db, all)],
  ['call totals of some', (db) => datasets.callTotals(db, some)],
  ['outcome totals', (db) => datasets.outcomeTotals(db, all)],
  [
    'outcome totals through calls',
    (db) => datasets.outcomeTotals(db, { ...all, choices: { status: ['scored'] } }),
  ],
  ['unscored reasons', (db) => datasets.unscoredReasons(db, all)],
  ['a trend by day', (db) => datasets.scoreTrend(db, all, 'day')],
  ['a trend by week', (db) => datasets.scoreTrend(db, all, 'week')],
  ['criteria', (db) => datasets.criterionOutcomes(db, all)],
  ['agents by criterion', (db) => datasets.agentCriterionOutcomes(db, all)],
  ['agents', (db) => datasets.agentTotals(db, all)],
  ['a page of calls', (db) => datasets.calls(db, all, page)],
  ['the next page', (db) => datasets.calls(db, all, { ...page, page: 2 })],
  ['the values of a choice', (db) => datasets.choiceValues(db, tenantId, 'agent')],
  ['the extent', (db) => datasets.extent(db, tenantId)],
  ['an export', (db) => datasets.criterionScores(db)],
  [
    'lists',
    (db) => db.selectFrom('stg_calls').select(['call_id', 'categories', 'topics']).orderBy('call_id'),
  ],
  [
    'rows in lists',
    (db) =>
      db
        .selectFrom('stg_criterion_scores')
        .select(['call_id', 'evidence'])
        .orderBy('call_id')
        .orderBy('criterion_id'),
  ],
  [
    'a join, a group, HAVING and a value in the list',
    (db) =>
      db
        .selectFrom('qa_scores as s')
        .innerJoin('call_list as c', (join) =>
          join.onRef('c.call_id', '=', 's.call_id').on('c.channel', '<>', 'nothing'),
        )
        .select((eb) => ['s.form_id', eb.val("it's").as('text'), eb.fn.count<number>('s.call_id').as('n')])
        .where('s.score', '>=', 0.5)
        .groupBy('s.form_id')
        .having((eb) => eb.fn.count<number>('s.call_id'), '>', 0)
        .orderBy('s.form_id'),
  ],
];
interface TypedQuery {
  compile(): ReturnType<ReturnType<typeof datasets.extent>['compile']>;
  execute(): Promise<object[]>;
}

describe.skipIf(!hasTrino())('typed access to a real Trino', () => {
  let home: string;
  let lake: WrittenLake;
  let session: AthenaSession;
  let trino: Trino;
  const queries = trinoQueries(OPTIONS);
  const db = createDb(trinoDialect(OPTIONS));

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-trino-typed-'));
    lake = await writeLake(BATTERY_ROWS);
    session = await openSession(lake);
    trino = startTrino(home, PORT);
    await mountLake(trino, home, lake, loadCatalog());
  });

  afterAll(() => {
    trino?.stop();
    session?.close();
    lake?.remove();
    rmSync(home, { recursive: true });
  });

  test.each(QUERIES)('gives the rows and the types of DuckDB: %s', async (_, query) => {
    const here = createDb(duckdbDialect(session));
    const rows = await query(db).execute();
    expect(rows.length).toBeGreaterThan(0);
    expect(rounded(rows)).toEqual(rounded(await query(here).execute()));
    const { sql, parameters } = statementOf(query(db) as Parameters<typeof statementOf>[0]);
    expect((await queries.run(sql, parameters)).columns).toEqual(
      (await session.run(sql, parameters)).columns,
    );
  });

  test.each(EVERY_TYPE)('has values of %s in the form of DuckDB', async (type, values) => {
    const sql = valuesOf(type, values);
    const { columns, rows } = await queries.run(sql);
    expect({ columns, rows }).toEqual(await session.run(sql));
  });

  const GIVEN: readonly Parameter[] = [
    ["it's", 'Grüße 😀\n?', '', 7, -7, 2 ** 40, 79.5, -1e-7, 1e300].map((value) => value as Parameter),
    [9_007_199_254_740_993n, -9_223_372_036_854_775_808n, true, false, null, { date: '2026-02-28' }],
  ].flat();
  test('takes every kind of parameter as DuckDB does', async () => {
    const sql = `SELECT ${GIVEN.map((_, index) => `? AS p${index}`).join(', ')}`;
    const { columns, rows } = await queries.run(sql, GIVEN);
    expect({ columns, rows }).toEqual(await session.run(sql, GIVEN));
  });

  test('streams in the pages of the engine', async () => {
    const sql =
      'SELECT x FROM UNNEST(sequence(1, 10000)) AS a (y) CROSS JOIN UNNEST(sequence(1, 10)) AS b (x)';
    let [pages, rows] = [0, 0];
    for await (const part of queries.pages(sql)) {
      pages += 1;
      rows += part.rows.length;
    }
    expect(rows).toBe(100_000);
    expect(pages).toBeGreaterThan(1);
  });

  const MANY = (name: string) => `UNNEST(sequence(1, 10000)) AS ${name} (${name})`;
  const ENDLESS = `SELECT sum(a + b + c) FROM ${MANY('a')} CROSS JOIN ${MANY('b')} CROSS JOIN ${MANY('c')}`;
  const stateOf = async (text: string): Promise<unknown> => {
    const sql =
      'SELECT state FROM system.runtime.queries WHERE query LIKE ? AND query NOT LIKE ? ORDER BY created DESC';
    return (await queries.run(sql, [`%${text}%`, '%system.runtime%'])).rows[0]?.[0];
  };

  test('cancels at the engine what nobody waits for any more', async () => {
    const caller = new AbortController();
    const run = queries.run(`${ENDLESS} /* given up */`, [], { signal: caller.signal });
    const ends = expect(run).rejects.toThrow(QueryCancelled);
    while ((await stateOf('given up')) !== 'RUNNING') await new Promise(setImmediate);
    caller.abort();
    await ends;
    while ((await stateOf('given up')) === 'RUNNING') await new Promise(setImmediate);
    expect(await stateOf('given up')).toBe('FAILED');
  });

  test.each([
    ['SELECT 1 / 0', QueryFailed, 'division_by_zero'],
    ['SELECT nothing FROM call_list', QueryFailed, 'column_not_found'],
    ['SELEC', QueryFailed, 'syntax_error'],
  ])('fails by cause: %s', async (sql, kind, code) => {
    const error = await queries.run(sql).catch((reason: unknown) => reason);
    expect(error).toBeInstanceOf(kind);
    expect(error).toMatchObject({ code });
  });

  test('says when the engine cannot be reached', async () => {
    const away = trinoQueries({
      ...OPTIONS,
      url: 'http://127.0.0.1:9',
      patience: { firstMs: 1, mostMs: 1, attempts: 2 },
    });
    await expect(away.run('SELECT 1')).rejects.toThrow(EngineFailed);
  });
});

/** Sums of doubles depend on their order in the last digits. */
const rounded = (rows: readonly object[]): unknown =>
  JSON.parse(
    JSON.stringify(rows, (_, value: unknown) =>
      typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(12)) : value,
    ),
  );
