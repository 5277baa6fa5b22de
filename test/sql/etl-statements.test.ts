import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trinoCatalog } from '../../etl/engines/athena/catalog.ts';
import { DOCUMENTS, filesOf, LINES } from '../../etl/engines/athena/external-tables.ts';
import {
  insertAggregates,
  insertFacts,
  repeatedCalls,
  rowsDue,
  rowsWritten,
  stageLines,
  type TenantRun,
} from '../../etl/engines/athena/statements.ts';
import { duckdbEngine } from '../../etl/engines/index.ts';
import {
  AGGREGATE_TABLES,
  type AggregateTableName,
  FACT_TABLE_NAMES,
  PERIOD_TABLE_NAMES,
  PERIOD_TABLES,
  type PeriodTableName,
  TABLE_NAMES,
  type TableName,
} from '../../etl/tables/index.ts';
import { parseTenantId, sealDocument } from '../../pipeline/contract/index.ts';
import { type AthenaSession, openEngine, openSession, openWorkDatabase } from '../../sql/duckdb/index.ts';
import type { QueryRunner } from '../../sql/query/index.ts';
import { writeLineFile } from '../support/line-file.ts';
import { comparable } from '../support/trino.ts';
import { ACME, awkwardDocuments } from '../trino/awkward-documents.ts';

const ZONE = 'Europe/Berlin';
const run: TenantRun = {
  catalog: trinoCatalog({ catalog: 'hive', schema: 'lake', root: 'local://' }),
  tenantId: ACME,
  timeZone: ZONE,
  snapshot: 's1',
  openMonth: '2026-07',
};
/** Documents with a number or a time that the runner does not prove to be read as Athena reads it. */
const UNPROVEN = ['number-3', 'number-4', 'instant-10'];
const documents = awkwardDocuments().filter(({ call_id }) => !UNPROVEN.includes(call_id));
const days = documents.map(({ started_at }) => started_at.slice(0, 10)).sort();
const periods = [...new Set(days.map((day) => (day < '2026-07' ? day.slice(0, 7) : day)))];

let folder: string;
let database: QueryRunner;
let night: AthenaSession;

/** A file's place in the lake. */
function fileOf(table: TableName): string {
  const place = join(folder, `curated/${table}/tenant_id=${ACME}/period=2026-07-01/s1`);
  mkdirSync(place, { recursive: true });
  return join(place, 'part-0.parquet');
}

/** The tables as the engine of one machine writes them. */
async function writtenByNight(): Promise<AthenaSession> {
  const sealed = documents.map(sealDocument);
  const session = await duckdbEngine().open(folder);
  const writer = await session.begin(ZONE, { first: days[0] ?? '', last: days.at(-1) ?? '' });
  await writer.add(writeLineFile(join(folder, 'lines.ndjson'), sealed));
  const { tables } = await writer.write(fileOf);
  await writer.close();
  await session.close();
  const files = Object.fromEntries(
    TABLE_NAMES.map((table) => [table, table in tables ? [fileOf(table)] : []]),
  ) as unknown as Record<TableName, string[]>;
  return openSession({ tenantId: parseTenantId(ACME), files });
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'cci-etl-statements-'));
  const engine = await openEngine();
  await engine.lock([]);
  database = await openWorkDatabase(engine, { catalog: 'hive', schemas: ['lake'] });
  for (const table of [LINES, DOCUMENTS, ...PERIOD_TABLE_NAMES.map(filesOf)])
    await database.run(run.catalog.createTable(table));
  for (const document of documents)
    await database.run(`INSERT INTO ${run.catalog.name(LINES.name)} VALUES (?, ?, ?)`, [
      String(sealDocument(document)),
      ACME,
      run.snapshot,
    ]);
  await database.run(stageLines(run));
  for (const table of FACT_TABLE_NAMES) await database.run(insertFacts(run, table, periods));
  for (const table of Object.keys(AGGREGATE_TABLES) as AggregateTableName[])
    await database.run(insertAggregates(run, table, periods));
  night = await writtenByNight();
}, 60_000);

afterAll(() => {
  night.close();
  rmSync(folder, { recursive: true });
});

describe("the ETL's Athena statements, run here", () => {
  test.each(PERIOD_TABLE_NAMES)('give the rows of the nightly engine: %s', async (table: PeriodTableName) => {
    const columns = Object.keys(PERIOD_TABLES[table].columns)
      .map((name) => `"${name}"`)
      .join(', ');
    const rows = async (runner: QueryRunner, from: string) => {
      const sql = `SELECT ${columns} FROM ${from}`;
      const result = await runner.run(sql);
      expect(result.rows.length).toBeGreaterThan(0);
      return comparable(sql, { types: result.columns.map(({ type }) => type), rows: result.rows });
    };
    expect(await rows(database, run.catalog.name(filesOf(table).name))).toBe(await rows(night, table));
  });

  test('account for every row', async () => {
    expect((await database.run(repeatedCalls(run))).rows).toEqual([]);
    const due = await database.run(rowsDue(run));
    expect(due.rows.length).toBeGreaterThan(0);
    expect((await database.run(rowsWritten(run))).rows).toEqual(due.rows);
  });
});
