import { describe, expect, test } from 'vitest';
import { TABLES } from '../../../etl/tables/index.ts';
import { loadCatalog, versionedName } from '../../../sql/catalog.ts';
import { lakeRelations, translate } from '../../../sql/duckdb/index.ts';
import { SqlRefused } from '../../../sql/errors.ts';
import {
  type ColumnLineage,
  isConstant,
  lineageOf,
  lineageOfStatement,
  type Origins,
  relationsRead,
} from '../../../sql/lineage/index.ts';

const catalog = loadCatalog();

const text = ({ columns, rows }: Origins): string =>
  [
    ...columns.map(({ relation, column, how }) => `${relation}.${column} ${how}`).sort(),
    ...rows.map((relation) => `rows of ${relation}`),
  ].join(', ');

/** `name: origin, origin` of each column, over the views and tables that the statement names. */
const direct = (sql: string): string[] =>
  lineageOfStatement(sql, catalog).map((column) => `${column.column}: ${text(column.direct)}`);

const CASES: readonly [kind: string, sql: string, expected: readonly string[]][] = [
  ['a column', 'SELECT call_id FROM stg_calls', ['call_id: stg_calls_v1.call_id copied']],
  ['a rename', 'SELECT call_id AS id FROM stg_calls AS c', ['id: stg_calls_v1.call_id copied']],
  ['a qualified name', 'SELECT c.call_id FROM stg_calls c', ['call_id: stg_calls_v1.call_id copied']],
  ['a table', 'SELECT call_id FROM calls', ['call_id: calls.call_id copied']],
  ['a version', 'SELECT call_id FROM call_list_v1', ['call_id: call_list_v1.call_id copied']],
  ['a literal', "SELECT 'x' AS x, 1 + 1 AS y FROM stg_calls", ['x: ', 'y: ']],
  ['the clock', 'SELECT current_date AS today FROM stg_calls', ['today: ']],
  [
    'an expression',
    'SELECT coalesce(agent_name, agent_id) || channel AS who FROM stg_calls',
    ['who: stg_calls_v1.agent_id computed, stg_calls_v1.agent_name computed, stg_calls_v1.channel computed'],
  ],
  [
    'CASE, with what it tests',
    "SELECT CASE WHEN tone_score > 50 THEN queue ELSE 'x' END AS q FROM stg_calls",
    ['q: stg_calls_v1.queue computed, stg_calls_v1.tone_score computed'],
  ],
  [
    'a cast',
    'SELECT CAST(tone_score AS integer) AS t FROM stg_calls',
    ['t: stg_calls_v1.tone_score computed'],
  ],
  [
    'an aggregate and its key',
    'SELECT queue, avg(tone_score) AS tone FROM stg_calls GROUP BY queue',
    ['queue: stg_calls_v1.queue copied', 'tone: stg_calls_v1.tone_score aggregated'],
  ],
  [
    'a key that is an expression',
    "SELECT date_trunc('month', call_date) AS month FROM stg_calls GROUP BY 1",
    ['month: stg_calls_v1.call_date computed'],
  ],
  ['a count of rows', 'SELECT count(*) AS n FROM stg_calls', ['n: rows of stg_calls_v1']],
  ['an aggregate of a constant', 'SELECT sum(1) AS n FROM stg_calls', ['n: rows of stg_calls_v1']],
  [
    'a share of rows',
    'SELECT 1e2 * count(tone_score) / count(*) AS share FROM stg_calls',
    ['share: stg_calls_v1.tone_score aggregated, rows of stg_calls_v1'],
  ],
  [
    'a filtered aggregate, whose filter only selects',
    "SELECT count(*) FILTER (WHERE queue = 'x') AS n, max(tone_score) FILTER (WHERE queue = 'x') AS t FROM stg_calls",
    [
      'n: stg_calls_v1.queue selects, rows of stg_calls_v1',
      't: stg_calls_v1.queue selects, stg_calls_v1.tone_score aggregated',
    ],
  ],
  [
    'HAVING and ORDER BY, which are no source',
    'SELECT queue FROM stg_calls WHERE agent_id IS NULL GROUP BY queue HAVING max(tone_score) > 1 ORDER BY min(call_date)',
    ['queue: stg_calls_v1.queue copied'],
  ],
  [
    'WITH queries, one over the other',
    'WITH a AS (SELECT call_id AS x, tone_score * 2 AS y FROM stg_calls), b (p, q) AS (SELECT * FROM a) SELECT p, max(q) AS q FROM b GROUP BY p',
    ['p: stg_calls_v1.call_id copied', 'q: stg_calls_v1.tone_score aggregated'],
  ],
  [
    'a WITH query that hides a view of the same name',
    'WITH call_list AS (SELECT queue AS call_id FROM stg_calls) SELECT call_id FROM call_list',
    ['call_id: stg_calls_v1.queue copied'],
  ],
  [
    'a subquery in FROM',
    'SELECT y FROM (SELECT queue FROM stg_calls) AS s (y)',
    ['y: stg_calls_v1.queue copied'],
  ],
  [
    'a union, column by column',
    "SELECT call_id, queue FROM stg_calls UNION ALL SELECT upper(form_id), 'none' FROM qa_scores",
    [
      'call_id: qa_scores_v1.form_id computed, stg_calls_v1.call_id copied',
      'queue: stg_calls_v1.queue copied',
    ],
  ],
  [
    'a join, side by side',
    'SELECT c.call_id, s.criterion_id FROM stg_calls c LEFT JOIN qa_scores s ON c.call_id = s.call_id',
    ['call_id: stg_calls_v1.call_id copied', 'criterion_id: qa_scores_v1.criterion_id copied'],
  ],
  [
    'JOIN USING, whose column is of both sides',
    'SELECT call_id FROM stg_calls JOIN qa_scores USING (call_id)',
    ['call_id: qa_scores_v1.call_id copied, stg_calls_v1.call_id copied'],
  ],
  [
    'SELECT * of a join, and of one side',
    'SELECT a.*, b.* FROM (SELECT call_id, queue FROM stg_calls) a CROSS JOIN (SELECT form_id FROM qa_scores) b',
    [
      'call_id: stg_calls_v1.call_id copied',
      'queue: stg_calls_v1.queue copied',
      'form_id: qa_scores_v1.form_id copied',
    ],
  ],
  [
    'SELECT * over an aggregation',
    'SELECT * FROM (SELECT queue, count(*) AS n FROM stg_calls GROUP BY queue)',
    ['queue: stg_calls_v1.queue copied', 'n: rows of stg_calls_v1'],
  ],
  [
    'a window, whose partition and order only select',
    'SELECT sum(tone_score) OVER (PARTITION BY queue ORDER BY call_date) AS s FROM stg_calls',
    ['s: stg_calls_v1.call_date selects, stg_calls_v1.queue selects, stg_calls_v1.tone_score aggregated'],
  ],
  [
    'a named window',
    'SELECT lag(tone_score) OVER w AS before FROM stg_calls WINDOW w AS (PARTITION BY queue ORDER BY call_date)',
    [
      'before: stg_calls_v1.call_date selects, stg_calls_v1.queue selects, stg_calls_v1.tone_score aggregated',
    ],
  ],
  [
    'a number of a row',
    'SELECT row_number() OVER (ORDER BY call_id) AS n FROM stg_calls',
    ['n: stg_calls_v1.call_id selects, rows of stg_calls_v1'],
  ],
  [
    'a window over groups',
    'SELECT queue, rank() OVER (ORDER BY count(*) DESC) AS n, sum(max(tone_score)) OVER () AS t FROM stg_calls GROUP BY queue',
    ['queue: stg_calls_v1.queue copied', 'n: rows of stg_calls_v1', 't: stg_calls_v1.tone_score aggregated'],
  ],
  [
    'a scalar subquery, whose own conditions only select',
    'SELECT (SELECT max(s.score) FROM qa_scores s WHERE s.call_id = c.call_id) AS best FROM stg_calls c',
    ['best: qa_scores_v1.call_id selects, qa_scores_v1.score aggregated, stg_calls_v1.call_id selects'],
  ],
  [
    'IN with a subquery',
    'SELECT queue IN (SELECT agent_id FROM call_list) AS odd FROM stg_calls',
    ['odd: call_list_v1.agent_id computed, stg_calls_v1.queue computed'],
  ],
  [
    'EXISTS, which only selects',
    'SELECT EXISTS (SELECT s.score FROM qa_scores s WHERE s.call_id = c.call_id) AS seen FROM stg_calls c',
    ['seen: qa_scores_v1.call_id selects, qa_scores_v1.score selects, stg_calls_v1.call_id selects'],
  ],
  [
    'UNNEST, with its ordinal',
    'SELECT topic, n FROM stg_calls CROSS JOIN UNNEST(topics) WITH ORDINALITY AS u (topic, n)',
    ['topic: stg_calls_v1.topics computed', 'n: stg_calls_v1.topics computed'],
  ],
  [
    'a lambda, which may read the row around it',
    'SELECT filter(topics, t -> t <> queue) AS others FROM stg_calls',
    ['others: stg_calls_v1.queue computed, stg_calls_v1.topics computed'],
  ],
  [
    'LATERAL',
    'SELECT l.y FROM stg_calls c CROSS JOIN LATERAL (SELECT upper(c.queue) AS y) l',
    ['y: stg_calls_v1.queue computed'],
  ],
  ['VALUES', "SELECT a FROM (VALUES ('x'), ('y')) AS v (a)", ['a: ']],
];

describe('the lineage of a statement', () => {
  test.each(CASES)('follows %s', (_, sql, expected) => {
    expect(direct(sql)).toEqual(expected);
  });

  test('goes through views down to tables, and keeps the strongest way', () => {
    const [score] = lineageOfStatement('SELECT pass_rate AS p FROM agent_scorecard', catalog);
    expect(score && text(score.tables)).toBe('criterion_scores.outcome aggregated');
    const [, count] = lineageOfStatement('SELECT agent_id, calls FROM agent_scorecard', catalog);
    expect(count && text(count.tables)).toBe('rows of calls, rows of evaluations');
  });

  test('is refused with the statement', () => {
    expect(() => lineageOfStatement('SELECT nobody FROM call_list', catalog)).toThrow(SqlRefused);
  });
});

describe('the lineage of the published views', () => {
  const every = [...lineageOf(catalog)].flatMap(([view, columns]) =>
    columns.map((column): [string, ColumnLineage] => [`${view}.${column.column}`, column]),
  );

  test('has every column of every version, in its order', () => {
    for (const view of catalog.views)
      expect(
        lineageOf(catalog)
          .get(versionedName(view))
          ?.map(({ column }) => column),
      ).toEqual(view.columns.map(({ name }) => name));
  });

  test('ends at columns that there are, or at rows of tables; only a constant has none', () => {
    for (const [name, { direct: from, tables }] of every) {
      for (const { relation, column } of tables.columns) {
        expect(Object.keys(TABLES), name).toContain(relation);
        const columns = TABLES[relation as keyof typeof TABLES].columns;
        expect([...Object.keys(columns), 'tenant_id', 'period'], name).toContain(column);
      }
      for (const relation of tables.rows) expect(Object.keys(TABLES), name).toContain(relation);
      if (from.columns.length + from.rows.length > 0)
        expect(tables.columns.length + tables.rows.length, name).toBeGreaterThan(0);
    }
  });

  test('changes nothing about how a view is run', () => {
    const find = lakeRelations(catalog);
    const traced = Object.assign((parts: readonly string[]) => find(parts), { traced: true as const });
    for (const { name, sql } of catalog.views)
      expect(translate(sql, traced).duckdbSql, name).toBe(translate(sql, find).duckdbSql);
  });

  test('reads only the views that its yml names, and the tables in staging', () => {
    for (const view of catalog.views) {
      const allowed =
        view.layer === 'staging'
          ? Object.keys(TABLES)
          : view.dependsOn.map((name) => versionedName(catalog.view(name) ?? view));
      for (const { direct: from } of lineageOf(catalog).get(versionedName(view)) ?? [])
        for (const relation of [...from.columns.map((origin) => origin.relation), ...from.rows])
          expect(view.dependsOn.length > 0 || view.layer === 'staging' ? allowed : [], view.name).toContain(
            relation,
          );
    }
  });

  test('says of each column that is named like its source where the tenant comes from', () => {
    for (const [name, column] of every)
      if (column.column === 'tenant_id') {
        expect(isConstant(column), name).toBe(false);
        expect(new Set(column.tables.columns.map((origin) => origin.column)), name).toEqual(
          new Set(['tenant_id']),
        );
      }
  });
});

test('names the relations that a statement reads itself, and no WITH query', () => {
  expect([
    ...relationsRead('WITH call_list AS (SELECT * FROM calls) SELECT 1 FROM call_list', catalog),
  ]).toEqual(['calls']);
  expect(
    [
      ...relationsRead('SELECT (SELECT count(*) FROM lake.qa_scores) FROM call_list_v1, turns', catalog),
    ].sort(),
  ).toEqual(['call_list_v1', 'qa_scores_v1', 'turns']);
});
