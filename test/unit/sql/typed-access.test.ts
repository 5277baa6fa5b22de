import { type Kysely, sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../sql/catalog.ts';
import { lakeRelations, translate } from '../../../sql/duckdb/index.ts';
import {
  createDb,
  type LakeSchema,
  literal,
  type Parameter,
  type QueryRunner,
  statementOf,
} from '../../../sql/query/index.ts';

/** A runner that keeps what it was asked and answers with the given rows. */
function recording(columns: readonly string[] = [], rows: readonly (readonly unknown[])[] = []) {
  const asked: { sql: string; parameters: readonly Parameter[] }[] = [];
  const runner: QueryRunner = {
    run: async (text, parameters = []) => {
      asked.push({ sql: text, parameters });
      return { columns: columns.map((name) => ({ name, type: 'varchar' })), rows };
    },
  };
  return { asked, db: createDb(runner) };
}
const { db } = recording();
const find = lakeRelations(loadCatalog());

describe('a typed query', () => {
  test('becomes Athena SQL with quoted names, ? in WHERE, and OFFSET before LIMIT', () => {
    const query = db
      .selectFrom('call_list')
      .select(['call_id'])
      .where('queue', '=', 'sales')
      .orderBy('call_id')
      .limit(10)
      .offset(20);
    expect(statementOf(query)).toEqual({
      sql: 'select "call_id" from "call_list" where "queue" = ? order by "call_id" offset 20 limit 10',
      parameters: ['sales'],
    });
  });

  test('has its values as literals outside WHERE, where Athena takes no ?', () => {
    const query = db
      .selectFrom('qa_scores as s')
      .innerJoin('call_list as c', (join) =>
        join.onRef('c.call_id', '=', 's.call_id').on('c.queue', '=', "O'Hara"),
      )
      .select((eb) => [
        eb.val("it's").as('text'),
        eb.fn.count<number>('s.call_id').filterWhere('s.outcome', '=', 'fail').as('failed'),
        eb.case().when('s.score', '>', 0.5).then(1).else(null).end().as('high'),
      ])
      .where('s.call_id', 'in', (eb) =>
        eb
          .selectFrom('call_list')
          .select('call_list.call_id')
          .where('call_list.band', '=', 'Good')
          .groupBy('call_list.call_id')
          .having((having) => having.fn.count<number>('call_list.call_id'), '>', 1),
      )
      .groupBy('s.score');
    const { sql: text, parameters } = statementOf(query);
    expect(parameters).toEqual(['Good']);
    expect(text).toContain(`"c"."queue" = 'O''Hara'`);
    expect(text).toContain(`select 'it''s' as "text"`);
    expect(text).toContain(`filter(where "s"."outcome" = 'fail')`);
    expect(text).toContain(`case when "s"."score" > 0.5E0 then 1 else NULL end`);
    expect(text).toContain(`"call_list"."band" = ?`);
    expect(text).toContain('> 1)');
  });

  test('finds nothing in an empty list', () => {
    const query = db.selectFrom('call_list').select('call_id').where('queue', 'in', []);
    const { sql: text, parameters } = statementOf(query);
    expect(text).toBe('select "call_id" from "call_list" where 1 = 0');
    expect(() => translate(text, find, parameters)).not.toThrow();
  });

  test('is understood by the translator', () => {
    const query = db
      .selectFrom('qa_scores as s')
      .innerJoin('call_list as c', 'c.call_id', 's.call_id')
      .select(({ fn }) => [
        's.criterion_id',
        fn.count('s.call_id').as('n'),
        fn.avg('c.percentage').as('mean'),
      ])
      .where('s.outcome', 'in', ['pass', 'fail'])
      .groupBy('s.criterion_id')
      .orderBy('n', 'desc')
      .limit(5);
    const { sql: text, parameters } = statementOf(query);
    expect(translate(text, find, parameters).columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'criterion_id varchar',
      'n bigint',
      'mean double',
    ]);
  });

  test('gives rows as objects', async () => {
    const { db: answering } = recording(['call_id', 'queue'], [['c1', null]]);
    expect(await answering.selectFrom('call_list').select(['call_id', 'queue']).execute()).toEqual([
      { call_id: 'c1', queue: null },
    ]);
  });

  test('takes a date as a parameter', () => {
    const query = db
      .selectFrom('call_list')
      .select('call_id')
      .where(sql<boolean>`call_date >= ${{ date: '2026-01-05' }}`);
    const { sql: text, parameters } = statementOf(query);
    expect(translate(text, find, parameters).duckdbSql).toContain("CAST('2026-01-05' AS DATE)");
  });

  test('refuses two result columns of one name', async () => {
    const { db: answering } = recording(['a', 'a'], [[1, 2]]);
    await expect(answering.selectFrom('call_list').select('call_id').execute()).rejects.toThrow(
      /two result columns/,
    );
  });

  test.each([1.5, -1, Number.NaN, 2 ** 60])('refuses %d as a number of rows', (rows) => {
    expect(() => db.selectFrom('call_list').select('call_id').limit(rows).compile()).toThrow();
  });

  test.each([new Date(0), ['a'], { day: '2026-01-05' }, undefined, Symbol('x')])(
    'refuses %s as a value',
    (value) => {
      const query = db.selectFrom('call_list').select('call_id').where(sql<boolean>`queue = ${value}`);
      expect(() => query.compile()).toThrow(/parameter|value|undefined/);
    },
  );

  test('writes nothing, also when the compiler is overruled', async () => {
    const { asked, db: recorded } = recording();
    const overruled = recorded as unknown as Kysely<LakeSchema>;
    await expect(overruled.deleteFrom('call_list').execute()).rejects.toThrow(/only SELECT/);
    await expect(overruled.transaction().execute(async () => undefined)).rejects.toThrow(/no transactions/);
    await expect(sql`select 1`.execute(overruled)).rejects.toThrow(/only SELECT/);
    expect(asked).toEqual([]);
  });

  test('streams all rows of a runner that has no pages', async () => {
    const { db: answering } = recording(['call_id'], [['a'], ['b']]);
    const ids: string[] = [];
    for await (const row of answering.selectFrom('call_list').select('call_id').stream())
      ids.push(row.call_id);
    expect(ids).toEqual(['a', 'b']);
  });
});

describe('a literal', () => {
  const VALUES: readonly (readonly [Parameter, string])[] = [
    ["O'Hara", "'O''Hara'"],
    ["'; --", "'''; --'"],
    ['', "''"],
    [7, '7'],
    [-0, '0'],
    [0.1, '0.1E0'],
    [1e21, '1E21'],
    [-2.5e-7, '-2.5E-7'],
    [9_007_199_254_740_993n, '9007199254740993'],
    [true, 'true'],
    [null, 'NULL'],
    [{ date: '2026-02-28' }, "CAST('2026-02-28' AS DATE)"],
  ];
  test.each(VALUES)('of %o is %s, of the type that a ? has', (value, text) => {
    expect(literal(value)).toBe(text);
    const typeOf = (statement: string, given: readonly Parameter[]) =>
      translate(statement, find, given).columns[0]?.type;
    expect(typeOf(`SELECT ${text} AS v`, [])).toBe(typeOf('SELECT ? AS v', [value]));
  });

  test.each([Number.NaN, Number.POSITIVE_INFINITY, { date: "2026-01-01' OR '1'='1" }])(
    'of %o is refused',
    (value) => {
      expect(() => literal(value)).toThrow(/parameter/);
    },
  );
});
