import { execFile } from 'node:child_process';
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { tableFromIPC } from 'apache-arrow';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTenants } from '../../fixtures/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';
import { protocolRowsOf } from '../support/read-arrow.ts';

const BIN = fileURLToPath(new URL('../../bin/cci.mjs', import.meta.url));
const [sample] = sampleTenants({ seed: 11, until: '2026-02-20', days: 3, callsPerDay: 4 });
const files = [...(sample?.files ?? [])];

describe('cci', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await writeSamples(lake.inbox, files);
    await writeFile(join(lake.inbox, 'notes.txt'), 'call the plumber');
    await writeFile(join(lake.inbox, 'picture.png'), 'not offered by a folder');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  it('explains itself, every command with an example', async () => {
    const { code, out } = await lake.cci('--help');
    expect(code).toBe(0);
    for (const command of [
      'tenants',
      'forms',
      'ingest',
      'calls',
      'night',
      'replay',
      'sql',
      'views',
      'checks',
      'export',
      'serve',
    ]) {
      expect(out).toContain(command);
    }
    for (const words of [
      ['ingest'],
      ['night'],
      ['replay'],
      ['sql'],
      ['serve'],
      ['checks', 'run'],
      ['export', 'criterion-scores'],
      ['tenants', 'add'],
    ]) {
      const help = await lake.cci(...words, '--help');
      expect([words, help.code, help.out]).toEqual([words, 0, expect.stringContaining('$ cci ')]);
    }
  });

  it.each([
    [[], 64],
    [['no-such-command'], 64],
    [['night', '--since', '2026-02-31'], 64],
    [['ingest', '/no/such/path', '--tenant', 'acme'], 64],
    [['tenants', 'add', 'Not A Tenant'], 1],
    [['tenants', 'add', 'mars', '--time-zone', 'Mars/Olympus'], 64],
    [['views', 'show', 'no_such_view'], 1],
    [['forms', 'lint', '/no/such/form.yaml'], 1],
  ])('ends %j with exit code %i and says why on stderr', async (words, code) => {
    await lake.cci('tenants', 'add', 'acme');
    const result = await lake.cci(...words);
    expect(result.code).toBe(code);
    expect(result.err.length).toBeGreaterThan(10);
    expect(result.err).not.toMatch(/ at .*\.ts:\d+/);
  });

  it('registers a tenant once and changes it on request', async () => {
    expect((await lake.cci('tenants', 'add', 'twice', '--name', 'Twice')).code).toBe(0);
    expect((await lake.cci('tenants', 'add', 'twice')).code).toBe(1);
    await lake.cci('tenants', 'set', 'twice', '--time-zone', 'Asia/Kolkata');
    const tenants = await lake.json<{ tenant_id: string; time_zone: string }[]>(
      'tenants',
      'list',
      '--format',
      'json',
    );
    expect(tenants.find(({ tenant_id }) => tenant_id === 'twice')).toMatchObject({
      name: 'Twice',
      time_zone: 'Asia/Kolkata',
    });
  });

  it('walks from files to numbers, as a script does it', async () => {
    await lake.cci('tenants', 'add', 'walk', '--time-zone', 'Europe/Berlin');
    expect((await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'walk')).out).toMatch(
      /v1 published/,
    );
    expect((await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'walk')).out).toMatch(
      /nothing published/,
    );
    const { code, out } = await lake.cci('ingest', lake.inbox, '--tenant', 'walk', '--json');
    const { refused, ...counts } = JSON.parse(out);
    expect(code).toBe(2);
    expect(counts.files).toBe(files.length + 1);
    expect(counts.landed + counts.duplicate + counts.quarantined).toBe(counts.files);
    expect(refused).toContainEqual({ path: join(lake.inbox, 'notes.txt'), reason: expect.any(String) });
    const night = await lake.json<Record<string, unknown>>('night', '--json', '--tenant', 'walk');
    expect(Object.keys(night)).toEqual(
      expect.arrayContaining([
        'run_id',
        'documents_in',
        'landed',
        'superseded',
        'quarantined',
        'rows',
        'balanced',
        'days',
      ]),
    );
    expect(night).toMatchObject({ documents_in: counts.files, balanced: true });
    const [row] = await lake.rows('walk', 'SELECT count(*), count(percentage) FROM call_list');
    expect(row).toEqual([counts.landed, expect.any(Number)]);
    expect(Number(row?.[1])).toBeGreaterThan(0);
  });

  it('lands calls of a tenant without a form, visibly unscored, and scores them when a form comes', async () => {
    await lake.cci('tenants', 'add', 'later');
    await lake.cci('ingest', lake.inbox, '--tenant', 'later');
    await lake.cci('night', '--tenant', 'later', '--no-checks');
    const status = 'SELECT evaluation_status, count(*) FROM call_list GROUP BY 1 ORDER BY 1';
    const before = await lake.rows('later', status);
    const reasons = await lake.rows(
      'later',
      'SELECT DISTINCT unscored_reason FROM call_list WHERE evaluation_id IS NULL',
    );
    expect(reasons.flat()).toContain('the tenant has no published form');
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'later');
    expect((await lake.cci('rescore', '--tenant', 'later')).out).toMatch(/calls scored again/);
    const night = await lake.json<{ superseded: number }>('night', '--tenant', 'later', '--json');
    expect(night.superseded).toBeGreaterThan(0);
    expect(await lake.rows('later', status)).not.toEqual(before);
  });

  it('says plainly that a lake cannot be opened, or a file not be written', async () => {
    const path = join(lake.inbox, 'notes.txt');
    const run = promisify(execFile);
    await expect(
      run(process.execPath, [BIN, 'tenants', 'list'], { env: { ...process.env, CCI_HOME: path } }),
    ).rejects.toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^cci: infra: no data can be kept in/),
    });
    const words = ['export', 'criterion-scores', '--tenant', 'walk', '--format', 'csv', '--out'];
    for (const out of [join(lake.inbox, 'nowhere', 'x.csv'), lake.inbox]) {
      const { code, err } = await lake.cci(...words, out);
      expect([code, err]).toEqual([1, expect.stringMatching(/^cci: infra: .* cannot be written/)]);
    }
    expect(await lake.cci('forms', 'lint', path, '--json')).toMatchObject({ code: 2 });
    const folder = await lake.cci('forms', 'lint', lake.inbox);
    expect([folder.code, folder.err]).toEqual([1, expect.not.stringContaining('unexpected')]);
  });

  it('lints a ready-made form by its name, as it publishes it', async () => {
    expect(await lake.cci('forms', 'lint', 'service-quality')).toMatchObject({ code: 0 });
  });

  it('takes a start only when it is a time that there is', async () => {
    const path = join(lake.inbox, 'notes.txt');
    for (const time of ['2026-02-30T00:00:00Z', '2026-01-31T10:00:00 (Berlin) Z', '2026-01-31', '']) {
      const { code, err } = await lake.cci('ingest', path, '--tenant', 'acme', '--started-at', time);
      expect([time, code, err]).toEqual([time, 64, expect.stringContaining('--started-at is no time')]);
    }
  });

  it('lists calls that have landed before any night published them', async () => {
    await lake.cci('tenants', 'add', 'fresh');
    expect((await lake.cci('calls', 'list', '--tenant', 'fresh')).err).toMatch(/no calls yet/);
    await lake.cci('ingest', lake.inbox, '--tenant', 'fresh');
    const states = async () => {
      const calls = await lake.json<{ state: string; started_at: string }[]>(
        'calls',
        'list',
        '--tenant',
        'fresh',
        '--format',
        'json',
      );
      expect(calls.map((call) => call.started_at)).toEqual(
        calls
          .map((call) => call.started_at)
          .sort()
          .reverse(),
      );
      return calls.map(({ state }) => state);
    };
    const before = await states();
    await lake.cci('night', '--tenant', 'fresh', '--no-checks');
    const after = await states();
    expect(before.length).toBe(after.length);
    expect([new Set(before), new Set(after)]).toEqual([new Set(['landed']), new Set(['published'])]);
  });

  it('counts a re-scored call once, and keeps the earlier attempt', async () => {
    await lake.cci('rescore', '--tenant', 'walk');
    const calls = await lake.rows('walk', 'SELECT count(*) FROM call_list');
    await lake.cci('night', '--tenant', 'walk', '--no-checks');
    expect(await lake.rows('walk', 'SELECT count(*) FROM call_list')).toEqual(calls);
    const attempts = await lake.rows(
      'walk',
      'SELECT attempt, is_latest, count(*) > 0 FROM evaluations GROUP BY 1, 2 ORDER BY 1',
    );
    expect(attempts).toEqual(
      expect.arrayContaining([
        [1, false, true],
        [2, true, true],
      ]),
    );
    expect(
      await lake.rows('walk', "SELECT max(attempt), min(attempt) FROM qa_scores WHERE kind = 'rule'"),
    ).toEqual([[2, 2]]);
  });

  it('prints JSON values as the Trino protocol writes them', async () => {
    const sql = `SELECT CAST(1.50 AS decimal(4,2)) AS dec, TIMESTAMP '2026-01-02 03:04:05.006' AS ts, DATE '2026-01-02' AS d,
      9007199254740993 AS big, 7 AS small, ARRAY[1, NULL] AS list, CAST(NULL AS varchar) AS nothing, 1e0 AS x`;
    expect(await lake.json('sql', '--tenant', 'walk', sql, '--format', 'json')).toEqual([
      {
        dec: '1.50',
        ts: '2026-01-02 03:04:05.006',
        d: '2026-01-02',
        big: '9007199254740993',
        small: 7,
        list: [1, null],
        nothing: null,
        x: 1,
      },
    ]);
  });

  it('refuses JSON that would lose a column', async () => {
    const result = await lake.cci('sql', '--tenant', 'walk', 'SELECT 1 AS a, 2 AS a', '--format', 'json');
    expect([result.code, result.out]).toEqual([64, '']);
    expect((await lake.cci('sql', '--tenant', 'walk', 'SELECT 1 AS a, 2 AS a', '--format', 'csv')).out).toBe(
      'a,a\n1,2\n',
    );
  });

  it('tells NULL from an empty text in CSV', async () => {
    const { out } = await lake.cci(
      'sql',
      '--tenant',
      'walk',
      `SELECT NULL AS n, '' AS e, 'a"b,c' AS q`,
      '--format',
      'csv',
    );
    expect(out).toBe('n,e,q\n,"","a""b,c"\n');
  });

  it.each(['table', 'csv', 'json'])('prints %s without colour codes when piped', async (format) => {
    const { out } = await lake.cci('sql', '--tenant', 'walk', 'SELECT * FROM call_list', '--format', format);
    expect(out).not.toContain('\u001b');
    expect(out.endsWith('\n')).toBe(true);
  });

  it.each(['csv', 'parquet'])('exports criterion scores as %s, the same rows as the view', async (format) => {
    const file = join(lake.inbox, `scores.${format}`);
    expect(
      (await lake.cci('export', 'criterion-scores', '--tenant', 'walk', '--format', format, '--out', file))
        .code,
    ).toBe(0);
    const [[count]] = (await lake.rows('walk', 'SELECT count(*) FROM qa_scores')) as [[number]];
    const bytes = await readFile(file);
    if (format === 'csv') {
      expect(bytes.toString().split('\n')[0]).toMatch(/^tenant_id,call_id,call_date,agent_id/);
      const rows = await lake.cci(
        'sql',
        '--tenant',
        'walk',
        'SELECT criterion_id FROM qa_scores',
        '--format',
        'csv',
      );
      expect(rows.out.split('\n')).toHaveLength(count + 2);
    } else {
      const rows = await parquetReadObjects({
        file: bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer,
      });
      expect(rows).toHaveLength(count);
      expect(typeof rows[0]?.weight).toBe('number');
    }
  });

  it('exports criterion scores as Arrow, with the values and the types of the view', async () => {
    const file = join(lake.inbox, 'scores.arrow');
    const exported = ['export', 'criterion-scores', '--tenant', 'walk', '--format', 'arrow', '--out', file];
    const { code, err } = await lake.cci(...exported);
    const table = tableFromIPC(await readFile(file));
    expect([code, err]).toEqual([0, `${table.numRows} rows written to ${file}\n`]);
    const names = table.schema.fields.map(({ name }) => name);
    expect(protocolRowsOf(table)).toEqual(
      await lake.rows(
        'walk',
        `SELECT ${names} FROM qa_scores ORDER BY call_date, call_id, form_id, criterion_index`,
      ),
    );
    expect(String(table.schema.fields.find(({ name }) => name === 'call_date')?.type)).toBe('Date32<DAY>');
  });

  it('shows a call to a person and to a script', async () => {
    const [[id]] = (await lake.rows(
      'walk',
      'SELECT call_id FROM call_list WHERE evaluation_id IS NOT NULL AND turn_count > 5 LIMIT 1',
    )) as [[string]];
    const shown = await lake.cci('calls', 'show', id, '--tenant', 'walk');
    expect(shown.out).toMatch(/service-quality v1, attempt 1/);
    expect(shown.out).toMatch(/AGENT/);
    expect(await lake.json('calls', 'show', id, '--tenant', 'walk', '--json')).toMatchObject({
      call_id: id,
      schema_version: 1,
    });
  });

  it('lists and shows the views with their grain and their SQL', async () => {
    const { out } = await lake.cci('views', 'list');
    for (const name of [
      'call_list',
      'qa_scores',
      'criterion_pass_rate_weekly',
      'agent_scorecard',
      'top_failed_criteria',
      'score_trend',
    ]) {
      expect(out).toContain(name);
    }
    expect((await lake.cci('views', 'show', 'qa_scores')).out).toMatch(/one row per[\s\S]*SELECT/i);
  });
});
