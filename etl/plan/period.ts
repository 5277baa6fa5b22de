/** Whether a text is a day of the calendar, `YYYY-MM-DD`. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const instant = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().startsWith(text);
}

let month = { of: Number.NaN, text: '' };

/** The month of an instant, `YYYY-MM`, UTC. A night asks for its own once a document, and to write a date costs more than all else here. */
function monthOf(now: Date): string {
  if (month.of !== now.getTime()) month = { of: now.getTime(), text: now.toISOString().slice(0, 7) };
  return month.text;
}

/**
 * Partition that a day's calls belong to: its month when that is over (UTC), else the day itself.
 * Days of the running month and, with a source whose clock is ahead, later ones are partitions of their own.
 * @param dt `YYYY-MM-DD`
 */
export function periodOf(dt: string, now: Date): string {
  const ofDay = dt.slice(0, 7);
  return ofDay < monthOf(now) ? ofDay : dt;
}

/** Whether a period is a month. */
export const isMonth = (period: string): boolean => period.length === 'YYYY-MM'.length;

/** The first and the last day of a period, `YYYY-MM-DD`. */
export function daysOfPeriod(period: string): { readonly first: string; readonly last: string } {
  if (!isMonth(period)) return { first: period, last: period };
  const [year, month] = period.split('-').map(Number);
  const last = new Date(Date.UTC(year ?? 0, month ?? 0, 0)).toISOString().slice(0, 10);
  return { first: `${period}-01`, last };
}

/** Whether a period contains a day that is `since` (`YYYY-MM-DD`) or later. */
export const containsDaysFrom = (period: string, since: string): boolean =>
  period >= since.slice(0, period.length);

/** Whether two periods have days in common: they are the same, or a month and one of its days. */
export const overlaps = (a: string, b: string): boolean => a.startsWith(b) || b.startsWith(a);
