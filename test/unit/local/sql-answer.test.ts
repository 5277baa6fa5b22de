import { describe, expect, test } from 'vitest';
import { type AnswerSettings, type Asked, answer } from '../../../infra/local/cli/sql-answer.ts';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';

const SETTINGS: AnswerSettings = { format: 'table', stats: false, usdPerTb: 5 };

/** A session that answers with three rows, and says how much Athena would scan. */
const session = (scanned: number | Error): AthenaSession =>
  ({
    run: async () => ({
      columns: [
        { name: 'id', type: 'varchar' },
        { name: 'text', type: 'varchar' },
      ],
      rows: [1, 2, 3].map((id) => [`c${id}`, 'x'.repeat(100)]),
      warnings: [{ message: 'one digit', line: 1, column: 8 }],
    }),
    scannedBytes: async () => {
      if (scanned instanceof Error) throw scanned;
      return scanned;
    },
  }) as unknown as AthenaSession;

async function written(
  settings: Partial<AnswerSettings>,
  {
    interactive = false,
    scanned = 20_000_000,
    ...asked
  }: Partial<Asked> & { interactive?: boolean; scanned?: number | Error },
) {
  const result = { out: '', err: '', code: 0 };
  const terminal = {
    out: (text: string) => {
      result.out += text;
    },
    err: (text: string) => {
      result.err += text;
    },
    interactive,
    progress: interactive,
    columns: 40,
  };
  const exitWith = (code: number) => {
    result.code = code;
  };
  const whole = { sql: 'SELECT 1', signal: new AbortController().signal, ...asked };
  await answer(session(scanned), { terminal, exitWith }, { ...SETTINGS, ...settings }, whole);
  return result;
}

describe('an answer', () => {
  test('is whole in a pipe, and cut to the width of a terminal', async () => {
    expect((await written({}, {})).out).toContain('x'.repeat(100));
    const { out, err } = await written({}, { interactive: true });
    for (const line of out.split('\n')) expect(line.length).toBeLessThanOrEqual(40);
    expect(err).toMatch(/3 rows, [\d.]+ s; Athena would scan about 19 MB, about USD 0\.000095\n$/);
  });

  test('shows some rows of many in the shell, or all as lists', async () => {
    const some = await written({}, { interactive: true, mostShown: 2 });
    expect(some.out).not.toContain('c3');
    expect(some.err).toContain('… and 1 more row;');
    const lists = await written({}, { interactive: true, expanded: true });
    expect(lists.out).toContain(`text  ${'x'.repeat(100)}`);
  });

  test('comes with warnings and notices on stderr', async () => {
    const { out, err } = await written({ notices: () => ['calls_v1 is deprecated'] }, {});
    expect(err).toBe('warning: one digit (line 1, column 8)\nwarning: calls_v1 is deprecated\n');
    expect(out).not.toContain('warning');
  });

  test('needs no estimate', async () => {
    const { err } = await written({ stats: true }, { scanned: new Error('no plan') });
    expect(err).toMatch(/3 rows, [\d.]+ s; no estimate of what Athena would scan\n$/);
  });

  test('that differs elsewhere ends with 1', async () => {
    const same = await written({ check: async () => [] }, {});
    expect([same.code, same.err]).toEqual([0, expect.stringContaining('check: Trino gives the same\n')]);
    const other = await written({ check: async () => ['rows: here 3, Trino 2'] }, {});
    expect([other.code, other.err]).toEqual([
      1,
      expect.stringContaining('check: Trino differs\n  rows: here 3'),
    ]);
  });
});
