import { spawn } from 'node:child_process';
import { mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { tableFromIPC } from 'apache-arrow';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sampleTenants } from '../../fixtures/index.ts';
import { fileHistory, historyFile } from '../../infra/local/shell/index.ts';
import { type CommandResult, makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const BIN = fileURLToPath(new URL('../../bin/cci.mjs', import.meta.url));
const [sample] = sampleTenants({ seed: 12, until: '2026-02-20', days: 2, callsPerDay: 3 });
const NUMBERS = 'UNNEST(sequence(1, 9999))';
const ENDLESS = `SELECT sum(a.n * b.n % c.n) FROM ${NUMBERS} AS a (n) CROSS JOIN ${NUMBERS} AS b (n) CROSS JOIN ${NUMBERS} AS c (n)`;

describe('cci sql', () => {
  let lake: TestLake;
  const sql = (...words: string[]): Promise<CommandResult> => lake.cci('sql', '--tenant', 'acme', ...words);

  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await writeSamples(lake.inbox, sample?.files ?? []);
    await lake.cci('tenants', 'add', 'acme');
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    await lake.cci('night', '--no-checks');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  /** The command as a process: `input` is piped in; the signal is sent when it has printed something. */
  function process_(
    words: readonly string[],
    input: string,
    signal?: NodeJS.Signals,
  ): Promise<CommandResult> {
    return new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [BIN, 'sql', '--tenant', 'acme', ...words], {
        env: { ...process.env, CCI_HOME: lake.root },
      });
      const printed = { out: '', err: '' };
      child.stdout.on('data', (part) => {
        printed.out += part;
        if (signal && !child.killed) child.kill(signal);
      });
      child.stderr.on('data', (part) => {
        printed.err += part;
      });
      child.on('error', reject);
      child.on('close', (code) => resolve({ code: code ?? -1, ...printed }));
      child.stdin.end(input);
    });
  }

  const file = async (text: string): Promise<string> => {
    const path = join(lake.inbox, 'report.sql');
    await writeFile(path, text);
    return path;
  };

  it('writes a result to a file as Arrow, and only one of a statement', async () => {
    const out = join(lake.inbox, 'calls.arrow');
    expect(await sql('SELECT call_id FROM call_list ORDER BY 1', '--arrow', out)).toMatchObject({
      code: 0,
      out: '',
    });
    const { rows } = JSON.parse(
      `{"rows": ${(await sql('SELECT call_id FROM call_list ORDER BY 1', '--format', 'json')).out}}`,
    );
    expect(
      tableFromIPC(await readFile(out))
        .toArray()
        .map((row) => row.toJSON()),
    ).toEqual(rows);
    expect((await sql('--arrow', out)).err).toContain('--arrow needs a statement');
  });

  it('prints rows and nothing else to a pipe', async () => {
    expect(await sql('SELECT 1 AS a', '--format', 'csv')).toEqual({ code: 0, out: 'a\n1\n', err: '' });
  });

  it('tells rows, time, bytes and cost on stderr when asked', async () => {
    const table = await sql('SELECT call_id FROM calls', '--stats', '--format', 'csv');
    expect(table.err).toMatch(
      /^\d+ rows, [\d.]+ s; Athena would scan about [\d.]+ K?B, about USD 0\.000048\n$/,
    );
    const json = await sql(
      'SELECT count(*) AS n FROM calls',
      '--stats',
      '--format',
      'json',
      '--usd-per-tb',
      '10',
    );
    expect(JSON.parse(json.out)).toHaveLength(1);
    expect(JSON.parse(json.err)).toEqual({
      rows: 1,
      seconds: expect.any(Number),
      scanned_bytes_estimate: 0,
      athena_usd_estimate: (10 * 10) / 1024 ** 2,
    });
  });

  it('runs the statements of a file up to the first that fails, and says where that is', async () => {
    const path = await file(
      "-- report\nSELECT 1 AS a;\n\n  SELECT ';' AS b;\nSELECT 2,\n nope; SELECT 3 AS c;",
    );
    const { code, out, err } = await sql('--file', path, '--format', 'csv');
    expect([code, out]).toEqual([1, 'a\n1\n\nb\n;\n']);
    expect(err).toMatch(/nope.*\(line 6, column 2\)/);
  });

  it('runs what is piped in', async () => {
    const good = await process_(['--format', 'json'], 'SELECT 1 AS a; SELECT 2 AS a');
    expect(good).toEqual({ code: 0, out: '[\n{"a":1}\n]\n[\n{"a":2}\n]\n', err: '' });
    const bad = await process_(['--format', 'csv'], "SELECT 1 AS a;\nCOPY calls TO 'x';\nSELECT 3 AS c;");
    expect([bad.code, bad.out]).toEqual([1, 'a\n1\n']);
    expect(bad.err).toMatch(/line 2, column 1/);
  }, 120_000);

  it.each([
    [['SELECT 1', '--file', 'x.sql'], 64],
    [[], 64],
    [['--file', '/no/such/file.sql'], 1],
    [['SELECT 1', '--timeout', 'soon'], 64],
    [['SELECT 1', '--memory', 'much'], 64],
    [['SELECT 1', '--usd-per-tb', '-5'], 64],
    [['SELECT 1', '--check', 'http://127.0.0.1:9'], 1],
  ])('ends %j with exit code %i and says why', async (words, code) => {
    const result = await sql(...words);
    expect(result.code).toBe(code);
    expect(result.err.length).toBeGreaterThan(10);
    expect(result.out).toBe('');
  });

  it.each([
    [['SELECT call_id FROM calls', '--max-rows', '2'], /more than 2 rows/],
    [[ENDLESS, '--timeout', '1'], /longer than 1 seconds/],
    [
      [
        `SELECT count(*) FROM (SELECT DISTINCT a.n * 10000 + b.n AS x FROM ${NUMBERS} AS a (n) CROSS JOIN ${NUMBERS} AS b (n))`,
        '--memory',
        '20MB',
      ],
      /more memory than/,
    ],
  ])('keeps to the limit of %j, and names the option', async (words, message) => {
    const { code, err } = await sql(...words);
    expect(code).toBe(1);
    expect(err).toMatch(message);
    expect(err).toMatch(/--timeout, --memory, --max-rows/);
  });

  it('ends by Ctrl-C with 130, and what was answered stays', async () => {
    const path = await file(`SELECT 1 AS a;\n${ENDLESS};\nSELECT 2 AS b;`);
    const { code, out, err } = await process_(['--file', path, '--format', 'csv'], '', 'SIGINT');
    expect(code).toBe(130);
    expect(out.startsWith('a\n1\n')).toBe(true);
    expect(out).not.toContain('b');
    expect(err).toBe('cci: cancelled\n');
  }, 120_000);

  it('prints the fence of a tenant for Athena', async () => {
    const words = ['--account', '123456789012', '--bucket', 'the-lake'];
    const trusted = ['--trusted', 'arn:aws:iam::123456789012:role/Analysts'];
    const { code, out } = await lake.cci('tenants', 'policy', 'acme', ...words, ...trusted);
    expect(code).toBe(0);
    const { Resources } = JSON.parse(out) as { Resources: Record<string, { Properties: { Name?: string } }> };
    expect(Resources.Workgroup?.Properties.Name).toBe('cci-acme');
    expect((await lake.cci('tenants', 'policy', 'nobody', ...words, ...trusted)).code).toBe(1);
    expect((await lake.cci('tenants', 'policy', 'acme', ...words)).code).toBe(64);
  });

  it('keeps a history that erasure reaches', async () => {
    const [[id]] = (await lake.rows('acme', 'SELECT min(call_id) AS id FROM calls')) as [[string]];
    const path = historyFile(lake.root, 'acme');
    const history = fileHistory(path, () => {});
    await history.load();
    await history.add(`SELECT * FROM turns WHERE call_id = '${id}';`);
    expect(await readFile(path, 'utf8')).toContain(id);
    const erased = await lake.cci('erase', '--tenant', 'acme', '--call', id, '--yes', '--json');
    expect(JSON.parse(erased.out)).toMatchObject({ proven: true });
    await expect(stat(path)).rejects.toThrow(/ENOENT/);
  });
});
