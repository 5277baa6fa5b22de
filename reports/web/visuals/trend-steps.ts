import type { Answer } from '../../api/index.ts';
import type { Grain, Period } from '../../datasets/index.ts';

type Row = Answer<'score-trend'>['rows'][number];

/** A step of the time axis, also where there were no calls. */
export interface Step {
  /** Its first day, `YYYY-MM-DD`; for the first week or month this may lie before the period. */
  readonly day: string;
  readonly row: Row | null;
}

/** All steps of a period, so that days without calls keep their place on the axis. */
export function stepsOf(period: Period, grain: Grain, rows: readonly Row[]): Step[] {
  const byDay = new Map(rows.map((row) => [row.step.slice(0, 10), row]));
  const steps: Step[] = [];
  const end = Date.parse(period.to);
  for (let date = firstOf(period.from, grain); date.getTime() <= end; date = after(date, grain)) {
    const day = date.toISOString().slice(0, 10);
    steps.push({ day, row: byDay.get(day) ?? null });
  }
  return steps;
}

/** The days of a step that lie in the period. */
export function daysOf(step: Step, grain: Grain, period: Period): Period {
  const last = new Date(after(new Date(step.day), grain).getTime() - 86_400_000).toISOString().slice(0, 10);
  return {
    from: step.day < period.from ? period.from : step.day,
    to: last > period.to ? period.to : last,
  };
}

function firstOf(day: string, grain: Grain): Date {
  const date = new Date(day);
  if (grain === 'week') date.setUTCDate(date.getUTCDate() - ((date.getUTCDay() + 6) % 7));
  if (grain === 'month') date.setUTCDate(1);
  return date;
}

function after(date: Date, grain: Grain): Date {
  const next = new Date(date);
  if (grain === 'month') next.setUTCMonth(next.getUTCMonth() + 1);
  else next.setUTCDate(next.getUTCDate() + (grain === 'week' ? 7 : 1));
  return next;
}
