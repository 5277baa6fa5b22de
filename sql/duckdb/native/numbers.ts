import { Failure } from './native.ts';

/** Digits (without zeros at either end) and exponent of a number whose shortest text is the same in Java. */
function shortest(value: number): { digits: string; exponent: number } {
  const [mantissa = '', exponent = '0'] = Math.abs(value).toExponential().split('e');
  return { digits: mantissa.replace('.', ''), exponent: Number(exponent) };
}

/** Below it Java writes two digits where one would do. */
const SMALLEST_PROVEN = 1e-300;

/** A double as Java's `Double.toString` writes it. */
export function javaDouble(value: number): string {
  if (!Number.isFinite(value)) return String(value);
  if (value === 0) return Object.is(value, -0) ? '-0.0' : '0.0';
  if (Math.abs(value) < SMALLEST_PROVEN) throw new Failure('NOT_PROVEN');
  return signed(value, shortest(value));
}

/** A float as Java's `Float.toString` writes it. */
export function javaFloat(value: number): string {
  if (!Number.isFinite(value) || value === 0) return javaDouble(value);
  return signed(value, shortestFloat(value));
}

function signed(value: number, { digits, exponent }: { digits: string; exponent: number }): string {
  const sign = value < 0 ? '-' : '';
  if (exponent < -3 || exponent >= 7) return `${sign}${digits[0]}.${digits.slice(1) || '0'}E${exponent}`;
  if (exponent < 0) return `${sign}0.${'0'.repeat(-exponent - 1)}${digits}`;
  const whole = digits.slice(0, exponent + 1).padEnd(exponent + 1, '0');
  return `${sign}${whole}.${digits.slice(exponent + 1) || '0'}`;
}

/** More than any float has beyond those that are looked at. */
const ALL_DIGITS = 60;
const MAX_FLOAT_DIGITS = 9;

/** The fewest digits that make a float again; of several the nearest, of two as near the even one, as Java chooses. */
export function shortestFloat(value: number): { digits: string; exponent: number } {
  const [mantissa = '', power = '0'] = Math.abs(value).toExponential(ALL_DIGITS).split('e');
  const all = mantissa.replace('.', '');
  for (let length = 1; length <= MAX_FLOAT_DIGITS; length += 1) {
    const place = Number(power) - length + 1;
    const below = Number(all.slice(0, length));
    const making = [below, below + 1].filter(
      (digits) => Math.fround(Number(`${digits}e${place}`)) === Math.abs(value),
    );
    if (making.length === 0) continue;
    const chosen = making.length === 1 ? making[0] : nearest(below, all.slice(length));
    const text = String(chosen);
    return { digits: text.replace(/0+$/, '') || '0', exponent: place + text.length - 1 };
  }
  throw new Failure('NOT_PROVEN');
}

/** The digits, or one more, by what follows them. */
function nearest(digits: number, rest: string): number {
  const isHalf = /^50*$/.test(rest);
  const isUp = isHalf ? digits % 2 === 1 : rest[0] !== undefined && rest[0] >= '5';
  return isUp ? digits + 1 : digits;
}

/** 10 to the power of `n`. */
export const tenTo = (n: number): bigint => 10n ** BigInt(n);

/** The quotient with a half rounded away from zero. */
export function divideHalfUp(a: bigint, b: bigint): bigint {
  const quotient = a / b;
  const rest = a % b;
  if (absolute(rest) * 2n < absolute(b)) return quotient;
  return quotient + (a < 0n === b < 0n ? 1n : -1n);
}

export const absolute = (value: bigint): bigint => (value < 0n ? -value : value);

/** The quotient rounded down. */
export const floorDivide = (a: bigint, b: bigint): bigint => {
  const quotient = a / b;
  return a % b !== 0n && a < 0n !== b < 0n ? quotient - 1n : quotient;
};

/** A decimal text (`-1.5`, `2e3`) as digits of a decimal with `scale` places, a half rounded away from zero. */
export function digitsOf(text: string, scale: number): bigint | null {
  const [, sign = '', whole = '', fraction = '', exponent = '0'] =
    /^([+-]?)(\d*)\.?(\d*)(?:[eE]([+-]?\d{1,4}))?$/.exec(text) ?? [];
  if (whole + fraction === '') return null;
  const shift = scale - fraction.length + Number(exponent);
  const digits = BigInt(whole + fraction) * (sign === '-' ? -1n : 1n);
  if (shift >= 0) return digits * tenTo(shift);
  return divideHalfUp(digits, tenTo(-shift));
}

/** Checks a decimal's digits against its precision. @throws {Failure} */
export function fits(digits: bigint, precision: number, code: string): bigint {
  if (absolute(digits) >= tenTo(precision)) throw new Failure(code);
  return digits;
}

/** A decimal as text. */
export function decimalText(digits: bigint, scale: number): string {
  const text = absolute(digits)
    .toString()
    .padStart(scale + 1, '0');
  const sign = digits < 0n ? '-' : '';
  return scale === 0 ? `${sign}${text}` : `${sign}${text.slice(0, -scale)}.${text.slice(-scale)}`;
}
