import { order } from '../native/compare.ts';
import { declareNative, Failure, outOfRange } from '../native/native.ts';
import { absolute, divideHalfUp, fits } from '../native/numbers.ts';
import type { Value } from '../native/values.ts';
import { decimal, type Type, UNKNOWN } from '../types/type.ts';
import { native, nativeOf, type ScalarFunction } from './define.ts';

const BITS: { readonly [kind: string]: number } = { tinyint: 8, smallint: 16, integer: 32, bigint: 64 };
const WHOLE = Object.keys(BITS);
const bitsOf = (type: Type | undefined): number => BITS[type?.kind ?? ''] ?? 64;
const scaleOf = (type: Type | undefined): number => (type?.kind === 'decimal' ? type.scale : 0);
const precisionOf = (type: Type | undefined): number => (type?.kind === 'decimal' ? type.precision : 1);

/** Rounds digits to so many places, a half away from zero. */
function rounded(value: bigint, scale: number, places: bigint): bigint {
  const dropped = BigInt(scale) - places;
  if (dropped <= 0n) return value;
  if (dropped > 38n) throw new Failure('NOT_PROVEN');
  const unit = 10n ** dropped;
  return divideHalfUp(value, unit) * unit;
}

/** A whole number, whose digits cannot all be dropped: Trino then fails. */
function roundedWhole(value: bigint, places: bigint): bigint {
  if (places < -18n && value !== 0n) throw new Failure('NOT_PROVEN');
  return rounded(value, 0, places);
}

function truncated(value: bigint, scale: number, places: bigint): bigint {
  const dropped = BigInt(scale) - places;
  if (dropped <= 0n) return value;
  return dropped > 38n ? 0n : value - (value % 10n ** dropped);
}

/** A float rounded as Java does, by its factor as a double. */
function roundFloat(value: number, places: bigint): number {
  if (!Number.isFinite(value)) return value;
  if (absolute(places) > 15n) throw new Failure('NOT_PROVEN');
  const factor = 10 ** Number(places);
  const shifted = Math.abs(value) * factor;
  if (shifted > Number.MAX_SAFE_INTEGER) throw new Failure('NOT_PROVEN');
  return (Math.sign(value) * Math.floor(shifted + 0.5)) / factor;
}

/** A shift; Java's of negative amounts are not proven. */
function checkedShift(amount: bigint, bits: number): number {
  if (amount < 0n) throw new Failure('NOT_PROVEN');
  return amount >= BigInt(bits) ? bits : Number(amount);
}

const shifts = (name: string, shift: (value: bigint, by: bigint, bits: number) => bigint): ScalarFunction[] =>
  WHOLE.map((type) =>
    nativeOf(`${name}(${type}, integer) -> ${type}`, ([given]) => {
      const bits = bitsOf(given);
      return (value: bigint, amount: bigint) =>
        BigInt.asIntN(bits, shift(value, BigInt(checkedShift(amount, bits)), bits));
    }),
  );

function bitCount(value: bigint, bits: bigint): bigint {
  if (bits < 2n || bits > 64n) throw outOfRange();
  const width = Number(bits);
  if (BigInt.asIntN(width, value) !== value) throw outOfRange();
  return BigInt(BigInt.asUintN(width, value).toString(2).replaceAll('0', '').length);
}

function widthBucket(operand: number, first: number, second: number, count: bigint): bigint {
  if (count <= 0n || count > 2_147_483_647n) throw outOfRange();
  if (Number.isNaN(operand) || !Number.isFinite(first) || !Number.isFinite(second) || first === second)
    throw outOfRange();
  const [lower, upper] = [Math.min(first, second), Math.max(first, second)];
  let bucket: bigint;
  if (operand < lower) bucket = 0n;
  else if (operand >= upper) bucket = count + 1n;
  else bucket = BigInt(Math.trunc((Number(count) * (operand - lower)) / (upper - lower) + 1));
  return first > second ? count - bucket + 1n : bucket;
}

function bucketOf(operand: number, bins: readonly (number | null)[]): bigint {
  if (bins.length === 0 || Number.isNaN(operand)) throw outOfRange();
  for (const [at, bin] of bins.entries()) {
    const before = bins[at - 1];
    if (bin === null || !Number.isFinite(bin)) throw outOfRange();
    if (before !== undefined && before !== null && before > bin) throw outOfRange();
  }
  return BigInt(bins.filter((bin) => bin !== null && bin <= operand).length);
}

function wilson(successes: bigint, trials: bigint, z: number, side: 1 | -1): number {
  if (successes < 0n || trials <= 0n || successes > trials || !(z >= 0)) throw outOfRange();
  const [n, p] = [Number(trials), Number(successes) / Number(trials)];
  const middle = p + (z * z) / (2 * n);
  const spread = z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n));
  return (middle + side * spread) / (1 + (z * z) / n);
}

type Vector = ReadonlyMap<Value, Value>;

function cosine(a: Vector, b: Vector): number | null {
  const values = [...a.values(), ...b.values()];
  if (values.includes(null)) return null;
  const norm = (vector: Vector) =>
    Math.sqrt([...vector.values()].reduce<number>((sum, value) => sum + (value as number) ** 2, 0));
  const dot = [...a].reduce(
    (sum, [key, value]) => sum + (value as number) * ((b.get(key) as number) ?? 0),
    0,
  );
  const [left, right] = [norm(a), norm(b)];
  return dot / (left * right);
}

for (const [name, nan, wanted] of [
  ['greatest', 'first', 1],
  ['least', 'last', -1],
] as const)
  declareNative(name, ([type = UNKNOWN]) => {
    const compare = order(type, nan);
    return (...values: Value[]) =>
      values.reduce((best, value) => (compare(value, best) * wanted > 0 ? value : best));
  });

/** Functions of numbers that are written here. */
export const MATHEMATICS: readonly ScalarFunction[] = [
  nativeOf(
    'round(decimal(p,s), integer) -> decimal(p,s)',
    ([type], result) =>
      (value: bigint, places: bigint) =>
        fits(rounded(value, scaleOf(type), places), precisionOf(result), 'NUMERIC_VALUE_OUT_OF_RANGE'),
    { resultOf: ([type]) => decimal(Math.min(38, precisionOf(type) + 1), scaleOf(type)) },
  ),
  nativeOf(
    'truncate(decimal(p,s), integer) -> decimal(p,s)',
    ([type]) =>
      (value: bigint, places: bigint) =>
        truncated(value, scaleOf(type), places),
  ),
  ...WHOLE.map((type) =>
    nativeOf(`round(${type}, integer) -> ${type}`, ([given]) => (value: bigint, places: bigint) => {
      const result = roundedWhole(value, places);
      if (BigInt.asIntN(bitsOf(given), result) !== result) throw new Failure('NUMERIC_VALUE_OUT_OF_RANGE');
      return result;
    }),
  ),
  native('round(real) -> real', (value: number) => roundFloat(value, 0n)),
  native('round(real, integer) -> real', (value: number, places: bigint) =>
    Math.fround(roundFloat(value, places)),
  ),
  native('sign(decimal(p,s)) -> decimal(1,0)', (value: bigint) => (value > 0n ? 1n : value < 0n ? -1n : 0n), {
    resultOf: () => decimal(1, 0),
  }),
  native('sign(double) -> double', (value: number) => Math.sign(value)),
  native('sign(real) -> real', (value: number) => Math.sign(value)),
  ...shifts('bitwise_left_shift', (value, by) => value << by),
  ...shifts('bitwise_right_shift', (value, by, bits) => BigInt.asUintN(bits, value) >> by),
  ...shifts('bitwise_right_shift_arithmetic', (value, by) => value >> by),
  native('bitwise_not(bigint) -> bigint', (value: bigint) => ~value),
  native('bit_count(bigint, bigint) -> bigint', bitCount),
  native('width_bucket(double, double, double, bigint) -> bigint', widthBucket),
  native('width_bucket(double, array(double)) -> bigint', bucketOf),
  ...['sinh', 'cosh', 'tanh'].map((name) =>
    native(
      `${name}(double) -> double`,
      { sinh: Math.sinh, cosh: Math.cosh, tanh: Math.tanh }[name] ?? Math.tanh,
    ),
  ),
  native('wilson_interval_lower(bigint, bigint, double) -> double', (s: bigint, n: bigint, z: number) =>
    wilson(s, n, z, -1),
  ),
  native('wilson_interval_upper(bigint, bigint, double) -> double', (s: bigint, n: bigint, z: number) =>
    wilson(s, n, z, 1),
  ),
  native('cosine_similarity(map(varchar,double), map(varchar,double)) -> double', cosine),
];
