import { sql } from 'kysely';
import { describe, expect, test } from 'vitest';
import { loadCatalog } from '../../../sql/catalog.ts';
import { lakeRelations, translate } from '../../../sql/duckdb/index.ts';
import { createDb, type Parameter, type QueryRunner } from '../../../sql/query/index.ts';

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

describe('a typed query', () => {
  test('becomes Athena SQL with quoted names, ? parameters and OFFSET before LIMIT', async () => {
    const { asked, db } = recording();
    await db
      .selectFrom('call_list')
      .select(['call_id'])
      .where('queue', '=', 'sales')
      .orderBy('call_id')
      .limit(10)
      .offset(20)
      .execute();
    expect(asked).toEqual([
      {
        sql: 'select "call_id" from "call_list" where "queue" = ? order by "call_id" offset ? limit ?',
        parameters: ['sales', 20, 10],
      },
    ]);
  });

  test('is understood by the translator', async () => {
    const { asked, db } = recording();
    await db
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
      .limit(5)
      .execute();
    const { columns } = translate(asked[0]?.sql ?? '', lakeRelations(loadCatalog()), asked[0]?.parameters);
    expect(columns.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'criterion_id varchar',
      'n bigint',
      'mean double',
    ]);
  });

  test('gives rows as objects', async () => {
    const { db } = recording(['call_id', 'queue'], [['c1', null]]);
    expect(await db.selectFrom('call_list').select(['call_id', 'queue']).execute()).toEqual([
      { call_id: 'c1', queue: null },
    ]);
  });

  test('takes a date as a parameter', async () => {
    const { asked, db } = recording();
    await db
      .selectFrom('call_list')
      .select('call_id')
      .where(sql<boolean>`call_date >= ${{ date: '2026-01-05' }}`)
      .execute();
    expect(
      translate(asked[0]?.sql ?? '', lakeRelations(loadCatalog()), asked[0]?.parameters).duckdbSql,
    ).toContain("CAST('2026-01-05' AS DATE)");
  });

  test('refuses two result columns of one name', async () => {
    const { db } = recording(['a', 'a'], [[1, 2]]);
    await expect(db.selectFrom('call_list').select('call_id').execute()).rejects.toThrow(
      /two result columns/,
    );
  });

  test('writes nothing', async () => {
    const { asked, db } = recording();
    await expect(db.deleteFrom('call_list').execute()).rejects.toThrow(/only SELECT/);
    await expect(db.transaction().execute(async () => undefined)).rejects.toThrow(/no transactions/);
    expect(asked).toEqual([]);
  });
});

test('a column that is not in a view does not compile', () => {
  const { db } = recording();
  // @ts-expect-error: call_list has no column of this name
  expect(() => db.selectFrom('call_list').select('nothing').compile()).not.toThrow();
});
