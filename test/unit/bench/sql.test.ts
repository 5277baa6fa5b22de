import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import {
  LIMIT_MS,
  plainTranslations,
  tooSlow,
  translationOf,
  withTranslations,
} from '../../../bench/sql-report.ts';

const run = promisify(execFile);
const printed = z.array(
  z.object({
    view: z.string(),
    bytes: z.int().positive(),
    cold_ms: z.number().positive(),
    median_ms: z.number().positive(),
    max_ms: z.number().positive(),
    runs: z.literal(2),
  }),
);

describe('npm run bench:sql', () => {
  it('prints the time of each view that is asked for', async () => {
    const args = ['--views', 'stg_turns,score_coverage', '--runs', '2', '--json'];
    const { stdout } = await run(process.execPath, ['bench/sql.ts', ...args]).catch(
      (slow: { stdout: string }) => slow,
    );
    expect(printed.parse(JSON.parse(stdout)).map(({ view }) => view)).toEqual([
      'stg_turns_v1',
      'score_coverage_v1',
    ]);
  }, 60_000);

  it('refuses a view that is not there', async () => {
    await expect(run(process.execPath, ['bench/sql.ts', '--views', 'nothing'])).rejects.toThrow('nothing');
  }, 60_000);
});

describe('the report of translations', () => {
  const quick = translationOf('a_v1', 'SELECT 1', 50, [1, 3, 2]);
  const slow = translationOf('b_v1', 'SELECT 22', 60, [LIMIT_MS + 1, LIMIT_MS + 2, 1]);

  it('takes the median and the most of the warm ones', () =>
    expect(quick).toEqual({ view: 'a_v1', bytes: 8, cold_ms: 50, median_ms: 2, max_ms: 3, runs: 3 }));

  it('names views whose median is over the limit', () => {
    expect(tooSlow([quick, slow])).toEqual([slow]);
    expect(plainTranslations([quick, slow])).toContain('FAIL');
    expect(plainTranslations([quick])).toContain('pass');
  });

  it('stands between its markers in docs/performance.md', () => {
    const page = readFileSync('docs/performance.md', 'utf8');
    const written = withTranslations(page, [quick, slow], '2026-01-01');
    expect(written).toContain('| a_v1 | 8 | 50.00 | 2.00 | 3.00 |');
    expect(written).toContain('too long: b_v1: **missed**');
    expect(withTranslations(written, [quick], '2026-01-01')).not.toContain('b_v1');
  });
});
