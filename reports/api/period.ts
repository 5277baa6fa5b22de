import type { Period } from '../datasets/index.ts';

const DAY_MS = 86_400_000;

/** The day `days` after (or before) a day; both `YYYY-MM-DD`. */
export function addDays(day: string, days: number): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);
}

/** Days in a period, both ends included. */
export function dayCount({ from, to }: Period): number {
  return Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / DAY_MS) + 1;
}

/** The period of the same length that ends the day before. */
export function previousPeriod(period: Period): Period {
  const length = dayCount(period);
  return { from: addDays(period.from, -length), to: addDays(period.from, -1) };
}

/** Today's date in a time zone, `YYYY-MM-DD`. */
export function todayIn(timeZone: string, now: Date): string {
  const parts = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'iso8601',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  }).formatToParts(now);
  const part = (type: string) => parts.find((each) => each.type === type)?.value ?? '';
  return `${part('year').padStart(4, '0')}-${part('month')}-${part('day')}`;
}

/** What is known of a tenant's calls when a preset becomes days. */
export interface KnownDays {
  readonly first: string | null;
  readonly last: string | null;
  readonly today: string;
}

/**
 * The days of a preset. It ends on the last day with calls, so that a dashboard is not empty because the night is yet
 * to come; never after today, so that a misdated call does not move it. `days` null is everything.
 */
export function presetPeriod(days: number | null, { first, last, today }: KnownDays): Period {
  if (days === null) return { from: first ?? today, to: last ?? today };
  const end = last !== null && last < today ? last : today;
  return { from: addDays(end, 1 - days), to: end };
}
