import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import { checksOf } from '../../../bench/checks.ts';
import { fullNight, LATER_NIGHTS, laterNight } from '../../../bench/corpus.ts';
import { withReport } from '../../../bench/report.ts';
import { median, type Result, resultOf } from '../../../bench/results.ts';
import { differences, type Written } from '../../../bench/written.ts';
import { PERIOD_TABLE_NAMES } from '../../../etl/tables/index.ts';

const run = promisify(execFile);
const DOCS = 200;

const printed = z.array(
  z.object({
    input: z.enum(['files', 'ndjson', 'ndjson.gz']),
    side: z.string(),
    docs: z.int().positive(),
    seconds: z.number().positive(),
    docs_per_second: z.number().positive(),
    peak_mb: z.number().positive(),
  }),
);

describe('npm run bench:etl', () => {
  let work = '';
  beforeAll(() => {
    work = mkdtempSync(join(tmpdir(), 'cci-bench-test-'));
  });
  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('prints one result a side and input, and ends well only when all wrote the same tables', async () => {
    const sides = ['cci', 'parquetjs-lite'];
    const args = ['--docs', String(DOCS), '--tenants', '1', '--runs', '1', '--json', '--work', work];
    const chosen = ['--sides', sides.join(','), '--inputs', 'files,ndjson'];
    const { stdout } = await run(process.execPath, ['bench/etl.ts', ...args, ...chosen]);
    const results = printed.parse(JSON.parse(stdout));
    expect(results.map(({ input, side }) => `${side} ${input}`).sort()).toEqual(
      sides.flatMap((side) => [`${side} files`, `${side} ndjson`]).sort(),
    );
    expect(results.every(({ docs }) => docs === DOCS)).toBe(true);
  }, 120_000);

  it('says what it does not know', async () => {
    const failed = await run(process.execPath, ['bench/etl.ts', '--sides', 'perl']).catch((error) => error);
    expect(String(failed.stderr)).toContain('no side is called perl');
  });
});

describe('the documents', () => {
  it('are spread over all tenants and days', () => {
    const days = fullNight(1000);
    expect(days).toHaveLength(40);
    expect(days.every(({ from, to }) => to - from === 25)).toBe(true);
  });

  it('of a later night are one in a hundred, and none of them is there already', () => {
    for (const night of LATER_NIGHTS) {
      const later = laterNight(10_000, night);
      expect(later.reduce((sum, { from, to }) => sum + to - from, 0)).toBe(100);
      const known = new Map(fullNight(10_000).map(({ tenantId, dt, to }) => [`${tenantId} ${dt}`, to]));
      expect(later.every(({ tenantId, dt, from }) => from >= (known.get(`${tenantId} ${dt}`) ?? 0))).toBe(
        true,
      );
    }
  });
});

const result = (
  side: string,
  input: Result['input'],
  seconds: number,
  more: Partial<Result> = {},
): Result => ({
  input,
  side,
  docs: 1000,
  seconds,
  cpu_seconds: seconds,
  docs_per_second: 1000 / seconds,
  peak_mb: 500,
  runs: 1,
  ...more,
});

describe('the promises', () => {
  const kept = (results: readonly Result[]) => checksOf(results).map(({ kept }) => kept);

  it('are judged by the ratio of medians', () => {
    expect(median([3, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 3])).toBe(2.5);
    const cost = (seconds: number) => ({ seconds, cpu_seconds: 1, peak_mb: 10 });
    const { seconds, docs_per_second } = resultOf({ input: 'ndjson', side: 'cci', docs: 100 }, [
      cost(9),
      cost(2),
      cost(1),
    ]);
    expect([seconds, docs_per_second]).toEqual([2, 50]);
  });

  it('fail when a peer comes too near', () => {
    const ours = result('cci', 'ndjson', 1);
    const fast = [ours, result('parquetjs-lite', 'ndjson', 5), result('polars', 'ndjson', 2)];
    expect(kept(fast)).toEqual([true, true, true]);
    const near = [ours, result('parquetjs-lite', 'ndjson', 4.9), result('polars', 'ndjson', 1.9)];
    expect(kept(near)).toEqual([false, false, true]);
  });

  it('hold larger numbers of documents against the smallest', () => {
    const large = { docs: 4000, docs_per_second: 800, peak_mb: 600 };
    const checks = checksOf([result('cci', 'files', 1), result('cci', 'files', 5, large)]);
    expect(checks.map(({ kept, measured }) => [kept, measured])).toEqual([
      [true, '600 MB'],
      [false, '25.0 %'],
      [false, '20.0 %'],
    ]);
  });
});

describe('what was written', () => {
  const written = (calls: number, values: Written['values']): Written => ({
    rows: Object.fromEntries(
      PERIOD_TABLE_NAMES.map((table) => [table, table === 'calls' ? calls : 0]),
    ) as Written['rows'],
    values,
  });

  it('is compared by rows and by values of each column', () => {
    const wanted = written(2, { 'calls.queue': 2 });
    expect(differences(wanted, written(2, { 'calls.queue': 2 }))).toEqual([]);
    expect(differences(wanted, written(1, { 'calls.queue': 1 }))).toEqual([
      'calls: 1 rows instead of 2',
      'calls.queue: 1 values instead of 2',
    ]);
  });
});

describe('docs/performance.md', () => {
  it('has a place for the table, and everything else in it stays', () => {
    const page = readFileSync('docs/performance.md', 'utf8');
    const once = withReport(page, [result('cci', 'files', 1)], [], '2026-01-02');
    expect(once).toContain('Measured on 2026-01-02');
    expect(withReport(once, [result('cci', 'files', 1)], [], '2026-01-02')).toBe(once);
    const [head] = page.split('<!-- bench:etl begins');
    expect(once.startsWith(head ?? '')).toBe(true);
    expect(() => withReport('no place', [], [], '2026-01-02')).toThrow('no place');
  });
});
