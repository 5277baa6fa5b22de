import { localOf } from '../analysis/cast-rules.ts';
import { guard, quote, refuse, unsupported } from '../analysis/context.ts';
import { declareNative, nativeSql } from '../native/native.ts';
import { jodaSteps, mysqlSteps, readTime, type Step } from '../native/time-patterns.ts';
import type { Zoned } from '../native/values.ts';
import { zoneNamed } from '../native/zones.ts';
import { type Type, timestamp, VARCHAR, zoned } from '../types/type.ts';
import { type Call, define, literalText, type ScalarFunction } from './define.ts';

/** What the clocks show: a timestamp as it is, an instant in its zone. */
export const clocksOf = (x: string | undefined, { args }: Call): string => {
  const type = args[0]?.type;
  return type?.kind === 'timestamp with time zone' ? localOf(x ?? '', type) : (x ?? '');
};

/** MySQL's format letters that strftime writes alike. */
const FORMATS: { readonly [letter: string]: string } = {
  Y: '%Y',
  y: '%y',
  f: '%f',
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

/** Letters that Trino refuses; any other stands for itself. */
function otherLetter(letter: string, { node }: Call): string {
  if ('DUuVwX'.includes(letter))
    throw refuse(node, 'invalid_function_argument', `%${letter} is not supported in a date format`);
  return letter;
}

function format([x]: readonly string[], call: Call): string {
  const time = clocksOf(x, call);
  millis(call.args[0]?.type, call);
  const pattern = literalText(call, 1, 'a format').replace(
    /%(.)|%$/gsu,
    (whole, letter: string | undefined) => {
      const same = letter === undefined ? undefined : (FORMATS[letter] ?? otherLetter(letter, call));
      if (same === undefined) throw unsupported(call.node, `the format ${whole}`);
      return same;
    },
  );
  return guard(
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
  SSS: '%g',
  SSSSSS: '%f',
  DDD: '%j',
  D: '%-j',
  e: '%u',
  ww: '%V',
  xxxx: '%G',
  y: '%Y',
  YYYY: '%Y',
  YY: '%y',
  E: '%a',
  EE: '%a',
};

/** Joda's letters of the zone. */
const ZONE_LETTERS = ['Z', 'ZZ', 'ZZZ'];

function formatJoda([x = '']: readonly string[], call: Call): string {
  const time = clocksOf(x, call);
  const type = call.args[0]?.type;
  millis(type, call);
  const parts: string[] = [''];
  const pattern = /'((?:[^']|'')+)'|([A-Za-z])\2*|[^A-Za-z']+|'+/gu;
  for (const [piece, quoted, letter] of literalText(call, 1, 'a format').matchAll(pattern)) {
    const plain = quoted?.replaceAll("''", "'") ?? (letter === undefined ? piece : undefined);
    const written = plain === undefined ? JODA[piece] : plain.replaceAll('%', '%%');
    if (ZONE_LETTERS.includes(piece) && type?.kind === 'timestamp with time zone')
      parts.push(nativeSql(`zone ${piece}`, [type], VARCHAR, [x]), '');
    else if (written === undefined || (plain === piece && piece.includes("'")))
      throw unsupported(call.node, `the format ${piece}`);
    else parts.push(parts.pop() + written);
  }
  const texts = parts.flatMap((part, index) => {
    if (index % 2 === 1) return [part];
    return part === '' ? [] : [`strftime(CAST(${time} AS TIMESTAMP), ${quote(part)})`];
  });
  return guard(
    `NOT trino.four_digit_year(${time})`,
    VARCHAR,
    texts.length > 0 ? `(${texts.join(' || ')})` : "''",
  );
}

/** A clock time exists only to the millisecond for these. */
export function millis(type: Type | undefined, call: Call): void {
  if ((type?.kind === 'timestamp' || type?.kind === 'timestamp with time zone') && type.precision > 3)
    throw unsupported(
      call.node,
      'this function of a timestamp with more than three digits',
      'Cast it to timestamp(3).',
    );
}

const TIMES = ['timestamp(p)', 'timestamp(p) with time zone'];

/** Reads a text by a pattern that must be a literal. */
function parse(read: (pattern: string) => readonly Step[] | null, name: string): ScalarFunction['sql'] {
  return (args, call) => {
    const pattern = literalText(call, 1, 'a format');
    if (read(pattern) === null)
      throw unsupported(call.node, `reading a time by the format ${quote(pattern)}`);
    return nativeSql(name, [VARCHAR, VARCHAR], call.result, [...args]);
  };
}

/** The steps of patterns that were read before. */
function remembered(read: (pattern: string) => readonly Step[] | null): (pattern: string) => readonly Step[] {
  const known = new Map<string, readonly Step[]>();
  return (pattern) => {
    const steps = known.get(pattern) ?? read(pattern) ?? [];
    known.set(pattern, steps);
    return steps;
  };
}

declareNative('read mysql', () => {
  const steps = remembered(mysqlSteps);
  return (text: string, pattern: string) => readTime(text, steps(pattern)).micros;
});
declareNative('read joda', () => {
  const steps = remembered(jodaSteps);
  return (text: string, pattern: string) => readTime(text, steps(pattern));
});

function offset({ micros, zone }: Zoned, between: string): string {
  const minutes = Number(zoneNamed(zone).offsetAt(micros) / 60_000_000n);
  const two = (value: number) => String(value).padStart(2, '0');
  const size = Math.abs(minutes);
  return `${minutes < 0 ? '-' : '+'}${two(Math.floor(size / 60))}${between}${two(size % 60)}`;
}

declareNative('zone Z', () => (value: Zoned) => offset(value, ''));
declareNative('zone ZZ', () => (value: Zoned) => offset(value, ':'));
declareNative(
  'zone ZZZ',
  () =>
    ({ zone }: Zoned) =>
      zone,
);

/** Functions that write times as texts and read them. */
export const TIME_TEXTS: readonly ScalarFunction[] = [
  ...TIMES.flatMap((time) => [
    define(`date_format(${time}, varchar(x)) -> varchar`, format),
    define(`format_datetime(${time}, varchar(x)) -> varchar`, formatJoda),
  ]),
  define('date_parse(varchar(x), varchar(y)) -> timestamp(3)', parse(mysqlSteps, 'read mysql'), {
    resultOf: () => timestamp(3),
  }),
  define(
    'parse_datetime(varchar(x), varchar(y)) -> timestamp(3) with time zone',
    parse(jodaSteps, 'read joda'),
    {
      resultOf: () => zoned(3),
    },
  ),
];
