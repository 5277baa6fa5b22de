import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { FindRelation } from '../../sql/duckdb/index.ts';
import { INTEGER } from '../../sql/duckdb/types/type.ts';
import { SqlError } from '../../sql/errors.ts';
import { comparable, type TrinoAnswer } from '../support/trino.ts';
import { type Adapter, open } from '../support/trino-adapter.ts';
import { STATEMENT_BATTERY } from './statement-battery.ts';

interface Recorded {
  readonly sql: string;
  readonly trino: TrinoAnswer;
}

const recorded = readFileSync(new URL('./statement-answers.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);

test('every statement of the battery has a recorded answer', () =>
  expect(
    recorded.map(({ sql }) => sql),
    'run: node scripts/record-trino-answers.mjs',
  ).toEqual(STATEMENT_BATTERY.flat()));

const empty = (): Promise<Adapter> => open({ sql: '', find: () => null, schemas: ['lake'] });

let before = 0;
for (const script of STATEMENT_BATTERY) {
  const answers = recorded.slice(before, before + script.length);
  before += script.length;
  test(`as Trino: ${script[0]}`, async () => {
    const database = await empty();
    for (const { sql, trino } of answers)
      if ('error' in trino) await expect(database.run(sql), sql).rejects.toThrow(SqlError);
      else expect(comparable(sql, await database.run(sql)), sql).toBe(comparable(sql, trino));
  });
}

describe('prepared statements', () => {
  test('keep their text and take other values each time', async () => {
    const database = await empty();
    await database.run('PREPARE p FROM SELECT ? || upper(?) ORDER BY 1');
    expect(await database.run("EXECUTE p USING 'a', 'b'")).toEqual({ types: ['varchar'], rows: [['aB']] });
    expect((await database.run("EXECUTE p USING 'x', ''")).rows).toEqual([['x']]);
    await expect(database.run("EXECUTE p USING 'a'")).rejects.toThrow('1 parameters for 2 ?');
    await database.run('DEALLOCATE PREPARE p');
    await expect(database.run("EXECUTE p USING 'a', 'b'")).rejects.toThrow('no prepared statement p');
  });

  test('take literals and casts of them, not expressions or columns', async () => {
    const database = await empty();
    await database.run('PREPARE p FROM SELECT ? AS a FROM (VALUES 7) AS t (x)');
    expect((await database.run('EXECUTE p USING CAST(1 AS decimal(4, 2))')).types).toEqual(['decimal(4, 2)']);
    for (const value of ['x', '(SELECT 1)', 'count(1)', 'CAST(x AS bigint)'])
      await expect(database.run(`EXECUTE p USING ${value}`), value).rejects.toThrow(SqlError);
  });
});

describe('a database that statements change', () => {
  const given: FindRelation = ([name]) =>
    name === 'given' ? { sql: 'main.given', fields: [{ name: 'n', type: INTEGER, wild: false }] } : null;
  const withGiven = () => open({ sql: 'CREATE TABLE given AS SELECT 1 AS c1', find: given });

  test.each([
    'INSERT INTO given SELECT 2',
    'DROP TABLE given',
    'CREATE TABLE given AS SELECT 2 AS n',
    'CREATE OR REPLACE VIEW given AS SELECT 2 AS n',
  ])('does not change what was there before: %s', async (sql) => {
    const database = await withGiven();
    await expect(database.run(sql)).rejects.toThrow(SqlError);
    expect((await database.run('SELECT n FROM given')).rows).toEqual([[1]]);
  });

  test.each([
    "COPY given TO 'x.csv'",
    'DELETE FROM given',
    'UPDATE given SET n = 2',
    'CREATE SCHEMA s',
    'CREATE TABLE elsewhere.t AS SELECT 1 AS a',
    "SELECT * FROM read_text('/etc/hostname')",
    "CREATE TABLE t AS SELECT * FROM read_text('/etc/hostname')",
    'CREATE TABLE t AS SELECT 1 AS a; SELECT 1',
  ])('refuses by name what it does not know: %s', async (sql) => {
    const database = await withGiven();
    await expect(database.run(sql)).rejects.toThrow(SqlError);
  });

  test('takes back what a statement wrote before it was refused', async () => {
    const database = await empty();
    await database.run('CREATE TABLE t (a varchar)');
    await expect(
      database.run(
        'INSERT INTO t SELECT TRY(CAST(x AS varchar)) FROM (VALUES 1e0, 123456789.123456789e0) AS v (x)',
      ),
    ).rejects.toThrow('not proven');
    expect((await database.run('SELECT to_hex(sha256(to_utf8(max(a)))) FROM t')).rows).toEqual([[null]]);
    expect((await database.run('SELECT count(*) FROM t')).rows).toEqual([[0]]);
  });
});
