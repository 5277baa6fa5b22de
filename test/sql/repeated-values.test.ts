import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { TABLE_NAMES, type TableName } from '../../etl/tables/index.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';

let folder: string;
let session: AthenaSession;

/** Enough rows of few values that their columns are written with a dictionary; one value fits no decimal. */
const CALLS = `SELECT 'c' || i AS call_id, CASE WHEN i = 50 THEN 1e22 ELSE i % 7 + 0.5 END::DOUBLE AS duration_seconds,
  CASE WHEN i = 50 THEN 'never' ELSE '2026-01-0' || (1 + i % 7) END AS queue FROM range(1000) numbers(i)`;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cci-repeated-'));
  const place = join(folder, 'curated/calls/tenant_id=acme/period=2026-01/s1');
  mkdirSync(place, { recursive: true });
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run(`COPY (${CALLS}) TO '${join(place, 'part-0.parquet')}' (FORMAT parquet)`);
  connection.closeSync();
  instance.closeSync();
  const files = Object.fromEntries(TABLE_NAMES.map((table) => [table, [] as string[]])) as Record<
    TableName,
    string[]
  >;
  files.calls.push(join(place, 'part-0.parquet'));
  session = await openSession({ tenantId: parseTenantId('acme'), files });
});
afterAll(() => {
  session.close();
  rmSync(folder, { recursive: true });
});

const rows = async (sql: string): Promise<unknown> => (await session.run(sql)).rows;

test('a value that cannot be converted makes only its own row NULL', async () => {
  expect(await rows('SELECT count(TRY_CAST(duration_seconds AS decimal(18, 6))) FROM calls')).toEqual([
    [999],
  ]);
  expect(await rows("SELECT count(TRY(parse_datetime(queue, 'yyyy-MM-dd'))) FROM calls")).toEqual([[999]]);
});

test('a value of a row that is left out fails nothing', async () => {
  expect(
    await rows(
      'SELECT sum(CAST(duration_seconds AS decimal(18, 2))) FROM calls WHERE duration_seconds < 1000e0',
    ),
  ).toEqual([['3495.50']]);
  expect(
    await rows(
      "SELECT count(CASE WHEN queue <> 'never' THEN parse_datetime(queue, 'yyyy-MM-dd') END) FROM calls",
    ),
  ).toEqual([[999]]);
  await expect(rows('SELECT CAST(duration_seconds AS decimal(18, 2)) FROM calls')).rejects.toMatchObject({
    code: 'invalid_cast_argument',
  });
});
