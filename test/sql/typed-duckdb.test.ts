import { readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { Table, tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import * as datasets from '../../reports/datasets/index.ts';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { arrowStream } from '../../sql/duckdb/arrow/index.ts';
import { type AthenaSession, duckdbDialect, openSession } from '../../sql/duckdb/index.ts';
import { QueryCancelled } from '../../sql/errors.ts';
import { createDb, type LakeDb, statementOf } from '../../sql/query/index.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { protocolRowsOf } from '../support/read-arrow.ts';
import { BATTERY_ROWS } from './battery.ts';

let lake: WrittenLake;
let session: AthenaSession;
let db: LakeDb;
beforeAll(async () => {
  lake = await writeLake(BATTERY_ROWS);
  session = await openSession(lake);
  db = createDb(duckdbDialect(session));
});
afterAll(() => {
  session.close();
  lake.remove();
});

/** 12,000 rows and more than a minute of them, without a large table. */
const MANY = 'SELECT a FROM UNNEST(sequence(1, 10000)) AS x (a) ORDER BY a';
const ENDLESS = `SELECT sum(a + b + c) AS s FROM UNNEST(sequence(1, 10000)) AS x (a)
  CROSS JOIN UNNEST(sequence(1, 10000)) AS y (b) CROSS JOIN UNNEST(sequence(1, 10000)) AS z (c)`;

describe('typed access to DuckDB', () => {
  test('streams the rows that it gives at once', async () => {
    const query = db.selectFrom('call_list').select(['call_id', 'percentage']).orderBy('call_id');
    const streamed = [];
    for await (const row of query.stream()) streamed.push(row);
    expect(streamed.length).toBeGreaterThan(1);
    expect(streamed).toEqual(await query.execute());
  });

  test('gives a result in parts, each with its columns', async () => {
    const sizes: number[] = [];
    for await (const { columns, rows } of session.pages(MANY)) {
      expect(columns).toEqual([{ name: 'a', type: 'bigint' }]);
      sizes.push(rows.length);
    }
    expect(sizes).toEqual([2048, 2048, 2048, 2048, 1808]);
  });

  test('gives an empty result as one part', async () => {
    const parts = [];
    for await (const part of session.pages("SELECT call_id FROM call_list WHERE channel = 'nothing'"))
      parts.push(part);
    expect(parts).toEqual([{ columns: [{ name: 'call_id', type: 'varchar' }], rows: [] }]);
  });

  test('runs another query while a result is read', async () => {
    const counts: unknown[] = [];
    for await (const _part of session.pages('SELECT call_id FROM call_list LIMIT 1'))
      counts.push((await session.run('SELECT 1 AS one')).rows);
    expect(counts).toEqual([[[1]]]);
  });

  test('stops a query that nobody waits for, and runs the next', async () => {
    const caller = new AbortController();
    const run = session.pages(ENDLESS, [], { signal: caller.signal }).next();
    const ends = expect(run).rejects.toThrow(QueryCancelled);
    setImmediate(() => caller.abort());
    await ends;
    expect((await session.run('SELECT 1 AS one')).rows).toEqual([[1]]);
  });

  test('ends a typed query with the reason of the signal', async () => {
    const signal = AbortSignal.abort(new Error('the page was left'));
    await expect(db.selectFrom('call_list').select('call_id').execute({ signal })).rejects.toThrow(
      'the page was left',
    );
  });

  test('gives a typed query as Arrow', async () => {
    const { sql, parameters } = statementOf(datasets.criterionScores(db));
    const parts: Buffer[] = [];
    for await (const part of arrowStream(await session.arrow(sql, parameters))) parts.push(part as Buffer);
    const { rows } = await session.run(sql, parameters);
    expect(rows.length).toBeGreaterThan(0);
    expect(protocolRowsOf(tableFromIPC(Buffer.concat(parts)))).toEqual(rows);
  });

  test('gives every view as Arrow, with the values of its rows', async () => {
    const sorted = (rows: readonly unknown[]) => rows.map((row) => JSON.stringify(row)).sort();
    for (const view of loadCatalog().views) {
      const sql = `SELECT * FROM ${versionedName(view)}`;
      const { rows, columns } = await session.run(sql);
      const { schema, batches } = await session.arrow(sql);
      expect(schema.fields.map(({ name, metadata }) => ({ name, type: metadata.get('trino:type') }))).toEqual(
        columns,
      );
      expect(sorted(protocolRowsOf(new Table(schema, [...batches()]))), sql).toEqual(sorted(rows));
    }
  });

  test('works as the docs show it', async () => {
    const text = readFileSync(new URL('../../docs/sql.md', import.meta.url), 'utf8');
    const section = text.slice(text.indexOf('## Typed access'));
    const [, code = ''] = /```ts\n(const worst[\s\S]*?)```/.exec(section) ?? [];
    const AsyncFunction = (async () => {}).constructor as new (
      ...parts: string[]
    ) => (database: typeof db) => Promise<unknown[]>;
    const worst = await new AsyncFunction('db', `${stripTypeScriptTypes(code)}; return worst;`)(db);
    expect(worst.length).toBeGreaterThan(0);
  });
});
