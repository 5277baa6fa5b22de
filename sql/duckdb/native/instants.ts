import { Failure, outOfRange } from './native.ts';
import { absolute } from './numbers.ts';
import type { Zoned } from './values.ts';
import { zoneNamed } from './zones.ts';

const MILLI = 1000n;
const SECOND = 1_000_000n;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

/** Minutes before UTC as `+02:00`. */
export function offsetText(minutes: bigint): string {
  const two = (value: bigint) => String(value).padStart(2, '0');
  const size = absolute(minutes);
  return `${minutes < 0n ? '-' : '+'}${two(size / 60n)}:${two(size % 60n)}`;
}

/** An instant of seconds since 1970, rounded to milliseconds as Java does. */
export function fromSeconds(seconds: number, zone: string): Zoned {
  if (Number.isNaN(seconds)) return { micros: 0n, zone };
  const millis = Math.floor(seconds * 1000 + 0.5);
  if (!Number.isSafeInteger(millis)) throw new Failure('NOT_PROVEN');
  return { micros: BigInt(millis) * MILLI, zone };
}

/** The zone of a number of hours and minutes. @throws {Failure} */
export function fixedZone(hours: bigint, minutes: bigint): string {
  if (
    absolute(hours) > 14n ||
    absolute(minutes) > 59n ||
    (hours < 0n && minutes > 0n) ||
    (hours > 0n && minutes < 0n)
  )
    throw new Failure('NOT_PROVEN');
  return zoneNamed(offsetText(hours * 60n + minutes)).id;
}

/** A date and time by ISO 8601. */
export const ISO =
  /^(\d{4})(?:-(?:(\d\d)(?:-(\d\d))?|W(\d\d)(?:-([1-7]))?|(\d{3})))?(?:T(\d\d)(?::(\d\d)(?::(\d\d)(?:[.,](\d{1,9}))?)?)?)?(Z|[+-]\d\d(?::?\d\d)?)?$/;

/** Days since 1970 of an ISO date: a month, a week or a day of the year. */
export function isoDays(parts: readonly (string | undefined)[]): bigint {
  const [year = '1970', month, day, week, weekday, ordinal] = parts;
  const start = (y: number, m: number, d: number) => BigInt(Date.UTC(y, m - 1, d) / 86_400_000);
  if (week !== undefined) {
    const fourth = start(+year, 1, 4);
    const monday = fourth - BigInt((new Date(Date.UTC(+year, 0, 4)).getUTCDay() + 6) % 7);
    const days = monday + BigInt((+week - 1) * 7 + Number(weekday ?? '1') - 1);
    if (+week < 1 || +week > 52) throw new Failure('NOT_PROVEN');
    return days;
  }
  if (ordinal !== undefined) {
    const last = start(+year + 1, 1, 1) - start(+year, 1, 1);
    if (+ordinal < 1 || BigInt(ordinal) > last) throw outOfRange();
    return start(+year, 1, 1) + BigInt(ordinal) - 1n;
  }
  const [m, d] = [Number(month ?? '1'), Number(day ?? '1')];
  if (m < 1 || m > 12 || d < 1 || d > new Date(Date.UTC(+year, m, 0)).getUTCDate()) throw outOfRange();
  return start(+year, m, d);
}

/** An instant by ISO 8601; without a zone it is UTC. @throws {Failure} */
export function fromIso(text: string): Zoned {
  const match = ISO.exec(text);
  if (!match) throw /^[\dTWZ:.,+-]+$/.test(text) ? new Failure('NOT_PROVEN') : outOfRange();
  const [hour = '0', minute = '0', second = '0', fraction = '', offset = 'UTC'] = match.slice(7);
  if (offset !== 'UTC' && match[7] === undefined) throw new Failure('NOT_PROVEN');
  if (+hour > 23 || +minute > 59 || +second > 59) throw outOfRange();
  const clock = BigInt(hour) * HOUR + BigInt(minute) * 60n * SECOND + BigInt(second) * SECOND;
  const millis = BigInt(fraction.padEnd(3, '0').slice(0, 3)) * MILLI;
  const zone = zoneNamed(offset);
  return { micros: zone.instantOf(isoDays(match.slice(1)) * DAY + clock + millis), zone: zone.id };
}
