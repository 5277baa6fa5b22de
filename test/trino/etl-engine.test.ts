import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import {
  athenaDialect,
  LINES,
  namedPartition,
  stageSealedLines,
  stageTenant,
  type TenantAccount,
  type TenantRun,
  writeTenant,
} from '../../etl/engines/athena/index.ts';
import { duckdbDialect } from '../../etl/engines/duckdb/dialect.ts';
import { duckdbEngine } from '../../etl/engines/index.ts';
import {
  FACT_TABLE_NAMES,
  PERIOD_TABLE_NAMES,
  PERIOD_TABLES,
  type PeriodTableName,
} from '../../etl/tables/index.ts';
import {
  type CallDocument,
  parseJson,
  parseRawCallKey,
  rawCallKey,
  readCallDocument,
  sealDocument,
} from '../../pipeline/contract/index.ts';
import { makeLake } from '../support/cci.ts';
import { writeLineFile } from '../support/line-file.ts';
import { hasTrino, TRINO_SCRIPT } from '../support/trino.ts';
import { ACME, awkwardDocuments } from './awkward-documents.ts';
import { startTrinoLake, type TrinoLake } from './lake-trino.ts';
import { conversations } from './real-conversations.ts';
import { keyOf, makeFolders, putWinners } from './tenant-runs.ts';

const PORT = 18_096;
// Hundreds of statements, one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000 });
const REAL_CALLS = 200;
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

const dayOf = ({ started_at }: CallDocument): string => started_at.slice(0, 10);
const pathOf = (document: CallDocument): string => rawCallKey(keyOf(document));
const periodOf = (dt: string, openMonth: string): string =>
  dt.slice(0, 7) < openMonth ? dt.slice(0, 7) : dt;
const unique = (texts: readonly string[]): string[] => [...new Set(texts)].sort();

describe.skipIf(!hasTrino())('the shape on a real Trino', () => {
  let lake: TrinoLake;
  let scratch: string;

  beforeAll(async () => {
    scratch = mkdtempSync(join(tmpdir(), 'cci-etl-engine-'));
    lake = await startTrinoLake(PORT);
  });
  afterAll(() => {
    lake?.stop();
    rmSync(scratch, { recursive: true, force: true });
  });

  const working = () => ({ runner: lake.runner });
  const runOf = (snapshot: string, timeZone: string): TenantRun => ({
    catalog: lake.catalog,
    tenantId: ACME,
    timeZone,
    snapshot,
    openMonth: '2026-07',
  });

  /** Everything a caller does, with the documents that lie in `raw`. */
  async function onTrino(run: TenantRun, documents: readonly CallDocument[]): Promise<TenantAccount> {
    const days = unique(documents.map(dayOf));
    const periods = unique(days.map((dt) => periodOf(dt, run.openMonth)));
    makeFolders(lake, run, { days, periods });
    putWinners(lake, run, documents.map(keyOf));
    expect(await stageTenant(working(), run, { days })).toEqual([]);
    return writeTenant(working(), run, periods);
  }

  /** The same documents through the engine of one machine, all in one period. @returns a file by table */
  async function onDuckDb(
    name: string,
    timeZone: string,
    documents: readonly CallDocument[],
  ): Promise<Record<string, string>> {
    const folder = join(scratch, name);
    mkdirSync(join(folder, 'spill'), { recursive: true });
    const sealed = documents.map(sealDocument);
    const session = await duckdbEngine().open(join(folder, 'spill'));
    const days = documents.map(dayOf).sort();
    const writer = await session.begin(timeZone, { first: days[0] ?? '', last: days.at(-1) ?? '' });
    await writer.add(writeLineFile(join(folder, 'lines.ndjson'), sealed));
    const fileOf = (table: PeriodTableName) => join(folder, `${table}.parquet`);
    const { tables } = await writer.write(fileOf);
    await writer.close();
    await session.close();
    return Object.fromEntries(Object.keys(tables).map((table) => [table, fileOf(table as PeriodTableName)]));
  }

  function trinoFiles(run: TenantRun, table: PeriodTableName): string[] {
    const top = join(lake.root, `curated/${table}`);
    return readdirSync(top, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.includes(`/${run.snapshot}/`) && !path.split('/').at(-1)?.startsWith('.'))
      .map((path) => join(top, path));
  }

  const listed = (files: readonly string[]): string =>
    `read_parquet([${files.map((file) => `'${file}'`).join(', ')}], hive_partitioning = false)`;

  /** Rows that only one of two sets of files has, to the bit; columns and types first. */
  async function differences(table: PeriodTableName, ours: string, theirs: readonly string[]) {
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const ask = async (sql: string) => (await connection.runAndReadAll(sql)).getRowsJson();
    const columns = Object.keys(PERIOD_TABLES[table].columns);
    const types = async (source: string) =>
      (await ask(`DESCRIBE SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM ${source}`)).map(
        ([name, type]) => `${name} ${type}`,
      );
    const select = (source: string) =>
      `SELECT ${columns.map((name) => `"${name}"`).join(', ')} FROM ${source}`;
    try {
      expect(await types(listed(theirs))).toEqual(await types(listed([ours])));
      return {
        onlyDuckDb: await ask(`${select(listed([ours]))} EXCEPT ALL ${select(listed(theirs))}`),
        onlyTrino: await ask(`${select(listed(theirs))} EXCEPT ALL ${select(listed([ours]))}`),
      };
    } finally {
      connection.closeSync();
      instance.closeSync();
    }
  }

  async function expectSameRows(run: TenantRun, name: string, documents: readonly CallDocument[]) {
    const ours = await onDuckDb(name, run.timeZone, documents);
    for (const table of PERIOD_TABLE_NAMES) {
      const theirs = trinoFiles(run, table);
      expect(theirs.length > 0, table).toBe(ours[table] !== undefined);
      if (ours[table] === undefined) continue;
      const { onlyDuckDb, onlyTrino } = await differences(table, ours[table], theirs);
      expect({ table, onlyDuckDb, onlyTrino }).toEqual({ table, onlyDuckDb: [], onlyTrino: [] });
    }
  }

  const putRaw = (documents: readonly CallDocument[]) => {
    for (const document of documents) lake.put(pathOf(document), sealDocument(document));
  };

  test('gives the rows of the DuckDB engine in all ten tables, to the bit', async () => {
    const documents = awkwardDocuments();
    putRaw(documents);
    const run = runOf('run-1.0', 'Europe/Berlin');
    const account = await onTrino(run, documents);
    expect(account.repeated).toEqual([]);
    expect(account.rows.filter(({ due, written }) => due !== written)).toEqual([]);
    expect(account.balanced).toBe(true);
    expect(unique(account.rows.map(({ table }) => table))).toEqual(unique(FACT_TABLE_NAMES));
    await expectSameRows(run, 'awkward', documents);
  });

  test('makes no rows of what is damaged, misplaced, gone or without a seal, and names it', async () => {
    const good = awkwardDocuments()[0] as CallDocument;
    const make = (call_id: string) => ({ ...good, call_id, started_at: '2026-07-05T10:00:00.000Z' });
    const [whole, flipped, cut, unsealed, gone, moved, twice, sealedAgain] = [
      'd-whole',
      'd-flipped',
      'd-cut',
      'd-unsealed',
      'd-gone',
      'd-moved',
      'd-twice',
      'd-sealed-again',
    ].map(make) as [
      CallDocument,
      CallDocument,
      CallDocument,
      CallDocument,
      CallDocument,
      CallDocument,
      CallDocument,
      CallDocument,
    ];
    const older = { ...whole, revision: '20250101T000000000Z-00000000', queue: 'old' };
    putRaw([whole, older, twice]);
    const flippedLine = sealDocument(flipped);
    flippedLine[flippedLine.indexOf('sales')] = 0x53;
    lake.put(pathOf(flipped), flippedLine);
    lake.put(pathOf(cut), sealDocument(cut).subarray(0, -1));
    lake.put(pathOf(unsealed), JSON.stringify(unsealed));
    lake.put(pathOf(moved).replace('dt=2026-07-05', 'dt=2026-07-06'), sealDocument(moved));
    const run = runOf('run-2.0', 'Europe/Berlin');
    const documents = [whole, flipped, cut, unsealed, gone, moved, twice, sealedAgain];
    const days = ['2026-07-05', '2026-07-06'];
    makeFolders(lake, run, { days, periods: ['2026-07-05'] });
    putWinners(lake, run, documents.map(keyOf));
    const missing = await stageTenant(working(), run, { days });
    expect(missing.map(({ call_id }) => call_id)).toEqual([
      'd-cut',
      'd-flipped',
      'd-gone',
      'd-moved',
      'd-sealed-again',
      'd-unsealed',
    ]);
    lake.put(
      `${namedPartition(LINES, ACME, run.snapshot).folder}/part-0`,
      [unsealed, sealedAgain].map((document) => `${sealDocument(document)}\n`).join(''),
    );
    await stageSealedLines(working(), run);
    const account = await writeTenant(working(), run, ['2026-07-05']);
    expect(account).toMatchObject({ balanced: true, repeated: [] });
    expect(account.rows.find(({ table }) => table === 'calls')).toEqual({
      table: 'calls',
      dt: '2026-07-05',
      due: 4,
      written: 4,
    });
    await expectSameRows(run, 'mended', [whole, unsealed, twice, sealedAgain]);
  });

  test('shows the wall clock of every zone as DuckDB does', async () => {
    const times = [
      '1850-01-01T12:00:00.000Z',
      '1969-12-31T23:59:59.999Z',
      '2026-10-25T00:30:00.000Z',
      '2059-07-01T12:34:56.789Z',
    ];
    const select = (zone: string, time: string, dialect: typeof athenaDialect) => {
      const day = time.slice(0, 10);
      const { instant, wallClock } = dialect(zone, { first: day, last: day });
      return `SELECT '${zone} ${day}' AS "which", CAST(${wallClock(instant(`'${time}'`))} AS varchar) AS "shown"`;
    };
    const zones = Intl.supportedValuesOf('timeZone');
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    const lines = (rows: readonly (readonly unknown[])[]) =>
      rows.map(([which, shown]) => `${which} ${String(shown).replace(/\.000$/, '')}`).sort();
    for (let at = 0; at < zones.length; at += 50) {
      const cases = zones.slice(at, at + 50).flatMap((zone) => times.map((time) => [zone, time] as const));
      const all = (dialect: typeof athenaDialect) =>
        cases.map(([zone, time]) => select(zone, time, dialect)).join(' UNION ALL ');
      const theirs = await lake.runner.run(all(athenaDialect));
      const ours = await connection.runAndReadAll(all(duckdbDialect));
      expect(lines(theirs.rows)).toEqual(lines(ours.getRowsJson()));
    }
    connection.closeSync();
    instance.closeSync();
  });

  const REAL = fileURLToPath(new URL('../../../shared/data/real-calls/', import.meta.url));
  if (!existsSync(REAL))
    process.stderr.write('real calls on Trino: skipped, ../shared/data/real-calls is not here\n');

  test.skipIf(!existsSync(REAL))(
    'gives the same rows for calls that were landed from real files',
    async () => {
      await using home = await makeLake();
      await home.cci('tenants', 'add', ACME, '--time-zone', 'America/New_York');
      await home.cci('forms', 'publish', 'service-quality', '--tenant', ACME);
      await home.cci('ingest', REAL, '--tenant', ACME, '--json');
      const raw = `raw/calls/tenant_id=${ACME}`;
      const landed = readdirSync(join(home.root, raw), { recursive: true, encoding: 'utf8' })
        .filter((path) => path.endsWith('.json'))
        .map((path) => `${raw}/${path}`)
        .map((key) => readCallDocument(parseJson(readFileSync(join(home.root, key))), parseRawCallKey(key)));
      const documents = [...landed, ...conversations(join(REAL, 'multidogo'), REAL_CALLS - landed.length)];
      process.stderr.write(`real calls on Trino: ${documents.length} documents\n`);
      expect(documents.length).toBeGreaterThan(landed.length);
      putRaw(documents);
      const run = runOf('run-4.0', 'America/New_York');
      expect(await onTrino(run, documents)).toMatchObject({ balanced: true, repeated: [] });
      await expectSameRows(run, 'real', documents);
    },
  );
});
