import { guard, quote, refuse, unsupported } from '../analysis/context.ts';
import { DATE, duckType, type Type, VARCHAR } from '../types/type.ts';
import { type Call, define, literalText, type ScalarFunction } from './define.ts';

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
  if (unit === 'millisecond') throw unsupported(call.node, 'date_trunc to milliseconds');
  return cast(`date_trunc(${quote(unit)}, ${time})`, call);
}

function add([, count, time]: readonly string[], call: Call): string {
  const unit = unitOf(call);
  const { result, node } = call;
  const months = MONTHS[unit];
  if (months !== undefined) return cast(`${time} + to_months(CAST(${count} * ${months} AS INTEGER))`, call);
  const micros = MICROS[unit] ?? 0;
  if (result.kind === 'date') return cast(`${time} + CAST(${count} * ${micros / 864e8} AS INTEGER)`, call);
  if (unit === 'millisecond' && result.kind === 'timestamp' && result.precision < 3)
    throw unsupported(node, 'milliseconds added to a timestamp that has none', 'Cast it to timestamp(3).');
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
        define(`${name}(${time}) -> bigint`, ([x]) => `CAST(date_part('${duck}', ${x}) AS BIGINT)`),
      ),
    );

const DAYS = ['date', 'timestamp(p)'];

/** MySQL's format letters that strftime writes alike. */
const FORMATS: { readonly [letter: string]: string } = {
  Y: '%Y',
  y: '%y',
  m: '%m',
  d: '%d',
  H: '%H',
  i: '%M',
  s: '%S',
  S: '%S',
  M: '%B',
  b: '%b',
  a: '%a',
  W: '%A',
  e: '%-d',
  c: '%-m',
  k: '%-H',
  T: '%H:%M:%S',
  j: '%j',
  p: '%p',
  h: '%I',
  I: '%I',
  l: '%-I',
  v: '%V',
  x: '%G',
  r: '%I:%M:%S %p',
  '%': '%%',
};

function format([time]: readonly string[], call: Call): string {
  millis(call.args[0]?.type, call);
  const pattern = literalText(call, 1, 'a format').replace(
    /%(.)|%$/gsu,
    (whole, letter: string | undefined) => {
      const same = letter === undefined ? undefined : FORMATS[letter];
      if (same === undefined) throw unsupported(call.node, `the format ${whole}`);
      return same;
    },
  );
  return guard(
    call.context.statement,
    `NOT trino.four_digit_year(${time})`,
    VARCHAR,
    `strftime(CAST(${time} AS TIMESTAMP), ${quote(pattern)})`,
  );
}

/** Joda's letters, as long as they stand, that strftime writes alike. */
const JODA: { readonly [letters: string]: string } = {
  yyyy: '%Y',
  yy: '%y',
  MMMM: '%B',
  MMM: '%b',
  MM: '%m',
  M: '%-m',
  dd: '%d',
  d: '%-d',
  EEEE: '%A',
  EEE: '%a',
  HH: '%H',
  H: '%-H',
  hh: '%I',
  h: '%-I',
  mm: '%M',
  m: '%-M',
  ss: '%S',
  s: '%-S',
  a: '%p',
};

function formatJoda([time]: readonly string[], call: Call): string {
  millis(call.args[0]?.type, call);
  const pattern = literalText(call, 1, 'a format').replace(
    /'((?:[^']|'')+)'|([A-Za-z])\2*|['%]/gu,
    (piece, quoted: string | undefined) => {
      const written = quoted === undefined ? JODA[piece] : quoted.replaceAll("''", "'").replaceAll('%', '%%');
      if (written === undefined) throw unsupported(call.node, `the format ${piece}`);
      return written;
    },
  );
  return guard(
    call.context.statement,
    `NOT trino.four_digit_year(${time})`,
    VARCHAR,
    `strftime(${time}, ${quote(pattern)})`,
  );
}

/** A clock time exists only to the millisecond for these. */
function millis(type: Type | undefined, call: Call): void {
  if (type?.kind === 'timestamp' && type.precision > 3)
    throw unsupported(
      call.node,
      'this function of a timestamp with more than three digits',
      'Cast it to timestamp(3).',
    );
}

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
  ...part('hour', 'hour', ['timestamp(p)']),
  ...part('minute', 'minute', ['timestamp(p)']),
  ...part('second', 'second', ['timestamp(p)']),
  define(
    'millisecond(timestamp(p)) -> bigint',
    ([x]) => `CAST(date_part('millisecond', ${x}) % 1000 AS BIGINT)`,
  ),
  define('last_day_of_month(date) -> date', ([x]) => `last_day(${x})`),
  define('last_day_of_month(timestamp(p)) -> date', ([x]) => `last_day(${x})`),
  define('date(timestamp(p)) -> date', ([x]) => `CAST(${x} AS DATE)`),
  define('date(varchar(x)) -> date', ([x], call) =>
    guard(call.context.statement, `trino.doubtful_date(${x})`, DATE, `trino.parse_date(${x})`),
  ),
  define('from_iso8601_date(varchar(x)) -> date', ([x], call) =>
    guard(
      call.context.statement,
      `NOT regexp_full_match(${x}, '\\d{4}-\\d\\d-\\d\\d')`,
      DATE,
      `CAST(${x} AS DATE)`,
    ),
  ),
  define('to_iso8601(date) -> varchar(16)', ([x]) => `trino.date_text(${x})`),
  define('to_unixtime(timestamp(p)) -> double', ([x], call) => {
    millis(call.args[0]?.type, call);
    return `(CAST(epoch_ms(${x}) AS DOUBLE) / 1e3)`;
  }),
  define('date_format(timestamp(p), varchar(x)) -> varchar', format),
  define('format_datetime(timestamp(p), varchar(x)) -> varchar', formatJoda),
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
};
