import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { checksAnswer, LISTED_CHECKS } from '../../../reports/api/checks-answer.ts';
import { checksWords, foundWords, rest } from '../../../reports/web/checks/words.ts';
import { createDb } from '../../../sql/query/index.ts';

const NORTH = parseTenantId('northwind');
type Row = { readonly [column: string]: unknown };
const passed = (check_name: string): Row => ({
  ...{
    check_name,
    severity: 'error',
    passed: true,
    violations: 0,
    error_code: null,
    promise: 'p',
    advice: 'a',
  },
  ...{ version: 7, checked_at: '2026-11-21 04:12:00.250' },
});
const failed = (check_name: string, severity: string, violations: number | null): Row => ({
  ...passed(check_name),
  ...{ severity, passed: false, violations, error_code: violations === null ? 'query_failed' : null },
});

function answerOf(rows: readonly Row[], version = '7') {
  const columns = Object.keys(rows[0] ?? passed('x')).map((name) => ({ name, type: 'varchar' }));
  const db = createDb({ run: async () => ({ columns, rows: rows.map((row) => Object.values(row)) }) });
  return checksAnswer(db, NORTH, version);
}

describe('what the page says of the checks', () => {
  it('is that all passed, and when', async () => {
    const answer = await answerOf([passed('a'), passed('b')]);
    expect(answer).toEqual({
      checked_at: '2026-11-21T04:12:00.250Z',
      is_current: true,
      ...{ checks: 2, errors: 0, warnings: 0, failed: [] },
    });
    expect(checksWords(answer)).toBe('All 2 checks passed');
  });

  it('is what failed, with what to do', async () => {
    const answer = await answerOf([failed('a', 'error', null), failed('b', 'warning', 3), passed('c')]);
    expect(answer).toMatchObject({ checks: 3, errors: 1, warnings: 1 });
    expect(answer.failed).toEqual([
      { check: 'a', severity: 'error', promise: 'p', advice: 'a', violations: null },
      { check: 'b', severity: 'warning', promise: 'p', advice: 'a', violations: 3 },
    ]);
    expect(checksWords(answer)).toBe('2 of 3 checks failed');
    expect(answer.failed.map(foundWords)).toEqual(['could not be looked at', '3 rows break it']);
  });

  it('is that the data has changed since, when it has', async () => {
    expect((await answerOf([passed('a')], '8')).is_current).toBe(false);
  });

  it('is that nothing was checked yet, when nothing was', async () => {
    const answer = await answerOf([]);
    expect(answer).toMatchObject({ checked_at: null, checks: 0, errors: 0 });
    expect(checksWords(answer)).toBe('Not checked yet');
  });

  it('is not a list without end, when everything has failed', async () => {
    const all = Array.from({ length: LISTED_CHECKS + 5 }, (_, index) => failed(`c${index}`, 'error', null));
    const answer = await answerOf(all);
    expect(answer.failed).toHaveLength(LISTED_CHECKS);
    expect(rest(answer)).toBe(5);
  });
});
