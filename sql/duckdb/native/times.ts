import { Failure } from './native.ts';
import { floorDivide, tenTo } from './numbers.ts';
import type { Zoned } from './values.ts';
import { zoneNamed, zoneOf } from './zones.ts';

const DAY = 86_400_000_000n;
const MICROS = 1_000_000n;

/** Microseconds since 1970 that the clocks of its zone show. @throws {Failure} for an instant whose rules are not proven */
export const localOf = ({ micros, zone }: Zoned): bigint => micros + zoneNamed(zone).offsetAt(micros);

/** The instant at which the clocks of a zone show a time. @throws {Failure} */
export const zonedAt = (local: bigint, zone: string): Zoned => ({
  micros: zoneNamed(zone).instantOf(local),
  zone,
});

/** Rounds microseconds to a timestamp's digits, a half up. */
export function roundMicros(micros: bigint, precision: number): bigint {
  const unit = tenTo(6 - precision);
  return floorDivide(micros + unit / 2n, unit) * unit;
}

/** A date and time of the calendar, from microseconds since 1970. */
export interface Calendar {
  readonly year: number;
  readonly month: number;
  readonly day: number;
  /** Microseconds since midnight. */
  readonly clock: bigint;
}

const FIRST_YEAR = 1000;
const LAST_YEAR = 9999;

/** @throws {Failure} for a year that has not four digits */
export function calendarOf(micros: bigint): Calendar {
  const days = floorDivide(micros, DAY);
  const date = new Date(Number(days) * 86_400_000);
  const year = date.getUTCFullYear();
  if (!(year >= FIRST_YEAR && year <= LAST_YEAR)) throw new Failure('NOT_PROVEN');
  return { year, month: date.getUTCMonth() + 1, day: date.getUTCDate(), clock: micros - days * DAY };
}

/** Microseconds since 1970 of a calendar's date and time; the day is moved to the month's last one. */
export function microsOf({ year, month, day, clock }: Calendar): bigint {
  const last = new Date(Date.UTC(year, month, 0)).getUTCDate();
  return BigInt(Date.UTC(year, month - 1, Math.min(day, last))) * 1000n + clock;
}

/** Adds months as Java does: a day that the month has not becomes its last one. */
export function plusMonths(micros: bigint, months: bigint): bigint {
  const { year, month, day, clock } = calendarOf(micros);
  const total = BigInt(year * 12 + month - 1) + months;
  const [newYear, newMonth] = [Number(floorDivide(total, 12n)), Number(((total % 12n) + 12n) % 12n) + 1];
  if (newYear < FIRST_YEAR || newYear > LAST_YEAR) throw new Failure('NOT_PROVEN');
  return microsOf({ year: newYear, month: newMonth, day, clock });
}

/** `YYYY-MM-DD HH:MM:SS.fff` with so many digits. */
export function timeText(micros: bigint, precision: number): string {
  const { year, month, day, clock } = calendarOf(micros);
  const two = (value: number | bigint) => String(value).padStart(2, '0');
  const time = `${two(clock / (3600n * MICROS))}:${two((clock / (60n * MICROS)) % 60n)}:${two((clock / MICROS) % 60n)}`;
  const fraction = String(clock % MICROS)
    .padStart(6, '0')
    .slice(0, precision);
  return `${year}-${two(month)}-${two(day)} ${time}${precision > 0 ? `.${fraction}` : ''}`;
}

/** An instant as Trino shows it: what its zone's clocks show, then the zone. */
export const zonedText = (value: Zoned, precision: number): string =>
  `${timeText(localOf(value), precision)} ${value.zone}`;

const WRITTEN =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?: (\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.(\d{1,6}))?)?)?(?: ?([A-Za-z+-]\S*))?$/;

/** White space that Java drops around a time; JavaScript would drop U+FEFF and spaces that break no line as well. */
const AROUND = /^[^\S\u00A0\u2007\u202F\uFEFF]+|[^\S\u00A0\u2007\u202F\uFEFF]+$/g;

/**
 * Reads a text as an instant; without a zone it is in the session's, UTC.
 * @throws {Failure}
 */
export function parseZoned(text: string, precision: number): Zoned {
  const match = WRITTEN.exec(text.replaceAll(AROUND, ''));
  if (!match) throw new Failure(/\d/.test(text) ? 'NOT_PROVEN' : 'INVALID_CAST_ARGUMENT');
  const [, year, month, day, hour = '0', minute = '0', second = '0', fraction = '', zoneName = 'UTC'] = match;
  const date = new Date(Date.UTC(Number(year), Number(month) - 1, Number(day)));
  if (date.getUTCMonth() + 1 !== Number(month) || +hour > 23 || +minute > 59 || +second > 59)
    throw new Failure('INVALID_CAST_ARGUMENT');
  const zone = zoneOf(zoneName);
  if (!zone) throw new Failure('NOT_PROVEN');
  const clock = (BigInt(hour) * 3600n + BigInt(minute) * 60n + BigInt(second)) * MICROS;
  const local = BigInt(date.getTime()) * 1000n + clock + BigInt(fraction.padEnd(6, '0'));
  if (!zone.shows(local)) throw new Failure('INVALID_CAST_ARGUMENT');
  return { micros: roundMicros(zone.instantOf(local), precision), zone: zone.id };
}
