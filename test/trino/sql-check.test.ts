import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { trinoRunner } from '../../etl/engines/trino/index.ts';
import { answer } from '../../infra/local/cli/sql-answer.ts';
import { openCheck } from '../../infra/local/cli/sql-check.ts';
import { CheckRefused } from '../../infra/local/errors.ts';
import { type Catalog, loadCatalog, type View } from '../../sql/catalog.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const PORT = 18_101;
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

const rows = (third: object) => ({
  calls: [
    { call_id: 'c1', call_date: '2026-01-02', agent_id: 'a', duration_seconds: 61.5 },
    { call_id: 'c2', call_date: '2026-01-03', agent_id: 'b', duration_seconds: 0.1 },
    { call_id: 'c3', call_date: '2026-01-03', agent_id: 'b', ...third },
  ],
  turns: Array.from({ length: 200 }, (_, index) => ({
    call_id: `c${index % 3}`,
    turn_index: index,
    text: `what was said ${index * 7919}`,
  })),
});

/** The catalog with these views and those that they read. */
function onlyBelow(...names: string[]): Catalog {
  const catalog = loadCatalog();
  const needed = new Set<View>();
  const add = (name: string): void => {
    const view = catalog.view(name);
    if (view === undefined) throw new Error(`no view ${name}`);
    needed.add(view);
    view.dependsOn.forEach(add);
  };
  names.forEach(add);
  return { ...catalog, views: catalog.views.filter((view) => needed.has(view)) };
}

describe.skipIf(!hasTrino())('cci sql --check', () => {
  const options = {
    check: `http://127.0.0.1:${PORT}/`,
    checkCatalog: 'hive',
    checkSchema: 'lake',
    checkUser: 'analyst',
  };
  let home: string;
  let lake: WrittenLake;
  let changed: WrittenLake;
  let session: AthenaSession;
  let elsewhere: AthenaSession;
  let trino: Trino;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-check-'));
    lake = await writeLake(rows({ duration_seconds: 0.2 }));
    changed = await writeLake(rows({ duration_seconds: 7 }));
    session = await openSession(lake);
    elsewhere = await openSession(changed);
    trino = startTrino(home, PORT);
    await mountLake(trino, home, lake, onlyBelow('call_list', 'agent_scorecard'));
  });

  afterAll(() => {
    trino?.stop();
    session?.close();
    elsewhere?.close();
    lake?.remove();
    changed?.remove();
    rmSync(home, { recursive: true, force: true });
  });

  /** What the command writes to stderr, and its exit code. */
  async function check(on: AthenaSession, sql: string): Promise<{ err: string; code: number }> {
    let [err, code] = ['', 0];
    const terminal = {
      out: () => {},
      err: (text: string) => {
        err += text;
      },
      interactive: false,
      progress: false,
      columns: 80,
    };
    const exitWith = (value: number) => {
      code = value;
    };
    const settings = {
      format: 'csv',
      stats: false,
      usdPerTb: 5,
      check: await openCheck(options, lake.tenantId),
    } as const;
    await answer(on, { terminal, exitWith }, settings, { sql, signal: new AbortController().signal });
    return { err, code };
  }

  test.each([
    'SELECT * FROM calls',
    'SELECT * FROM call_list ORDER BY call_id',
    'SELECT agent_id, sum(duration_seconds) AS seconds, count(*) AS calls FROM calls GROUP BY agent_id',
    "SELECT DATE '2026-01-01' + INTERVAL '1' DAY AS d, DECIMAL '1.50' AS n, ARRAY[1, NULL] AS a, NULL AS nothing",
    'SELECT call_id FROM calls WHERE false',
  ])('finds %s the same', async (sql) => {
    expect(await check(session, sql)).toEqual({ err: 'check: Trino gives the same\n', code: 0 });
  });

  test('names the rows that differ, by position or as a bag', async () => {
    const select = 'SELECT call_id, duration_seconds FROM calls';
    expect(await check(elsewhere, select)).toEqual({
      err: 'check: Trino differs\n  only here: (c3, 7)\n  only in Trino: (c3, 0.2)\n',
      code: 1,
    });
    expect(await check(elsewhere, `${select} ORDER BY call_id`)).toEqual({
      err: 'check: Trino differs\n  row 3: here (c3, 7), Trino (c3, 0.2)\n',
      code: 1,
    });
    expect((await check(elsewhere, 'SELECT call_id FROM calls WHERE duration_seconds > 5')).err).toContain(
      'rows: here 2, Trino 1',
    );
  });

  test.each(['text', 'turn_index', 'call_id'])(
    'scans of the column %s what the estimate says',
    async (column) => {
      // Footers are read by both; small files are read whole unless this is set.
      const headers = { 'X-Trino-Session': 'hive.parquet_small_file_threshold=0B' };
      const runner = trinoRunner({
        url: options.check.replace(/\/$/, ''),
        user: 'test',
        catalog: 'hive',
        schema: 'lake',
        headers,
      });
      const scanned = async (sql: string): Promise<number> => (await runner.run(sql)).scannedBytes ?? 0;
      const sql = `SELECT max(${column}) AS a FROM turns`;
      const footers = await scanned('SELECT count(*) AS n FROM turns');
      expect(await session.scannedBytes(sql)).toBe((await scanned(sql)) - footers);
    },
  );

  test('says that Trino refuses what runs here', async () => {
    await trino.must('DROP VIEW hive.lake.agent_scorecard_v1');
    expect(await check(session, 'SELECT count(*) AS n FROM agent_scorecard_v1')).toEqual({
      err: 'check: Trino differs\n  Trino refuses it: TABLE_NOT_FOUND\n',
      code: 1,
    });
  });

  test('refuses a schema without the lake', async () => {
    await trino.must('CREATE SCHEMA IF NOT EXISTS hive.empty');
    await expect(openCheck({ ...options, checkSchema: 'empty' }, lake.tenantId)).rejects.toThrow(
      CheckRefused,
    );
  });

  test('refuses a Trino that shows rows of other tenants', async () => {
    const folder = join(home, 'warehouse', 'calls', 'tenant_id=globex', 'period=2026-01');
    mkdirSync(folder, { recursive: true });
    for (const file of changed.files.calls) cpSync(file, join(folder, basename(file)));
    await trino.must("CALL hive.system.sync_partition_metadata('lake', 'calls', 'FULL')");
    await expect(openCheck(options, lake.tenantId)).rejects.toThrow(/other tenants/);
  });
});
