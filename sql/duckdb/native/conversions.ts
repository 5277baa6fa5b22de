import type { Type } from '../types/type.ts';
import { declareNative, Failure } from './native.ts';
import { absolute, decimalText, digitsOf, divideHalfUp, fits, shortestFloat, tenTo } from './numbers.ts';
import { localOf, parseZoned, roundMicros, zonedText } from './times.ts';
import type { Value, Zoned } from './values.ts';
import { zoneNamed } from './zones.ts';

const scaleOf = (type: Type | undefined): number => (type?.kind === 'decimal' ? type.scale : 0);
const precisionOf = (type: Type): number => (type.kind === 'decimal' ? type.precision : 38);

/** Largest number that Trino computes with. */
const MAX_INT128 = 2n ** 127n;

/** An operand with more places. @throws {Failure} when it is too long for Trino, or so long that this is not proven */
function brought(value: bigint, places: number): bigint {
  return fits(within(value, places), 38, 'NOT_PROVEN');
}

/** An operand with more places. @throws {Failure} when it is too long for Trino */
function within(value: bigint, places: number): bigint {
  const longer = value * tenTo(places);
  if (absolute(longer) >= MAX_INT128) throw new Failure('NUMERIC_VALUE_OUT_OF_RANGE');
  return longer;
}

/** Operators on decimals that are too long for DuckDB's arithmetic; their results have the scale of the type. */
const OPERATORS: {
  readonly [operator: string]: (a: bigint, b: bigint, s: number, t: number, scale: number) => bigint;
} = {
  '+': (a, b, s, t, scale) => brought(a, scale - s) + brought(b, scale - t),
  '-': (a, b, s, t, scale) => brought(a, scale - s) - brought(b, scale - t),
  '*': (a, b) => a * b,
  '/': (a, b, s, t, scale) => divideHalfUp(a * tenTo(scale - s + t), nonZero(b)),
  '%': (a, b, s, t, scale) => within(a, scale - s) % within(nonZero(b), scale - t),
};

function nonZero(value: bigint): bigint {
  if (value === 0n) throw new Failure('DIVISION_BY_ZERO');
  return value;
}

for (const [operator, calculate] of Object.entries(OPERATORS))
  declareNative(`decimal ${operator}`, ([left, right], result) => {
    const [s, t, scale] = [scaleOf(left), scaleOf(right), scaleOf(result)];
    return (a: bigint, b: bigint) =>
      fits(calculate(a, b, s, t, scale), precisionOf(result), 'NUMERIC_VALUE_OUT_OF_RANGE');
  });

declareNative('decimal of', ([from], to) => (value: boolean | number) => {
  if (typeof value === 'boolean')
    return fits(value ? tenTo(scaleOf(to)) : 0n, precisionOf(to), 'INVALID_CAST_ARGUMENT');
  if (!Number.isFinite(value)) throw new Failure('INVALID_CAST_ARGUMENT');
  const text = from?.kind === 'real' && value !== 0 ? floatDigits(value) : String(value);
  const digits = digitsOf(text, scaleOf(to));
  if (digits === null) throw new Failure('INVALID_CAST_ARGUMENT');
  return fits(digits, precisionOf(to), 'INVALID_CAST_ARGUMENT');
});

function floatDigits(value: number): string {
  const { digits, exponent } = shortestFloat(value);
  return `${value < 0 ? '-' : ''}${digits[0]}.${digits.slice(1)}e${exponent}`;
}

declareNative(
  'decimal text',
  ([type]) =>
    (value: bigint) =>
      decimalText(value, scaleOf(type)),
);

declareNative('real of', () => (value: number) => Math.fround(value));

/** Java writes a float with at most this many digits after the first one. */
const FLOAT_PLACES = 6;
const MAX_EXPONENT = 21;

/** A real as Trino casts it to text: its shortest digits, rounded to seven. */
export function realText(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0E0' : '0E0';
  const { digits, exponent } = shortestFloat(value);
  if (Math.abs(exponent) > MAX_EXPONENT) throw new Failure('NOT_PROVEN');
  const kept = digits.slice(0, FLOAT_PLACES + 1);
  const rest = digits.slice(FLOAT_PLACES + 1);
  if (rest !== '' && /^50*$/.test(rest)) throw new Failure('NOT_PROVEN');
  const rounded = rest >= '5' ? String(BigInt(kept) + 1n) : kept;
  const carried = rounded.length > kept.length ? 1 : 0;
  const significant = rounded.replace(/0+$/, '');
  return `${value < 0 ? '-' : ''}${significant[0]}.${significant.slice(1) || '0'}E${exponent + carried}`;
}

/** An interval of milliseconds as Trino shows it. */
export function dayTimeText(millis: bigint): string {
  const rest = absolute(millis);
  const two = (value: bigint) => String(value).padStart(2, '0');
  const clock = `${two((rest / 3_600_000n) % 24n)}:${two((rest / 60_000n) % 60n)}:${two((rest / 1000n) % 60n)}`;
  return `${millis < 0n ? '-' : ''}${rest / 86_400_000n} ${clock}.${String(rest % 1000n).padStart(3, '0')}`;
}

/** An interval of months as Trino shows it. */
export const yearMonthText = (months: bigint): string =>
  `${months < 0n ? '-' : ''}${absolute(months) / 12n}-${absolute(months) % 12n}`;

declareNative('text', ([type]) => (value: Value) => {
  switch (type?.kind) {
    case 'real':
      return realText(value as number);
    case 'interval day to second':
      return dayTimeText(value as bigint);
    case 'interval year to month':
      return yearMonthText(value as bigint);
    default:
      return zonedText(value as Zoned, type?.kind === 'timestamp with time zone' ? type.precision : 3);
  }
});

declareNative('local of', () => (value: Zoned) => localOf(value));

declareNative('zoned of', ([from], to) => {
  const precision = to.kind === 'timestamp with time zone' ? to.precision : 3;
  return (value: Value): Zoned => {
    if (from?.kind === 'varchar') return parseZoned(value as string, precision);
    if (from?.kind === 'date') return { micros: (value as bigint) * 86_400_000_000n, zone: 'UTC' };
    if (from?.kind === 'timestamp') return { micros: roundMicros(value as bigint, precision), zone: 'UTC' };
    const { micros, zone } = value as Zoned;
    return { micros: roundMicros(micros, precision), zone };
  };
});

declareNative(
  'at zone',
  () =>
    ({ micros }: Zoned, zone: string): Zoned => ({
      micros,
      zone: zoneNamed(zone).id,
    }),
);
