import { describe, expect, it } from 'vitest';
import type { NightFailure } from '../../../etl/run/index.ts';
import { runRows, type TenantRun, withoutCalls } from '../../../etl/run/run-rows.ts';
import { FACT_TABLE_NAMES } from '../../../etl/tables/index.ts';
import { ACME } from './builders.ts';

const run = (change: Partial<TenantRun> = {}): TenantRun => ({
  runId: 'n1',
  startedAt: new Date('2026-08-03T02:00:00Z'),
  finishedAt: new Date('2026-08-03T02:01:00Z'),
  version: 4,
  shapeVersion: '2-abc',
  published: true,
  days: [],
  reasons: [],
  errors: [],
  ...change,
});

const day = (dt: string, landed: number, superseded = 0, quarantined = 0, balanced = true) => ({
  dt,
  documents_in: landed + superseded + quarantined,
  landed,
  superseded,
  quarantined,
  rows: { calls: landed, turns: landed * 2 },
  balanced,
});

const failure = (period: string | null, code = 'account_gap', message = code): NightFailure => ({
  tenant_id: ACME,
  period,
  code,
  message,
});

/** One line a row: `night published in 3 = 2 + 1 + 0`, `2026-08-01 calls 2`, `2026-08-01 !bad_json 1`. */
const lines = (given: TenantRun): string[] =>
  runRows(given)
    .filter(({ table_name, rows_out }) => table_name === null || rows_out !== 0)
    .map((row) => {
      const end = `${row.balanced ? '' : ' unbalanced'}${row.error_code ? ` (${row.error_code})` : ''}`;
      if (row.table_name !== null) return `${row.dt} ${row.table_name} ${row.rows_out}${end}`;
      if (row.quarantine_code !== null) return `${row.dt} !${row.quarantine_code} ${row.quarantined}${end}`;
      const sum = `${row.documents_in} = ${row.landed} + ${row.superseded} + ${row.quarantined}`;
      return `${row.dt ?? 'night'} ${row.status} ${sum}${end}`;
    });

describe('the rows of a night', () => {
  const situations: Record<string, { given: Partial<TenantRun>; expected: string[] }> = {
    'are one for a night without news': {
      given: { published: false },
      expected: ['night unchanged 0 = 0 + 0 + 0'],
    },
    'are its days in order, their tables and their reasons': {
      given: {
        days: [day('2026-08-02', 1), day('2026-08-01', 2, 1, 3)],
        reasons: [
          { dt: '2026-08-01', code: 'bad_json', documents: 2 },
          { dt: '2026-08-01', code: 'wrong_tenant', documents: 1 },
        ],
      },
      expected: [
        'night published 7 = 3 + 1 + 3',
        '2026-08-01 published 6 = 2 + 1 + 3',
        '2026-08-01 calls 2',
        '2026-08-01 turns 4',
        '2026-08-01 !bad_json 2',
        '2026-08-01 !wrong_tenant 1',
        '2026-08-02 published 1 = 1 + 0 + 0',
        '2026-08-02 calls 1',
        '2026-08-02 turns 2',
      ],
    },
    'say which days a night could not publish, and why': {
      given: {
        days: [day('2026-08-02', 1), { ...day('2026-08-01', 0, 0, 0, false), documents_in: 2 }],
        errors: [failure('2026-08-01', 'parquet_write_failed')],
      },
      expected: [
        'night partial 3 = 1 + 0 + 0 unbalanced (parquet_write_failed)',
        '2026-08-01 failed 2 = 0 + 0 + 0 unbalanced (parquet_write_failed)',
        '2026-08-02 published 1 = 1 + 0 + 0',
        '2026-08-02 calls 1',
        '2026-08-02 turns 2',
      ],
    },
    'give the days of a closed month the failure of the month': {
      given: {
        published: false,
        days: [{ ...day('2026-07-31', 0, 0, 0, false), documents_in: 1 }],
        errors: [failure('2026-07')],
      },
      expected: [
        'night failed 1 = 0 + 0 + 0 unbalanced (account_gap)',
        '2026-07-31 failed 1 = 0 + 0 + 0 unbalanced (account_gap)',
      ],
    },
    'name what stopped the tenant rather than what stopped a period': {
      given: {
        published: false,
        errors: [failure('2026-08-01', 'account_gap'), failure(null, 'manifest_refused')],
      },
      expected: ['night failed 0 = 0 + 0 + 0 unbalanced (manifest_refused)'],
    },
    'leave out what a failed period quarantined: the night that publishes it counts that': {
      given: {
        published: false,
        days: [{ ...day('2026-08-01', 0, 0, 0, false), documents_in: 1 }],
        reasons: [{ dt: '2026-08-01', code: 'bad_json', documents: 1 }],
        errors: [failure('2026-08-01')],
      },
      expected: [
        'night failed 1 = 0 + 0 + 0 unbalanced (account_gap)',
        '2026-08-01 failed 1 = 0 + 0 + 0 unbalanced (account_gap)',
      ],
    },
  };
  for (const [promise, { given, expected }] of Object.entries(situations))
    it(promise, () => expect(lines(run(given))).toEqual(expected));

  it('have a row for every table of a day that landed something, and none for one that did not', () => {
    const tables = (landed: number) =>
      runRows(run({ days: [day('2026-08-01', landed, 0, 1)] })).flatMap(({ table_name }) => table_name ?? []);
    expect(tables(1)).toEqual(FACT_TABLE_NAMES);
    expect(tables(0)).toEqual([]);
  });

  it('are told apart by the key of the table', () => {
    const rows = runRows(
      run({
        days: [day('2026-08-01', 1, 0, 2), day('2026-08-02', 1)],
        reasons: [
          { dt: '2026-08-01', code: 'a', documents: 1 },
          { dt: '2026-08-01', code: 'b', documents: 1 },
        ],
      }),
    );
    const keys = rows.map(({ run_id, dt, table_name, quarantine_code }) =>
      [run_id, dt, table_name, quarantine_code].join(),
    );
    expect(new Set(keys).size).toBe(rows.length);
  });
});

describe('the message of a failure', () => {
  it.each([
    [
      "run: ENOENT: no such file or directory, open '/lake/raw/calls/tenant_id=acme/dt=2026-07-01/call-1.20260101T000000001Z-00000001.json'",
      "run: ENOENT: no such file or directory, open '/lake/raw/calls/tenant_id=acme/dt=2026-07-01/…",
    ],
    [
      "run: not found (raw/calls/tenant_id=acme/o'neill's call (2).json)",
      'run: not found (raw/calls/tenant_id=acme/…',
    ],
    [
      'ENOSPC: write quarantine/tenant_id=acme/dt=2026-07-01/00ff.bin',
      'ENOSPC: write quarantine/tenant_id=acme/dt=2026-07-01/…',
    ],
    [
      'run: 4 rows of turns were made, 3 are in the file (period=2026-08-01 dt=2026-08-01)',
      'run: 4 rows of turns were made, 3 are in the file (period=2026-08-01 dt=2026-08-01)',
    ],
  ])('keeps places and loses the names of calls: %s', (message, kept) => {
    expect(withoutCalls(message)).toBe(kept);
    const [night] = runRows(run({ published: false, errors: [failure(null, 'x', message)] }));
    expect(night?.error_message).toBe(kept);
  });
});
