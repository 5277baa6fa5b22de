import { isDay } from '../plan/index.ts';
import { SinceRefused } from './errors.ts';

/** @throws {SinceRefused} when `since` is given and no day of the calendar */
export function refuseNoDay(since: string | undefined): void {
  if (since === undefined || isDay(since)) return;
  throw new SinceRefused('run: not a day of the calendar', {
    where: since,
    hint: 'Write it as YYYY-MM-DD.',
  });
}
