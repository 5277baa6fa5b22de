import { localOf } from '../analysis/cast-rules.ts';
import { fixedZone, fromIso, fromSeconds, ISO, isoDays, offsetText } from '../native/instants.ts';
import { declareNative, Failure, outOfRange } from '../native/native.ts';
import { floorDivide } from '../native/numbers.ts';
import { localOf as localMicros, microsOf, plusMonths, roundMicros, timeText } from '../native/times.ts';
import type { Zoned } from '../native/values.ts';
import { type Zone, zoneNamed } from '../native/zones.ts';
import { type Type, zoned } from '../types/type.ts';
import { define, native, nativeOf, type ScalarFunction } from './define.ts';

const MILLI = 1000n;
const SECOND = 1_000_000n;
const HOUR = 3600n * SECOND;
const DAY = 24n * HOUR;

/** Units whose length is always the same, in microseconds. */
const CLOCK_UNITS: { readonly [unit: string]: bigint } = {
  millisecond: MILLI,
  second: SECOND,
  minute: 60n * SECOND,
  hour: HOUR,
};
const DAYS: { readonly [unit: string]: bigint } = { day: 1n, week: 7n };
const MONTHS: { readonly [unit: string]: bigint } = { month: 1n, quarter: 3n, year: 12n };

const precisionOf = (type: Type | undefined): number =>
  type?.kind === 'timestamp with time zone' || type?.kind === 'timestamp' ? type.precision : 3;

/** The instant of a changed time on a zone's clocks; where it is shown twice, the offset of before is kept. */
function moved(local: bigint, before: bigint, zone: Zone): bigint {
  const offset = zone.offsetAt(before);
  return zone.offsetAt(local - offset) === offset ? local - offset : zone.instantOf(local);
}

function add(unit: string, count: bigint, { micros, zone: name }: Zoned, precision: number): Zoned {
  const zone = zoneNamed(name);
  const clock = CLOCK_UNITS[unit];
  if (clock !== undefined) return { micros: roundMicros(micros + count * clock, precision), zone: name };
  const local = micros + zone.offsetAt(micros);
  const days = DAYS[unit];
  const months = MONTHS[unit];
  if (days === undefined && months === undefined) throw outOfRange();
  const shifted = days === undefined ? plusMonths(local, count * (months ?? 0n)) : local + count * days * DAY;
  return { micros: moved(shifted, micros, zone), zone: name };
}

/** The first moment of a unit that a time on the clocks is in. */
function floor(unit: string, local: bigint): bigint {
  const date = new Date(Number(floorDivide(local, DAY)) * 86_400_000);
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + 1];
  switch (unit) {
    case 'day':
      return floorDivide(local, DAY) * DAY;
    case 'week':
      return (floorDivide(local, DAY) - BigInt((date.getUTCDay() + 6) % 7)) * DAY;
    case 'month':
      return microsOf({ year, month, day: 1, clock: 0n });
    case 'quarter':
      return microsOf({ year, month: Math.floor((month - 1) / 3) * 3 + 1, day: 1, clock: 0n });
    case 'year':
      return microsOf({ year, month: 1, day: 1, clock: 0n });
    default:
      throw outOfRange();
  }
}

function truncate(unit: string, { micros, zone: name }: Zoned): Zoned {
  const zone = zoneNamed(name);
  const offset = zone.offsetAt(micros);
  const clock = CLOCK_UNITS[unit];
  if (clock !== undefined)
    return { micros: floorDivide(micros + offset, clock) * clock - offset, zone: name };
  const local = floor(unit, micros + offset);
  if (!zone.shows(local)) throw new Failure('NOT_PROVEN');
  return { micros: moved(local, micros, zone), zone: name };
}

/** Whole months from one time on the clocks to another. */
function monthsBetween(from: bigint, to: bigint): bigint {
  if (to < from) return -monthsBetween(to, from);
  const [a, b] = [from, to].map((micros) => new Date(Number(floorDivide(micros, DAY)) * 86_400_000));
  const months = BigInt(
    ((b?.getUTCFullYear() ?? 0) - (a?.getUTCFullYear() ?? 0)) * 12 +
      ((b?.getUTCMonth() ?? 0) - (a?.getUTCMonth() ?? 0)),
  );
  return plusMonths(from, months) > to ? months - 1n : months;
}

function difference(unit: string, from: Zoned, to: Zoned): bigint {
  const [a, b] = [from, to].map(({ micros }) => floorDivide(micros, MILLI) * MILLI) as [bigint, bigint];
  const clock = CLOCK_UNITS[unit];
  if (clock !== undefined) return (b - a) / clock;
  const zone = zoneNamed(from.zone);
  const [localA, localB] = [a + zone.offsetAt(a), b + zone.offsetAt(b)];
  const days = DAYS[unit];
  if (days !== undefined) return (localB - localA) / (days * DAY);
  const months = MONTHS[unit];
  if (months === undefined) throw outOfRange();
  // What is left of a month backwards is not proven where the days differ at the end of one.
  if (localB < localA) return -(monthsBetween(localB, localA) / months);
  return monthsBetween(localA, localB) / months;
}

const zoneMinutes = ({ micros, zone }: Zoned): bigint => zoneNamed(zone).offsetAt(micros) / (60n * SECOND);

const iso = (local: bigint, precision: number): string => timeText(local, precision).replace(' ', 'T');
const isoLength =
  (extra: number) =>
  (types: readonly Type[]): Type => {
    const precision = precisionOf(types[0]);
    return { kind: 'varchar', length: 22 + extra + (precision > 0 ? precision + 1 : 0) };
  };

const atZone = (value: Zoned, name: string): Zoned => ({ micros: value.micros, zone: zoneNamed(name).id });

const MAX_SEQUENCE = 10_000;

/** Times from one to another, a step of milliseconds or months apart; a date's step must be of days. */
function sequence(from: bigint, to: bigint, step: bigint, months: boolean): bigint[] {
  if (step === 0n || (to > from && step < 0n) || (to < from && step > 0n)) throw outOfRange();
  const times: bigint[] = [];
  for (let count = 0n; ; count += 1n) {
    const time = months ? plusMonths(from, count * step) : from + count * step;
    if (step > 0n ? time > to : time < to) return times;
    times.push(time);
    if (times.length > MAX_SEQUENCE) throw outOfRange();
  }
}

declareNative('sequence of times', ([type, , interval]) => {
  const months = interval?.kind === 'interval year to month';
  const unit = type?.kind === 'date' ? DAY : 1n;
  return (from: bigint, to: bigint, step: bigint) => {
    const micros = months ? step : step * MILLI;
    if (!months && micros % unit !== 0n) throw outOfRange();
    return sequence(from * unit, to * unit, micros, months).map((time) => time / unit);
  };
});

declareNative(
  'sequence of days',
  () => (from: bigint, to: bigint) => sequence(from, to, to < from ? -1n : 1n, false),
);

declareNative(
  'plus months',
  () =>
    (value: Zoned, months: bigint): Zoned =>
      add('month', months, value, 6),
);

const ZONE = 'timestamp(p) with time zone';

/** Functions of instants with their zone. */
export const ZONED: readonly ScalarFunction[] = [
  nativeOf(
    `date_add(varchar(x), bigint, ${ZONE}) -> ${ZONE}`,
    (types) => (unit: string, count: bigint, value: Zoned) =>
      add(unit.toLowerCase(), count, value, precisionOf(types[2])),
  ),
  native(`date_trunc(varchar(x), ${ZONE}) -> ${ZONE}`, (unit: string, value: Zoned) =>
    truncate(unit.toLowerCase(), value),
  ),
  native(`date_diff(varchar(x), ${ZONE}, ${ZONE}) -> bigint`, (unit: string, from: Zoned, to: Zoned) =>
    difference(unit.toLowerCase(), from, to),
  ),
  native(`at_timezone(${ZONE}, varchar(x)) -> ${ZONE}`, atZone),
  native(`with_timezone(timestamp(p), varchar(x)) -> ${ZONE}`, (local: bigint, name: string): Zoned => {
    const zone = zoneNamed(name);
    if (!zone.shows(local)) throw new Failure('NOT_PROVEN');
    return { micros: zone.instantOf(local), zone: zone.id };
  }),
  native(`timezone(${ZONE}) -> varchar`, ({ zone }: Zoned) => zone),
  native(`timezone_hour(${ZONE}) -> bigint`, (value: Zoned) => zoneMinutes(value) / 60n),
  native(`timezone_minute(${ZONE}) -> bigint`, (value: Zoned) => zoneMinutes(value) % 60n),
  native('from_unixtime(double) -> timestamp(3) with time zone', (seconds: number) =>
    fromSeconds(seconds, 'UTC'),
  ),
  native(
    'from_unixtime(double, varchar(x)) -> timestamp(3) with time zone',
    (seconds: number, name: string) => fromSeconds(seconds, zoneNamed(name).id),
  ),
  native(
    'from_unixtime(double, bigint, bigint) -> timestamp(3) with time zone',
    (seconds: number, hours: bigint, minutes: bigint) => fromSeconds(seconds, fixedZone(hours, minutes)),
  ),
  native('from_iso8601_timestamp(varchar(x)) -> timestamp(3) with time zone', fromIso),
  native('from_iso8601_date(varchar(x)) -> date', (text: string) => {
    const match = ISO.exec(text.replace(/-(\d)(?!\d)/g, '-0$1'));
    if (!match || match[7] !== undefined || match[11] !== undefined) throw new Failure('NOT_PROVEN');
    return isoDays(match.slice(1));
  }),
  define(`to_unixtime(${ZONE}) -> double`, ([x]) => `(CAST((${x}).t AS DOUBLE) / 1e6)`),
  nativeOf(
    `to_iso8601(${ZONE}) -> varchar`,
    (types) => (value: Zoned) => {
      const minutes = zoneMinutes(value);
      const offset = value.zone === 'UTC' ? 'Z' : offsetText(minutes);
      return iso(localMicros(value), precisionOf(types[0])) + offset;
    },
    { resultOf: isoLength(6) },
  ),
  nativeOf(
    'to_iso8601(timestamp(p)) -> varchar',
    (types) => (local: bigint) => iso(local, precisionOf(types[0])),
    { resultOf: isoLength(0) },
  ),
  define(
    `date(${ZONE}) -> date`,
    ([x = ''], { args }) => `CAST(${localOf(x, args[0]?.type ?? zoned(3))} AS DATE)`,
  ),
  define(
    `last_day_of_month(${ZONE}) -> date`,
    ([x = ''], { args }) => `last_day(${localOf(x, args[0]?.type ?? zoned(3))})`,
  ),
];
