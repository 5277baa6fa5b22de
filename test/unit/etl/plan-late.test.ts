import { describe, expect, it } from 'vitest';
import { LATE_RULE, laidLate, overfull, type Standing } from '../../../etl/plan/index.ts';

/** `07 90000+3` is a period whose own files hold 90,000 of its documents, three others having come; `!` stands for stale files. */
const standing = (text: string): Standing => {
  const [, period = '', own, others, stale] = /^(\S+) (\d+)\+(\d+)(!?)$/.exec(text) ?? [];
  return { period, own: Number(own), others: Number(others), stale: stale === '!' };
};

describe('late calls lie apart from their period', () => {
  const table: [promise: string, changed: string, held: number, expected: string][] = [
    ['when that is large', '2026-07 90000+3', 0, '2026-07'],
    ['not when it is small: to write it again costs as much', '2026-07 1000+3', 0, ''],
    [
      'when there are many small ones',
      Array.from({ length: 10 }, (_, n) => `d${n} 300+1`).join(', '),
      0,
      'd0 d1 d2 d3 d4 d5 d6 d7 d8 d9',
    ],
    ['not when its files hold what does not stand', '2026-07 90000+3!', 0, ''],
    ['beside one that is written again', '2026-06 90000+3!, 2026-07 90000+3', 0, '2026-07'],
    ['up to an eighth of it', '2026-06 80000+10001, 2026-07 80000+10000', 0, '2026-07'],
    ['not when so many lie there that writing those again costs more', '2026-07 30000+3', 9000, ''],
    ['not when nothing has changed', '', 100, ''],
  ];
  it.each(table)('%s', (_, changed, held, expected) => {
    const periods = changed === '' ? [] : changed.split(', ').map(standing);
    expect([...laidLate(periods, held, LATE_RULE)].join(' ')).toBe(expected);
  });
});

describe('periods are gathered', () => {
  const table: [promise: string, late: Record<string, number>, expected: string[]][] = [
    ['never when there are no late calls', {}, []],
    ['not up to ten thousand', { '2026-06': 9_000, '2026-07': 1_000 }, []],
    [
      'the fullest first, until half as many are left',
      { '2026-05': 2_000, '2026-06': 5_001, '2026-07': 3_000 },
      ['2026-06'],
    ],
    [
      'several where one is not enough',
      { '2026-05': 4_000, '2026-06': 4_000, '2026-07': 4_000 },
      ['2026-05', '2026-06'],
    ],
  ];
  it.each(table)('%s', (_, late, expected) => {
    expect([...overfull(late, LATE_RULE)]).toEqual(expected);
  });
});
