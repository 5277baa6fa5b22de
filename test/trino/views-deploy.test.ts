import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { trinoRunner } from '../../etl/engines/trino/index.ts';
import { type Catalog, loadCatalog, type View } from '../../sql/catalog.ts';
import {
  applyViews,
  DriftFound,
  NameTaken,
  planViews,
  readDeployed,
  ViewRefused,
  wantedViews,
} from '../../sql/deploy/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const PORT = 18_098;
// Over a hundred statements, one after the other, on a machine that may be busy.
vi.setConfig({ testTimeout: 600_000, hookTimeout: 600_000 });
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

const catalog = loadCatalog();
const url = `http://127.0.0.1:${PORT}`;
const runner = trinoRunner({ url, user: 'test', catalog: 'hive', schema: 'lake' });

/** The catalog with one view's text replaced. */
function withSql(name: string, sql: string): Catalog {
  const views = catalog.views.map((view) => (view.name === name ? ({ ...view, sql } as View) : view));
  const find = (named: string) => {
    const view = catalog.view(named);
    return view && views[catalog.views.indexOf(view)];
  };
  return { views, current: views.filter((view) => find(view.name) === view), view: find };
}

const plan = async (from: Catalog) => {
  const wanted = wantedViews(from);
  return planViews(
    wanted,
    await readDeployed(
      runner,
      'lake',
      wanted.map(({ name }) => name),
    ),
  );
};
const apply = async (from: Catalog, overwriteDrift = false) =>
  (await applyViews(runner, await plan(from), { overwriteDrift })).made;
const actions = async (from: Catalog, but = 'unchanged') =>
  (await plan(from)).views
    .filter(({ action }) => action !== but)
    .map(({ name, action }) => `${action} ${name}`);

describe.skipIf(!hasTrino())('the published views, put on a real Trino', () => {
  let home: string;
  let trino: Trino;
  let files: WrittenLake;
  let lake: TestLake;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-views-'));
    files = await writeLake({
      calls: [
        {
          call_id: 'c1',
          call_date: '2026-01-05',
          channel: 'voice',
          source_provider: 'x',
          pii_redacted: true,
        },
        { call_id: 'c2', call_date: '2026-01-06', channel: 'chat', source_provider: 'x', pii_redacted: true },
      ],
    });
    trino = startTrino(home, PORT);
    await mountLake(trino, home, files, { ...catalog, views: [] });
    lake = await makeLake();
  });
  afterAll(async () => {
    trino?.stop();
    files?.remove();
    rmSync(home, { recursive: true, force: true });
    await lake?.[Symbol.asyncDispose]();
  });

  const cci = (command: string, ...words: string[]) =>
    lake.cci(
      'views',
      command,
      '--target',
      'trino',
      '--url',
      url,
      '--catalog',
      'hive',
      '--schema',
      'lake',
      ...words,
    );
  const calls = async (view: string) => (await runner.run(`SELECT count(*) FROM ${view}`)).rows[0]?.[0];

  test('are planned, made, and then unchanged', async () => {
    const before = await cci('plan');
    expect([before.code, before.err]).toEqual([0, '']);
    expect(before.out).toMatch(/^call_list_v1 +create +is new$/m);
    expect(await calls("information_schema.views WHERE table_schema = 'lake'")).toBe(0);

    const made = await cci('apply');
    expect([made.code, made.err]).toEqual([0, '']);
    expect(made.out.match(/^made /gm)).toHaveLength(wantedViews(catalog).length);
    expect([await calls('call_list'), await calls('call_list_v1')]).toEqual([2, 2]);

    expect((await cci('apply')).out).toBe('Nothing to do.\n');
    expect(await actions(catalog)).toEqual([]);
  });

  test('are found changed by hand, with the old text or without, and are put right only on demand', async () => {
    const shown = (await runner.run('SHOW CREATE VIEW score_coverage_v1')).rows[0]?.[0];
    const again = `CREATE OR REPLACE VIEW score_coverage_v1 AS ${catalog.view('score_coverage')?.sql}\n-- a comment is not kept`;
    await runner.run(again);
    expect((await runner.run('SHOW CREATE VIEW score_coverage_v1')).rows[0]?.[0]).toBe(shown);
    expect(await actions(catalog)).toEqual([]);

    await runner.run(again.replace('count(*)', 'count(call_id)'));
    expect(await actions(catalog)).toEqual(['drift score_coverage_v1', 'replace score_coverage']);
    expect((await cci('plan')).code).toBe(2);
    await expect(apply(catalog)).rejects.toThrow(DriftFound);
    const refused = await cci('apply');
    expect([refused.code, refused.err.includes('score_coverage_v1')]).toEqual([1, true]);
    expect((await cci('apply', '--overwrite-drift')).out).toBe(
      'made score_coverage_v1\nmade score_coverage\n',
    );
    expect(await actions(catalog)).toEqual([]);
  });

  test('that others read are made again with them, since Trino keeps the types of columns', async () => {
    const sql = catalog.view('stg_etl_runs')?.sql ?? '';
    const other = withSql(
      'stg_etl_runs',
      sql.replace('SELECT\n  tenant_id,', "SELECT\n  tenant_id || 'x' AS tenant_id,"),
    );
    expect(other.view('stg_etl_runs')?.sql).not.toBe(sql);
    const names = await actions(other);
    expect(names.slice(0, 2)).toEqual(['replace stg_etl_runs_v1', 'replace stg_etl_runs']);
    expect(names).toContain('replace data_freshness_v1');
    expect(names).not.toContain('replace call_list_v1');
    await apply(other);
    expect(await calls('data_freshness')).toBe(1);
    await apply(catalog);
    expect(await actions(catalog)).toEqual([]);
  });

  test('are refused by the engine before anything is changed', async () => {
    const broken = withSql('score_trend', 'SELECT tenant_id, no_such_column FROM call_list');
    const earlier = withSql('qa_scores', `${catalog.view('qa_scores')?.sql}-- another text`);
    const both: Catalog = {
      ...broken,
      views: broken.views.map((view) =>
        view.name === 'qa_scores' ? (earlier.view('qa_scores') as View) : view,
      ),
    };
    await expect(apply(both)).rejects.toMatchObject({
      constructor: ViewRefused,
      where: 'score_trend_v1',
      hint: expect.stringContaining("Column 'no_such_column' cannot be resolved"),
    });
    expect(await actions(catalog)).toEqual([]);
  });

  test('never take the place of a table', async () => {
    await runner.run('DROP VIEW score_trend');
    await runner.run('CREATE TABLE score_trend (x varchar)');
    expect(await actions(catalog)).toEqual(['taken score_trend']);
    await expect(apply(catalog, true)).rejects.toThrow(NameTaken);
    await runner.run('DROP TABLE score_trend');
    expect(await apply(catalog)).toEqual(['score_trend']);
  });
});
