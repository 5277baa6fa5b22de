import type { DayRange } from '../../shape/index.ts';

/** Athena opens at most so many partitions in one INSERT. */
export const PERIODS_AT_ONCE = 100;

/** A zone's clock changes about twice a year, and each change is a part of the statement's text. */
const YEARS_AT_ONCE = 50;

const DAY_MS = 86_400_000;

const firstDay = (period: string): string => (period.length === 7 ? `${period}-01` : period);
const lastDay = (period: string): string =>
  period.length === 7
    ? new Date(Date.parse(`${period}-01T00:00:00Z`) + 30 * DAY_MS).toISOString().slice(0, 10)
    : period;

/** UTC days that hold all of some periods, in the order of time. */
export function daysOf(periods: readonly string[]): DayRange {
  const sorted = [...periods].sort();
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (first === undefined || last === undefined) throw new RangeError('engines: there are no periods');
  return { first: firstDay(first), last: lastDay(last) };
}

const year = (period: string | undefined): number => Number(period?.slice(0, 4));

/** Periods in runs that one statement may write. */
export function statementsOf(periods: readonly string[]): string[][] {
  const runs: string[][] = [];
  for (const period of [...periods].sort()) {
    const run = runs.at(-1);
    if (run && run.length < PERIODS_AT_ONCE && year(period) - year(run[0]) < YEARS_AT_ONCE) run.push(period);
    else runs.push([period]);
  }
  return runs;
}
