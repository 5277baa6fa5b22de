import type { Type } from '../types/type.ts';
import { dayTimeText, yearMonthText } from './conversions.ts';
import { declareNative, Failure, outOfRange } from './native.ts';
import { absolute, decimalText, digitsOf, javaDouble, javaFloat } from './numbers.ts';
import { timeText } from './times.ts';
import type { Value } from './values.ts';

/** A `%…` of a pattern. */
interface Specifier {
  readonly flags: string;
  readonly width: number;
  readonly places: number | null;
  readonly conversion: string;
}

const SPECIFIER = /%(?:(\d+)\$)?([-#+ 0,(<]*)(\d+)?(?:\.(\d+))?([a-zA-Z%])/g;

/** Types that Trino's format takes. */
export const FORMATTED: readonly string[] = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'varchar',
  'json',
  'date',
  'timestamp',
  'interval day to second',
  'interval year to month',
  'unknown',
];

/** Wider ones would only fill memory. */
const MAX_WIDTH = 10_000;

/** A pattern of Java's Formatter filled in. @throws {Failure} for what Java refuses or is not proven */
function format(pattern: string, values: readonly Value[], types: readonly Type[]): string {
  let next = 0;
  const filled = pattern.replace(SPECIFIER, (_whole, index, flags, width, places, conversion) => {
    const specifier = {
      flags,
      width: Number(width ?? 0),
      places: places ? Number(places) : null,
      conversion,
    };
    if (conversion === 'n') return '\n';
    if (conversion === '%') return padded('%', specifier);
    if (specifier.width > MAX_WIDTH) throw new Failure('NOT_PROVEN');
    if (flags.includes('<') || flags.includes('#')) throw new Failure('NOT_PROVEN');
    const at = index === undefined ? next : Number(index) - 1;
    if (index === undefined) next += 1;
    const type = types[at];
    if (!type) throw outOfRange();
    return one(values[at] ?? null, type, specifier);
  });
  if (/%(?![%])/.test(pattern.replace(SPECIFIER, ''))) throw outOfRange();
  return filled;
}

function one(value: Value, type: Type, specifier: Specifier): string {
  const { conversion, flags, places } = specifier;
  if (flags.includes('-') && (flags.includes('0') || specifier.width === 0)) throw outOfRange();
  if (flags.includes('+') && flags.includes(' ')) throw outOfRange();
  switch (conversion) {
    case 's':
    case 'S': {
      if (/[+ 0,(]/.test(flags)) throw outOfRange();
      const text = value === null ? 'null' : textOf(value, type);
      return padded(cased(places === null ? text : text.slice(0, places), conversion === 'S'), specifier);
    }
    case 'd':
      return value === null ? padded('null', specifier) : whole(value, type, specifier);
    case 'x':
    case 'X':
    case 'o':
      return based(value, type, specifier);
    case 'f':
      return value === null ? padded('null', specifier) : fixed(value, type, specifier);
    default:
      throw new Failure('NOT_PROVEN');
  }
}

function cased(text: string, upper: boolean): string {
  if (!text.isWellFormed() || (upper && Buffer.byteLength(text) > text.length))
    throw new Failure('NOT_PROVEN');
  return upper ? text.toUpperCase() : text;
}

function padded(text: string, { flags, width }: Specifier): string {
  return flags.includes('-') ? text.padEnd(width) : text.padStart(width);
}

const isWhole = (type: Type): boolean => ['tinyint', 'smallint', 'integer', 'bigint'].includes(type.kind);

function whole(value: Value, type: Type, specifier: Specifier): string {
  if (!isWhole(type) || specifier.places !== null) throw outOfRange();
  const digits = absolute(value as bigint).toString();
  return signed(grouped(digits, specifier), (value as bigint) < 0n, specifier);
}

function based(value: Value, type: Type, specifier: Specifier): string {
  if (value === null) return padded('null', specifier);
  if (!isWhole(type) || specifier.places !== null || /[+ ,(]/.test(specifier.flags)) throw outOfRange();
  const text = BigInt.asUintN(64, value as bigint).toString(specifier.conversion === 'o' ? 8 : 16);
  const cased = specifier.conversion === 'X' ? text.toUpperCase() : text;
  return specifier.flags.includes('0') ? cased.padStart(specifier.width, '0') : padded(cased, specifier);
}

/** `%f`: the shortest digits of a double, as Java takes them, rounded with a half up. */
function fixed(value: Value, type: Type, specifier: Specifier): string {
  const places = specifier.places ?? 6;
  if (type.kind !== 'double' && type.kind !== 'real' && type.kind !== 'decimal') throw outOfRange();
  if (typeof value === 'number' && !Number.isFinite(value)) throw new Failure('NOT_PROVEN');
  const text = typeof value === 'number' ? String(value) : decimalText(value as bigint, scaleOf(type));
  if (type.kind === 'real') throw new Failure('NOT_PROVEN');
  const digits = digitsOf(text, places);
  if (digits === null || places > 30) throw new Failure('NOT_PROVEN');
  const negative = text.startsWith('-');
  const [before = '', after] = decimalText(absolute(digits), places).split('.');
  const number = after === undefined ? grouped(before, specifier) : `${grouped(before, specifier)}.${after}`;
  return signed(number, negative, specifier);
}

const scaleOf = (type: Type): number => (type.kind === 'decimal' ? type.scale : 0);

const grouped = (digits: string, { flags }: Specifier): string =>
  flags.includes(',') ? digits.replace(/\B(?=(\d{3})+$)/g, ',') : digits;

function signed(digits: string, negative: boolean, specifier: Specifier): string {
  const { flags, width } = specifier;
  const bracketed = negative && flags.includes('(');
  const sign = negative
    ? bracketed
      ? '('
      : '-'
    : flags.includes('+')
      ? '+'
      : flags.includes(' ')
        ? ' '
        : '';
  const end = bracketed ? ')' : '';
  const zeros = flags.includes('0') ? digits.padStart(width - sign.length - end.length, '0') : digits;
  return padded(sign + zeros + end, specifier);
}

function textOf(value: Exclude<Value, null>, type: Type): string {
  switch (type.kind) {
    case 'double':
      return javaDouble(value as number);
    case 'real':
      return javaFloat(value as number);
    case 'decimal':
      return decimalText(value as bigint, type.scale);
    case 'date':
      return timeText((value as bigint) * 86_400_000_000n, 0).slice(0, 10);
    case 'timestamp':
      return localText(value as bigint);
    case 'interval day to second':
      return dayTimeText(value as bigint);
    case 'interval year to month':
      return yearMonthText(value as bigint);
    default:
      return String(value);
  }
}

/** A timestamp as Java's `LocalDateTime` writes it: seconds and their fraction only where there are some. */
function localText(micros: bigint): string {
  const [day = '', clock = ''] = timeText(micros, 6).split(' ');
  const short = clock.replace(/\.000000$/, '').replace(/(\.\d{3})000$/, '$1');
  return `${day}T${short.replace(/^(\d\d:\d\d):00$/, '$1')}`;
}

declareNative(
  'format',
  ([, ...types]) =>
    (pattern: string | null, ...values: Value[]) =>
      pattern === null ? null : format(pattern, values, types),
  true,
);
