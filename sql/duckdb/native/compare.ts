import type { Type } from '../types/type.ts';
import { declareNative, Failure } from './native.ts';
import type { Value, Zoned } from './values.ts';

type List = readonly Value[];
type Entries = ReadonlyMap<Value, Value>;

/** Whether two values are equal by Trino: NULL when a NULL within them leaves it open. */
export type Equality = (a: Value, b: Value) => boolean | null;

/** Equality of a type, NULL for NULLs; nothing equals NaN. */
export function equality(type: Type): Equality {
  const orNull =
    (equal: Equality): Equality =>
    (a, b) =>
      a === null || b === null ? null : equal(a, b);
  switch (type.kind) {
    case 'array':
      return orNull(listEquality(equality(type.element)));
    case 'row': {
      const fields = type.fields.map((field) => equality(field.type));
      return orNull((a, b) =>
        all(fields.map((equal, at) => equal((a as List)[at] ?? null, (b as List)[at] ?? null))),
      );
    }
    case 'map':
      return orNull(mapEquality(type));
    case 'timestamp with time zone':
      return orNull((a, b) => (a as Zoned).micros === (b as Zoned).micros);
    case 'varbinary':
      return orNull((a, b) => Buffer.compare(a as Uint8Array, b as Uint8Array) === 0);
    default:
      return orNull((a, b) => a === b);
  }
}

const all = (results: readonly (boolean | null)[]): boolean | null =>
  results.includes(false) ? false : results.includes(null) ? null : true;

const listEquality =
  (equal: Equality): Equality =>
  (a, b) => {
    const [left, right] = [a as List, b as List];
    if (left.length !== right.length) return false;
    return all(left.map((item, at) => equal(item, right[at] ?? null)));
  };

function mapEquality(type: Type & { kind: 'map' }): Equality {
  const [key, equal] = [identity(type.key), equality(type.value)];
  return (a, b) => {
    const [left, right] = [a as Entries, b as Entries];
    if (left.size !== right.size) return false;
    const held = new Map([...right].map(([name, value]) => [key(name), value] as const));
    if ([...left.keys()].some((name) => !held.has(key(name)))) return false;
    return all([...left].map(([name, value]) => equal(value, held.get(key(name)) ?? null)));
  };
}

/** A text that is the same for values that are not distinct: NaN is one value, and so is NULL, and 0 and -0. */
export function identity(type: Type): (value: Value) => string {
  const orNull =
    (text: (value: Exclude<Value, null>) => string) =>
    (value: Value): string =>
      value === null ? 'null' : text(value);
  switch (type.kind) {
    case 'array': {
      const element = identity(type.element);
      return orNull((value) => JSON.stringify((value as List).map(element)));
    }
    case 'row': {
      const fields = type.fields.map((field) => identity(field.type));
      return orNull((value) => JSON.stringify(fields.map((field, at) => field((value as List)[at] ?? null))));
    }
    case 'map': {
      const [key, held] = [identity(type.key), identity(type.value)];
      return orNull((value) =>
        JSON.stringify(
          [...(value as Entries)].map(([name, item]) => [key(name), held(item)].join('\0')).sort(),
        ),
      );
    }
    case 'timestamp with time zone':
      return orNull((value) => String((value as Zoned).micros));
    case 'varbinary':
      return orNull((value) => `x${Buffer.from(value as Uint8Array).toString('hex')}`);
    case 'varchar':
    case 'json':
      return orNull((value) => `'${value}`);
    default:
      return orNull((value) => (value === 0 ? '0' : String(value)));
  }
}

/** Orders two values: negative, 0 or positive. */
export type Order = (a: Value, b: Value) => number;

/**
 * Order of a type whose NaN comes `first` or `last`; texts by their code points.
 * @throws {Failure} from the order for a NULL within a value
 */
export function order(type: Type, nan: 'first' | 'last'): Order {
  switch (type.kind) {
    case 'array': {
      const element = order(type.element, nan);
      return (a, b) => {
        const [left, right] = [a as List, b as List];
        const shared = Math.min(left.length, right.length);
        const differs = firstDifference(left.slice(0, shared), right, () => element);
        return differs || left.length - right.length;
      };
    }
    case 'row': {
      const fields = type.fields.map((field) => order(field.type, nan));
      return (a, b) => firstDifference(a as List, b as List, (at) => fields[at] ?? (() => 0));
    }
    case 'timestamp with time zone':
      return (a, b) => sign((a as Zoned).micros, (b as Zoned).micros);
    case 'varchar':
    case 'varbinary':
      return (a, b) => Buffer.compare(Buffer.from(a as string), Buffer.from(b as string));
    case 'real':
    case 'double':
      return floatOrder(nan === 'last' ? 1 : -1);
    default:
      return (a, b) => sign(a as bigint, b as bigint);
  }
}

const sign = <T extends bigint | number | boolean>(a: T, b: T): number => (a < b ? -1 : a > b ? 1 : 0);

const floatOrder =
  (ofNan: 1 | -1): Order =>
  (a, b) => {
    const [left, right] = [Number.isNaN(a), Number.isNaN(b)];
    if (left || right) return left === right ? 0 : left ? ofNan : -ofNan;
    return sign(a as number, b as number);
  };

function firstDifference(left: List, right: List, orderAt: (at: number) => Order): number {
  for (const [at, item] of left.entries()) {
    const other = right[at] ?? null;
    if (item === null || other === null) throw new Failure('NOT_SUPPORTED');
    const difference = orderAt(at)(item, other);
    if (difference !== 0) return difference;
  }
  return 0;
}

/** Whether NULL is a value or somewhere within it. */
export function holdsNull(value: Value): boolean {
  if (value === null) return true;
  if (Array.isArray(value)) return (value as List).some(holdsNull);
  return value instanceof Map && [...(value as Entries).values()].some(holdsNull);
}

declareNative('equal', ([type = { kind: 'unknown' }]) => equality(type));
declareNative(
  'not distinct',
  ([type = { kind: 'unknown' }]) => {
    const text = identity(type);
    return (a: Value, b: Value) => text(a) === text(b);
  },
  true,
);

const SIGNS: { readonly [operator: string]: (order: number) => boolean } = {
  '<': (difference) => difference < 0,
  '<=': (difference) => difference <= 0,
  '>': (difference) => difference > 0,
  '>=': (difference) => difference >= 0,
};

for (const [operator, holds] of Object.entries(SIGNS))
  declareNative(`order ${operator}`, ([type = { kind: 'unknown' }]) => {
    const compare = order(type, 'last');
    return (a: Value, b: Value) => holds(compare(a, b));
  });
