import type { Value, Zoned } from '../../../sql/duckdb/native/values.ts';
import { zoneOf } from '../../../sql/duckdb/native/zones.ts';
import { isInteger, type Type } from '../../../sql/duckdb/types/type.ts';

/** Kinds of values that engines disagree about, with the sign that the page gives them. */
export const VALUE_CLASSES = {
  NULL: 'NULL',
  empty: 'empty text, bytes, array or map',
  zero: 'zero',
  '−': 'a negative number or interval',
  limit: 'the smallest or largest value of its type',
  '2^53': 'a number beyond 2^53',
  NaN: 'NaN',
  '∞': 'an infinity',
  é: 'a character beyond ASCII',
  '🙂': 'a supplementary character (beyond U+FFFF)',
  '[NULL]': 'a NULL within an array, map or row',
  clock:
    'a time at which clocks of its zone (of a timestamp: of Berlin or New York) leave out or repeat an hour',
  '<1900': 'a day or time before 1900',
} as const;

export type ValueClass = keyof typeof VALUE_CLASSES;

/** The classes that a value belongs to, those of its parts included. */
export function classesOf(value: Value, type: Type): ValueClass[] {
  if (value === null) return ['NULL'];
  if (typeof value === 'bigint') return ofWhole(value, type);
  if (typeof value === 'number') return ofNumber(value);
  if (typeof value === 'string') return ofText(value);
  if (value instanceof Uint8Array) return value.length === 0 ? ['empty'] : [];
  if (typeof value === 'boolean') return [];
  if ('zone' in value) return ofInstant(value);
  return ofParts(value, type);
}

const BEYOND = 2n ** 53n;
const BITS: { readonly [kind: string]: bigint } = { tinyint: 7n, smallint: 15n, integer: 31n, bigint: 63n };

function ofWhole(value: bigint, type: Type): ValueClass[] {
  if (type.kind === 'date') return value < FIRST_DAY ? ['<1900'] : [];
  if (type.kind === 'timestamp') return ofTimestamp(value);
  const bits = BITS[type.kind];
  const limits = bits ? [2n ** bits - 1n, -(2n ** bits)] : [];
  if (type.kind === 'decimal')
    limits.push(10n ** BigInt(type.precision) - 1n, 1n - 10n ** BigInt(type.precision));
  return [
    ...(value === 0n ? (['zero'] as const) : []),
    ...(value < 0n ? (['−'] as const) : []),
    ...(limits.includes(value) ? (['limit'] as const) : []),
    ...((isInteger(type) || type.kind === 'decimal') && (value > BEYOND || value < -BEYOND)
      ? (['2^53'] as const)
      : []),
  ];
}

function ofNumber(value: number): ValueClass[] {
  if (Number.isNaN(value)) return ['NaN'];
  if (!Number.isFinite(value)) return value < 0 ? ['∞', '−'] : ['∞'];
  return [
    ...(value === 0 ? (['zero'] as const) : []),
    ...(value < 0 || Object.is(value, -0) ? (['−'] as const) : []),
    ...(Math.abs(value) > Number.MAX_SAFE_INTEGER ? (['2^53'] as const) : []),
  ];
}

function ofText(value: string): ValueClass[] {
  if (value === '') return ['empty'];
  return [
    ...(/[\u{80}-\u{ffff}]/u.test(value) ? (['é'] as const) : []),
    ...(/[\u{10000}-\u{10ffff}]/u.test(value) ? (['🙂'] as const) : []),
  ];
}

const MICROS = 1000n;
const FIRST = BigInt(Date.UTC(1900, 0, 1)) * MICROS;
const FIRST_DAY = BigInt(Date.UTC(1900, 0, 1) / 86_400_000);
const HOUR = 3_600_000_000n;
const LAST = BigInt(Date.UTC(2037, 0, 1)) * MICROS;

/** Whether the clocks of a zone change within an hour of an instant. */
function nearChange(zone: string, micros: bigint): boolean {
  const clocks = zoneOf(zone);
  if (!clocks || micros < FIRST + 24n * HOUR || micros > LAST) return false;
  return clocks.offsetAt(micros - HOUR) !== clocks.offsetAt(micros + HOUR);
}

function ofInstant({ micros, zone }: Zoned): ValueClass[] {
  if (micros < FIRST) return ['<1900'];
  return nearChange(zone, micros) ? ['clock'] : [];
}

function ofTimestamp(micros: bigint): ValueClass[] {
  if (micros < FIRST) return ['<1900'];
  const near = ['Europe/Berlin', 'America/New_York'].some((zone) => {
    const clocks = zoneOf(zone);
    return (
      micros < LAST && micros > FIRST + 24n * HOUR && clocks && nearChange(zone, clocks.instantOf(micros))
    );
  });
  return near ? ['clock'] : [];
}

function ofParts(value: readonly Value[] | ReadonlyMap<Value, Value>, type: Type): ValueClass[] {
  const parts: (readonly [Value, Type])[] = [];
  if (value instanceof Map && type.kind === 'map')
    for (const [key, held] of value) parts.push([key, type.key], [held, type.value]);
  if (Array.isArray(value))
    for (const [index, part] of value.entries()) {
      const of =
        type.kind === 'array' ? type.element : type.kind === 'row' ? type.fields[index]?.type : undefined;
      if (of) parts.push([part, of]);
    }
  if (parts.length === 0) return ['empty'];
  const within = parts.flatMap(([part, of]) => classesOf(part, of));
  return [...new Set(within.map((one) => (one === 'NULL' ? '[NULL]' : one)))];
}
