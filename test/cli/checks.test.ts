import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { currentFiles } from '../../etl/index.ts';
import { sampleTenants } from '../../fixtures/index.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const ACME = parseTenantId('acme');
const [sample] = sampleTenants({ seed: 11, until: '2026-02-20', days: 2, callsPerDay: 3 });

interface NightJson {
  readonly run_id: string;
  readonly checks: readonly {
    readonly tenant_id: string;
    readonly version: number;
    readonly passed: number;
    readonly failed: readonly object[];
    readonly recorded: boolean;
  }[];
}

// One lake that lives through a few nights: each test goes on where the one before has ended.
describe('cci checks', () => {
  let lake: TestLake;
  let first: NightJson;
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await writeSamples(lake.inbox, sample?.files ?? []);
    await lake.cci('tenants', 'add', 'acme', '--name', 'Acme', '--time-zone', 'Europe/Berlin');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    first = await lake.json<NightJson>('night', '--json');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  const results = (columns: string, where: string) =>
    lake.rows('acme', `SELECT ${columns} FROM check_results WHERE ${where}`);

  /** Rewrites a file of a table as somebody would who meddles with the lake. */
  async function meddle(table: 'call_days' | 'calls', replacement: string): Promise<void> {
    const { files } = await currentFiles({ curated: { root: lake.root } }, ACME);
    const file = files[table][0] ?? '';
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    await connection.run(
      `COPY (SELECT * REPLACE (${replacement}) FROM read_parquet('${file}', hive_partitioning = false)) TO '${file}.new' (FORMAT parquet)`,
    );
    connection.closeSync();
    renameSync(`${file}.new`, file);
  }

  it('run after the night that changes the data, and all pass', async () => {
    expect(first.checks).toMatchObject([{ tenant_id: 'acme', version: 1, failed: [], recorded: true }]);
    // Those of the data: of views, only by hand.
    const names = (await results('check_name', 'TRUE')).flat();
    expect(names).toHaveLength(first.checks[0]?.passed ?? 0);
    expect(names).toEqual(
      expect.arrayContaining(['rows_without_call', 'foreign_rows_in_calls', 'duplicates_in_turns']),
    );
    expect(names).not.toContain('duplicates_in_call_list');
    expect(await results('count(*), min(run_id)', 'passed AND is_latest')).toEqual([
      [first.checks[0]?.passed, first.run_id],
    ]);
  });

  it('do not run again after a night that changes nothing', async () => {
    expect((await lake.json<NightJson>('night', '--json')).checks).toEqual([]);
  });

  it('can be run by hand, which keeps nothing', async () => {
    const { code, out, err } = await lake.cci('checks', 'run', 'rows_without_call', '--tenant', 'acme');
    expect([code, err]).toEqual([0, 'checks of acme: all 1 passed\n']);
    expect(out).toMatch(/acme +rows_without_call +error +true +0/);
    expect(await results('count(DISTINCT run_id)', 'TRUE')).toEqual([[1]]);
  });

  it('are listed, and shown with SQL that runs', async () => {
    expect((await lake.cci('checks', 'list')).out).toMatch(
      /duplicates_in_turns +error +turns +turns has one row/,
    );
    const { out: sql } = await lake.cci(
      'checks',
      'show',
      'foreign_rows_in_calls',
      '--sql',
      '--tenant',
      'acme',
    );
    expect(await lake.rows('acme', sql)).toEqual([]);
    const { out } = await lake.cci('checks', 'show', 'rows_without_call');
    expect(out).toMatch(/severity error, owner qa-analytics, reads calls, evaluations, turns/);
  });

  it('refuse a name that is none', async () => {
    const { code, err } = await lake.cci('checks', 'run', 'nope');
    expect([code, err]).toEqual([1, expect.stringContaining('no check named nope')]);
  });

  it('say on stderr and in the exit code what is broken, and what to do', async () => {
    await meddle('call_days', 'calls + 1 AS calls');
    const { code, err, out } = await lake.cci('checks', 'run', '--format', 'json');
    expect(code).toBe(2);
    expect(err).toMatch(/checks: acme: error: call_days_unlike_calls: \d+ rows?; promised: the sums/);
    expect(err).toContain('cci replay --since');
    const rows = JSON.parse(out) as { check_name: string; passed: boolean }[];
    expect(rows.filter(({ passed }) => !passed).map(({ check_name }) => check_name)).toContain(
      'call_days_unlike_calls',
    );
  });

  it('are one line of complaint when one damaged file keeps all from running, without the advice of any', async () => {
    const { files } = await currentFiles({ curated: { root: lake.root } }, ACME);
    const file = files.calls[0] ?? '';
    const whole = readFileSync(file);
    writeFileSync(file, whole.subarray(0, 100));
    const damaged = `sql: a published file of the table calls is gone or damaged (${file})\n     Put it back from a copy, or have the tables made anew: cci replay --since DAY\n`;
    const { code, err } = await lake.cci('checks', 'run', '--tenant', 'acme');
    const [, checks] = /error: (\d+) checks could/.exec(err) ?? [];
    expect([code, err]).toEqual([
      2,
      `checks: acme: error: ${checks} checks could not be run: ${damaged}checks of acme: 0 of ${checks} passed\n`,
    ]);
    // What the engine says of it quotes SQL that nobody wrote.
    for (const words of [
      ['sql', '--tenant', 'acme', 'SELECT 1'],
      ['export', 'criterion-scores', '--tenant', 'acme', '--format', 'csv', '--out', `${lake.inbox}/x.csv`],
    ])
      expect(await lake.cci(...words)).toEqual({ code: 1, out: '', err: `cci: ${damaged}` });
    writeFileSync(file, whole);
  });

  it('are errors when they cannot be run, and are run again by the next night', async () => {
    const { files } = await currentFiles({ curated: { root: lake.root } }, ACME);
    rmSync(files.calls[0] ?? '');
    rmSync(`${lake.root}/curated/_manifests/check_runs.tenant_id=acme.json`);
    const { code, out, err } = await lake.cci('night', '--json');
    expect([code, err]).toEqual([2, expect.stringContaining('could not be run')]);
    const [checked] = (JSON.parse(out) as NightJson).checks;
    expect(checked).toMatchObject({ passed: expect.any(Number), recorded: true });
    expect(checked?.failed).toContainEqual(
      expect.objectContaining({ check: 'rows_without_call', severity: 'error', violations: null }),
    );
    const mended = await lake.json<NightJson>('night', '--since', '2026-01-01', '--json');
    expect(mended.checks).toMatchObject([{ failed: [], recorded: true }]);
    expect(await results('count_if(is_latest), count_if(NOT is_latest) > 0', 'TRUE')).toEqual([
      [mended.checks[0]?.passed, true],
    ]);
  });
});
