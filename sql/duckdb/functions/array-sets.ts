import { equality, holdsNull, identity, order } from '../native/compare.ts';
import { declareNative, Failure, outOfRange } from '../native/native.ts';
import type { Value } from '../native/values.ts';
import { type Type, UNKNOWN } from '../types/type.ts';
import { native, nativeOf, type ScalarFunction } from './define.ts';

type List = readonly Value[];

const elementOf = (type: Type | undefined): Type => (type?.kind === 'array' ? type.element : UNKNOWN);

/** The values that come first of those that are not distinct. */
function distinct(list: List, text: (value: Value) => string): Value[] {
  const seen = new Set<string>();
  return list.filter((value) => {
    const key = text(value);
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

/** Trino goes through the longer array and looks into the shorter one. */
function intersection(a: List, b: List, text: (value: Value) => string): Value[] {
  const [longer, shorter] = a.length < b.length ? [b, a] : [a, b];
  const held = new Set(shorter.map(text));
  return distinct(
    longer.filter((value) => held.has(text(value))),
    text,
  );
}

function overlap(a: List, b: List, text: (value: Value) => string): boolean | null {
  if (a.length === 0 || b.length === 0) return false;
  const held = new Set(a.filter((value) => value !== null).map(text));
  if (b.some((value) => value !== null && held.has(text(value)))) return true;
  return a.includes(null) || b.includes(null) ? null : false;
}

function histogram(list: List, text: (value: Value) => string): ReadonlyMap<Value, Value> {
  const counts = new Map<string, [Value, bigint]>();
  for (const value of list) {
    if (value === null) continue;
    const key = text(value);
    counts.set(key, [value, (counts.get(key)?.[1] ?? 0n) + 1n]);
  }
  return new Map(counts.values());
}

/** The greatest or least by the type's order, in which NaN is not chosen while there is another. */
function extreme(list: List, compare: (a: Value, b: Value) => number, wanted: 1 | -1): Value {
  if (list.length === 0 || list.includes(null)) return null;
  return list.reduce((best, value) => (compare(value, best) * wanted > 0 ? value : best));
}

function sorted(list: List, type: Type): Value[] {
  const compare = order(elementOf(type), 'last');
  const values = list.filter((value) => value !== null).sort(compare);
  return [...values, ...list.filter((value) => value === null)];
}

const MAX_COMBINATION = 5n;
const MAX_COMBINATIONS = 100_000;

/** Combinations in the order of their last element, then the one before it. */
function combinations(list: List, size: bigint): Value {
  if (size < 0n || size > MAX_COMBINATION) throw outOfRange();
  let found: List[] = [[]];
  const of = (from: number, count: number): List[] => {
    if (count === 0) return [[]];
    const all: List[] = [];
    for (let last = count - 1; last < from; last += 1)
      for (const rest of of(last, count - 1)) all.push([...rest, list[last] ?? null]);
    if (all.length > MAX_COMBINATIONS) throw outOfRange();
    return all;
  };
  found = of(list.length, Number(size));
  return found;
}

function ngrams(list: List, size: bigint): Value {
  if (size <= 0n) throw outOfRange();
  if (size >= BigInt(list.length)) return [list];
  const width = Number(size);
  return Array.from({ length: list.length - width + 1 }, (_, at) => list.slice(at, at + width));
}

function holdsSequence(list: List, part: List, text: (value: Value) => string): boolean {
  const [all, wanted] = [list.map(text), part.map(text)];
  for (let at = 0; at + wanted.length <= all.length; at += 1)
    if (wanted.every((value, index) => all[at + index] === value)) return true;
  return false;
}

const MAX_REPEAT = 10_000n;
/** Trino limits the bytes of the result; this is far below. */
const MAX_REPEATED_TEXT = 100_000;

/** About the bytes that a value takes. */
const sizeOf = (value: Value): number =>
  Array.isArray(value)
    ? (value as List).reduce<number>((sum, item) => sum + sizeOf(item), 8)
    : String(value).length + 8;

/** Functions of arrays whose elements may be anything: NULL, NaN, arrays, rows. */
export const ARRAY_SETS: readonly ScalarFunction[] = [
  nativeOf('array_distinct(array(E)) -> array(E)', ([type]) => {
    const text = identity(elementOf(type));
    return (list: List) => distinct(list, text);
  }),
  nativeOf('array_intersect(array(E), array(E)) -> array(E)', ([type]) => {
    const text = identity(elementOf(type));
    return (a: List, b: List) => intersection(a, b, text);
  }),
  nativeOf('array_union(array(E), array(E)) -> array(E)', ([type]) => {
    const text = identity(elementOf(type));
    return (a: List, b: List) => distinct([...a, ...b], text);
  }),
  nativeOf('array_except(array(E), array(E)) -> array(E)', ([type]) => {
    const text = identity(elementOf(type));
    return (a: List, b: List) => {
      // Trino gives the first array back as it is then, with its repeats.
      if (b.length === 0) return a;
      const held = new Set(b.map(text));
      return distinct(
        a.filter((value) => !held.has(text(value))),
        text,
      );
    };
  }),
  nativeOf('arrays_overlap(array(E), array(E)) -> boolean', ([type]) => {
    const text = identity(elementOf(type));
    return (a: List, b: List) => overlap(a, b, text);
  }),
  nativeOf('array_histogram(array(E)) -> map(E,bigint)', ([type]) => {
    const text = identity(elementOf(type));
    return (list: List) => histogram(list, text);
  }),
  nativeOf('array_remove(array(E), E) -> array(E)', ([type]) => {
    const equal = equality(elementOf(type));
    return (list: List, value: Value) =>
      list.filter((item) => {
        const same = item === null ? false : equal(item, value);
        if (same === null) throw new Failure('NOT_SUPPORTED');
        return !same;
      });
  }),
  nativeOf(
    'array_sort(array(E)) -> array(E)',
    ([type]) =>
      (list: List) =>
        sorted(list, type ?? UNKNOWN),
  ),
  nativeOf('array_max(array(E)) -> E', ([type]) => {
    const compare = order(elementOf(type), 'first');
    return (list: List) => extreme(list, compare, 1);
  }),
  nativeOf('array_min(array(E)) -> E', ([type]) => {
    const compare = order(elementOf(type), 'last');
    return (list: List) => extreme(list, compare, -1);
  }),
  nativeOf('contains(array(E), E) -> boolean', ([type]) => {
    const equal = equality(elementOf(type));
    return (list: List, value: Value) => {
      const results = list.map((item) => (item === null ? null : equal(item, value)));
      if (list.some((item, at) => item !== null && results[at] === null)) throw new Failure('NOT_SUPPORTED');
      return results.includes(true) ? true : results.includes(null) ? null : false;
    };
  }),
  nativeOf('array_position(array(E), E) -> bigint', ([type]) => {
    const equal = equality(elementOf(type));
    return (list: List, value: Value) => {
      if (list.some((item) => item !== null && holdsNull(item)) || holdsNull(value))
        throw new Failure('NOT_SUPPORTED');
      return BigInt(list.findIndex((item) => equal(item, value) === true) + 1);
    };
  }),
  native('combinations(array(E), integer) -> array(array(E))', combinations),
  native('ngrams(array(E), integer) -> array(array(E))', ngrams),
  nativeOf('contains_sequence(array(E), array(E)) -> boolean', ([type]) => {
    const text = identity(elementOf(type));
    return (list: List, part: List) => holdsSequence(list, part, text);
  }),
  native('slice(array(E), bigint, bigint) -> array(E)', (list: List, start: bigint, length: bigint) => {
    if (start === 0n || length < 0n) throw outOfRange();
    const from = start > 0n ? start - 1n : BigInt(list.length) + start;
    if (from < 0n || from >= BigInt(list.length)) return [];
    return list.slice(Number(from), Number(from + length));
  }),
  native('trim_array(array(E), bigint) -> array(E)', (list: List, count: bigint) => {
    if (count < 0n || count > BigInt(list.length)) throw outOfRange();
    return list.slice(0, list.length - Number(count));
  }),
  native(
    'repeat(E, bigint) -> array(E)',
    (value: Value, count: bigint | null) => {
      if (count === null) return null;
      if (count < 0n || count > MAX_REPEAT) throw outOfRange();
      if (sizeOf(value) * Number(count) > MAX_REPEATED_TEXT) throw new Failure('NOT_PROVEN');
      return Array.from({ length: Number(count) }, () => value);
    },
    { seesNull: true },
  ),
  native('reverse(array(E)) -> array(E)', (list: List) => [...list].reverse()),
];

const MAX_SORTED = 1000;

declareNative('sort by', () => (list: List, signs: readonly (readonly (bigint | null)[])[]) => {
  const at = (row: number, column: number): bigint => signs[row]?.[column] ?? 9n;
  const rows = list.map((_, index) => index);
  const consistent = rows.every((a) =>
    rows.every((b) => at(a, b) >= -1n && at(a, b) <= 1n && at(a, b) === -at(b, a)),
  );
  if (!consistent || list.length > MAX_SORTED) throw new Failure('NOT_PROVEN');
  return rows.sort((a, b) => Number(at(a, b))).map((index) => list[index] ?? null);
});
