import { guard, quote, refuse } from '../analysis/context.ts';
import { DATE, duckType } from '../types/type.ts';
import { type Call, define, literalText, type ScalarFunction } from './define.ts';
import { clocksOf, millis, TIME_TEXTS } from './time-texts.ts';

const DATE_UNITS = ['day', 'week', 'month', 'quarter', 'year'];
const TIME_UNITS = ['millisecond', 'second', 'minute', 'hour'];
const MICROS: { readonly [unit: string]: number } = {
  millisecond: 1e3,
  second: 1e6,
  minute: 6e7,
  hour: 36e8,
  day: 864e8,
  week: 6048e8,
};
const MONTHS: { readonly [unit: string]: number } = { month: 1, quarter: 3, year: 12 };

/** The unit that the first argument names. */
function unitOf(call: Call): string {
  const unit = literalText(call, 0, 'a unit').toLowerCase();
  const units = call.args.at(-1)?.type.kind === 'date' ? DATE_UNITS : [...DATE_UNITS, ...TIME_UNITS];
  if (!units.includes(unit))
    throw refuse(
      call.node,
      'invalid_function_argument',
      `'${unit.slice(0, 20)}' is not a unit of this type`,
      `Units are ${units.join(', ')}.`,
    );
  return unit;
}

const cast = (sql: string, { result }: Call): string => `CAST(${sql} AS ${duckType(result)})`;

function truncate([, time]: readonly string[], call: Call): string {
  const unit = unitOf(call);
  if (unit === 'millisecond') return cast(`date_trunc('milliseconds', ${time})`, call);
  return cast(`date_trunc(${quote(unit)}, ${time})`, call);
}

function add([, count, time]: readonly string[], call: Call): string {
  const unit = unitOf(call);
  const { result } = call;
  const months = MONTHS[unit];
  if (months !== undefined) return cast(`${time} + to_months(CAST(${count} * ${months} AS INTEGER))`, call);
  const micros = MICROS[unit] ?? 0;
  if (result.kind === 'date') return cast(`${time} + CAST(${count} * ${micros / 864e8} AS INTEGER)`, call);
  if (unit === 'millisecond' && result.kind === 'timestamp' && result.precision < 3)
    return `trino.round_timestamp(${time} + to_microseconds(${count} * ${micros}), ${10 ** (6 - result.precision)})`;
  return cast(`${time} + to_microseconds(${count} * ${micros})`, call);
}

function difference([, from, to]: readonly string[], call: Call): string {
  const unit = unitOf(call);
  const [a, b] = [from, to].map((time) => `date_trunc('millisecond', CAST(${time} AS TIMESTAMP))`);
  const months = MONTHS[unit];
  if (months !== undefined) return `CAST(trino.months_between(${a}, ${b}) // ${months} AS BIGINT)`;
  return `((epoch_us(${b}) - epoch_us(${a})) // ${MICROS[unit]})`;
}

const part = (names: string, duck: string, times: readonly string[]): ScalarFunction[] =>
  names
    .split(' ')
    .flatMap((name) =>
      times.map((time) =>
        define(
          `${name}(${time}) -> bigint`,
          ([x], call) => `CAST(date_part('${duck}', ${clocksOf(x, call)}) AS BIGINT)`,
        ),
      ),
    );

const ZONE = 'timestamp(p) with time zone';
const CLOCKS = ['timestamp(p)', ZONE];
const DAYS = ['date', ...CLOCKS];

/** What each part of an interval counts, and where the next one begins; the sign goes with every part. */
const INTERVAL_PARTS: readonly ScalarFunction[] = [
  ...(
    [
      ['year', 'year to month', 12, 0],
      ['month', 'year to month', 1, 12],
      ['day', 'day to second', 864e5, 0],
      ['hour', 'day to second', 36e5, 24],
      ['minute', 'day to second', 6e4, 60],
      ['second', 'day to second', 1e3, 60],
      ['millisecond', 'day to second', 1, 1000],
    ] as const
  ).map(([name, kind, size, within]) =>
    define(`${name}(interval ${kind}) -> bigint`, ([x]) => {
      const count = `(CAST(${x} AS BIGINT) // ${size})`;
      return within === 0 ? count : `(${count} % ${within})`;
    }),
  ),
  define('to_milliseconds(interval day to second) -> bigint', ([x]) => `${x}`),
];

/** Functions of dates and of timestamps without a zone. */
export const DATES: readonly ScalarFunction[] = [
  define('date_trunc(varchar(x), date) -> date', truncate),
  define('date_trunc(varchar(x), timestamp(p)) -> timestamp(p)', truncate),
  define('date_add(varchar(x), bigint, date) -> date', add),
  define('date_add(varchar(x), bigint, timestamp(p)) -> timestamp(p)', add),
  define('date_diff(varchar(x), date, date) -> bigint', difference),
  define('date_diff(varchar(x), timestamp(p), timestamp(p)) -> bigint', difference),
  ...part('year', 'year', DAYS),
  ...part('quarter', 'quarter', DAYS),
  ...part('month', 'month', DAYS),
  ...part('week week_of_year', 'week', DAYS),
  ...part('year_of_week yow', 'isoyear', DAYS),
  ...part('day day_of_month', 'day', DAYS),
  ...part('day_of_week dow', 'isodow', DAYS),
  ...part('day_of_year doy', 'doy', DAYS),
  ...part('hour', 'hour', CLOCKS),
  ...part('minute', 'minute', CLOCKS),
  ...part('second', 'second', CLOCKS),
  ...CLOCKS.map((time) =>
    define(
      `millisecond(${time}) -> bigint`,
      ([x], call) => `CAST(date_part('millisecond', ${clocksOf(x, call)}) % 1000 AS BIGINT)`,
    ),
  ),
  define('last_day_of_month(date) -> date', ([x]) => `last_day(${x})`),
  define('last_day_of_month(timestamp(p)) -> date', ([x]) => `last_day(${x})`),
  define('date(timestamp(p)) -> date', ([x]) => `CAST(${x} AS DATE)`),
  define('date(varchar(x)) -> date', ([x]) =>
    guard(`trino.doubtful_date(${x})`, DATE, `trino.parse_date(${x})`),
  ),
  define('to_iso8601(date) -> varchar(16)', ([x]) => `trino.date_text(${x})`),
  define('to_unixtime(timestamp(p)) -> double', ([x], call) => {
    millis(call.args[0]?.type, call);
    return `(CAST(epoch_ms(${x}) AS DOUBLE) / 1e3)`;
  }),
  ...TIME_TEXTS,
  ...INTERVAL_PARTS,
];

/** Names of EXTRACT's fields that have a function of that name. */
export const EXTRACTED: { readonly [field: string]: string } = {
  YEAR: 'year',
  QUARTER: 'quarter',
  MONTH: 'month',
  WEEK: 'week',
  DAY: 'day',
  DAY_OF_MONTH: 'day',
  DAY_OF_WEEK: 'day_of_week',
  DOW: 'day_of_week',
  DAY_OF_YEAR: 'day_of_year',
  DOY: 'day_of_year',
  YEAR_OF_WEEK: 'year_of_week',
  YOW: 'year_of_week',
  HOUR: 'hour',
  MINUTE: 'minute',
  SECOND: 'second',
  TIMEZONE_HOUR: 'timezone_hour',
  TIMEZONE_MINUTE: 'timezone_minute',
};
