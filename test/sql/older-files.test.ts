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

const EVIDENCE =
  '{turn: 3::INTEGER, start_ms: NULL::BIGINT, start_offset: NULL::INTEGER, quote: $$yes$$, verified: TRUE}';

/** Files of a table, by period; what a file has no column of was not known when it was written. */
const FILES: { readonly [T in TableName]?: { readonly [period: string]: string } } = {
  turns: {
    '2025-01': "SELECT 'old' AS call_id, 0::INTEGER AS turn_index, 'hello' AS text",
    '2026-01':
      "SELECT 'AGENT' AS speaker, 'new' AS call_id, 1::INTEGER AS turn_index, 12::BIGINT AS start_ms, 'bye' AS text",
  },
  criterion_scores: {
    '2025-01': "SELECT 'old' AS call_id, [{turn: 7::INTEGER, quote: 'no'}] AS evidence",
    '2026-01': `SELECT 'new' AS call_id, [${EVIDENCE.replaceAll('$$', "'")}] AS evidence, 0.5::DOUBLE AS score`,
  },
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cci-older-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files = Object.fromEntries(TABLE_NAMES.map((table) => [table, [] as string[]])) as Record<
    TableName,
    string[]
  >;
  for (const [table, periods] of Object.entries(FILES))
    for (const [period, sql] of Object.entries(periods)) {
      const place = join(folder, `curated/${table}/tenant_id=acme/period=${period}/s1`);
      mkdirSync(place, { recursive: true });
      await connection.run(`COPY (${sql}) TO '${place}/part-0.parquet' (FORMAT parquet)`);
      files[table as TableName].push(`${place}/part-0.parquet`);
    }
  connection.closeSync();
  instance.closeSync();
  session = await openSession({ tenantId: parseTenantId('acme'), files });
});

afterAll(() => {
  session.close();
  rmSync(folder, { recursive: true });
});

const asked = async (sql: string) => {
  const { columns, rows } = await session.run(sql);
  return { types: columns.map(({ type }) => type), rows };
};

test('a column that an older file lacks is NULL there, with its own type', async () => {
  expect(
    await asked('SELECT call_id, speaker, start_ms, word_count, text, period FROM turns ORDER BY call_id'),
  ).toEqual({
    types: ['varchar', 'varchar', 'bigint', 'integer', 'varchar', 'varchar'],
    rows: [
      ['new', 'AGENT', 12, null, 'bye', '2026-01'],
      ['old', null, null, null, 'hello', '2025-01'],
    ],
  });
  expect(
    (await asked("SELECT count(*) FROM turns WHERE speaker = 'AGENT' OR word_count IS NULL")).rows,
  ).toEqual([[2]]);
});

test('a field that the rows of an older file lack is NULL there', async () => {
  expect(
    (
      await asked(
        'SELECT call_id, score, evidence[1].turn, evidence[1].quote, evidence[1].verified FROM criterion_scores ORDER BY 1',
      )
    ).rows,
  ).toEqual([
    ['new', 0.5, 3, 'yes', true],
    ['old', null, 7, 'no', null],
  ]);
});
