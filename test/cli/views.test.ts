import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTenants } from '../../fixtures/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { wantedViews } from '../../sql/deploy/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const [sample] = sampleTenants({ seed: 5, until: '2026-02-20', days: 2, callsPerDay: 3 });
const CALLS = `SELECT tenant_id, call_id, channel, percentage FROM call_list`;

describe('cci views', () => {
  let lake: TestLake;
  let calls: number;
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await writeSamples(lake.inbox, sample?.files ?? []);
    await lake.cci('tenants', 'add', 'acme');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    await lake.cci('night', '--no-checks');
    calls = Number((await lake.rows('acme', 'SELECT count(*) FROM call_list'))[0]?.[0]);
    expect(calls).toBeGreaterThan(3);
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  const diff = async (sql: string | null, ...words: string[]) => {
    const file = join(lake.inbox, '..', 'new.sql');
    if (sql !== null) await writeFile(file, sql);
    return lake.cci('views', 'diff', ...words, ...(sql === null ? [] : ['--file', file]), '--tenant', 'acme');
  };
  const view = (name: string) => loadCatalog().view(name)?.sql ?? '';

  describe('diff', () => {
    it('ends with 0 when the text of a file gives the same rows', async () => {
      const { code, out, err } = await diff(`${view('call_list')};\n`, 'call_list');
      expect([code, err]).toEqual([0, '']);
      expect(out).toMatch(
        new RegExp(
          `^call_list_v1 → .*new\\.sql, tenant acme, rows by tenant_id, call_id\n\nEqual: ${calls} rows`,
        ),
      );
    });

    it('compares two published views by name', async () => {
      expect((await diff(null, 'call_list', 'call_list_v1')).code).toBe(0);
    });

    it('ends with 1 and tells columns, rows and values that differ', async () => {
      const columns = (loadCatalog().view('call_list')?.columns ?? []).flatMap(({ name }) => {
        if (name === 'call_summary') return [];
        if (name === 'turn_count') return ['CAST(turn_count AS bigint) AS turn_count'];
        return [name === 'channel' ? 'upper(channel) AS channel' : name];
      });
      const changed = `SELECT ${columns.join(', ')}, 'x' AS note FROM call_list`;
      const { code, out } = await diff(changed, 'call_list', '--rows', '1');
      expect(code).toBe(1);
      expect(out).toMatch(
        /Columns\n {2}\+ note varchar\(1\)\n {2}- call_summary varchar\n {2}~ turn_count: integer → bigint\n/,
      );
      expect(out).toContain(`\n  channel: ${calls}\n`);
      expect(out.match(/: channel (voice → VOICE|chat → CHAT)\n/g)).toHaveLength(1);
    });

    it('gives rows of one side only, as CSV and as JSON', async () => {
      const fewer = `SELECT * FROM (${view('call_list')}) WHERE call_id <> (SELECT min(call_id) FROM call_list)`;
      const first = (await lake.rows('acme', 'SELECT min(call_id) FROM call_list'))[0]?.[0];
      const csv = await diff(fewer, 'call_list', '--format', 'csv');
      expect(csv.out).toBe(
        `in,key,column,left,right\nleft,"{""tenant_id"":""acme"",""call_id"":""${first}""}",,,\n`,
      );
      const json = await diff(fewer, 'call_list', '--format', 'json');
      expect(JSON.parse(json.out)).toMatchObject({
        equal: false,
        columns: { equal: true },
        rows: { left: calls, right: calls - 1, onlyLeft: 1, different: 0 },
      });
    });

    it('compares only the rows that are asked for', async () => {
      const fewer = `SELECT * FROM (${view('call_list')}) WHERE channel = 'voice'`;
      expect((await diff(fewer, 'call_list', '--where', "channel = 'voice'")).code).toBe(0);
      expect((await diff(`SELECT * FROM (${view('call_list')}) WHERE FALSE`, 'call_list')).code).toBe(1);
    });

    it('says that rows are not compared when the key is not in both', async () => {
      const { code, out } = await diff('SELECT tenant_id, call_date FROM call_list', 'call_list');
      expect([code, out.includes('not compared')]).toEqual([1, true]);
    });

    it('says where the statement of a file is refused', async () => {
      const { code, err } = await diff(CALLS.replace('channel', 'chanel'), 'call_list');
      expect([code, err.includes("'chanel' cannot be resolved (line 1, column 28)")]).toEqual([1, true]);
    });

    it.each([
      [['call_list'], 64],
      [['call_list', 'call_list', '--file', 'x.sql'], 64],
      [['call_list', 'no_such_view'], 1],
      [['call_list', '--file', '/no/such/file.sql'], 1],
    ])('ends %j with %i', async (words, code) => {
      const result = await diff(null, ...words);
      expect([result.code, result.out]).toEqual([code, '']);
      expect(result.err.length).toBeGreaterThan(10);
    });
  });

  describe('plan and apply', () => {
    it('on this machine prove that each view can be translated, and store nothing', async () => {
      const names = wantedViews(loadCatalog()).map(({ name }) => name);
      const plan = await lake.json<{ view: string; action: string }[]>(
        'views',
        'plan',
        '--target',
        'local',
        '--format',
        'json',
      );
      expect(plan.map((one) => [one.view, one.action])).toEqual(names.map((name) => [name, 'unchanged']));
      expect((await lake.cci('views', 'apply', '--target', 'local')).out).toBe(
        `Nothing to do: ${names.length} views can be translated, and nothing is stored here.\n`,
      );
    });

    it.each([
      [['--target', 'trino', '--url', 'http://localhost:1']],
      [['--target', 'athena', '--database', 'cci']],
      [['--target', 'athena', '--database', 'cci', '--workgroup', 'w', '--url', 'http://localhost:1']],
      [['--target', 'local', '--schema', 'cci']],
      [['--target', 'glue']],
      [[]],
    ])('refuse %j, which is no place', async (words) => {
      const { code, err } = await lake.cci('views', 'plan', ...words);
      expect(code).toBe(64);
      expect(err.length).toBeGreaterThan(10);
    });

    it('say in their help what each target means', async () => {
      for (const command of ['plan', 'apply']) {
        const { out } = await lake.cci('views', command, '--help');
        expect(out).toContain('--target local: here nothing is stored');
        expect(out).toContain('$ cci views ');
      }
    });
  });

  it('writes pages on every table and view, with the freshness of a tenant', async () => {
    const out = join(lake.inbox, '..', 'pages');
    const { code, err } = await lake.cci('views', 'docs', '--out', out, '--tenant', 'acme');
    expect([code, err]).toEqual([0, '']);
    expect(await readdir(out)).toContain('call_list_v1.html');
    const page = await readFile(join(out, 'call_list_v1.html'), 'utf8');
    expect(page).toContain(`<dt>Data of acme</dt><dd>${calls} rows, newest call of 2026-02-`);
    expect(await readFile(join(out, 'index.html'), 'utf8')).toMatch(/<dt>Last night<\/dt><dd>published/);
    expect((await lake.cci('views', 'docs', '--out', out, '--tenant', 'nobody')).code).toBe(1);
  });
});
