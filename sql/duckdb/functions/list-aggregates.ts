import { identity, order } from '../native/compare.ts';
import { declareNative, Failure, nativeSql, outOfRange } from '../native/native.ts';
import type { Value } from '../native/values.ts';
import { array, type Type, UNKNOWN } from '../types/type.ts';
import { type AggregateFunction, defineAggregate } from './aggregates.ts';

type List = readonly Value[];
type Pairs = readonly (readonly [Value, Value])[];

const elementOf = (type: Type | undefined): Type => (type?.kind === 'array' ? type.element : UNKNOWN);
const rowOf = (types: readonly Type[]): Type => ({
  kind: 'row',
  fields: types.map((type) => ({ name: null, type })),
});

/** An aggregate that is computed over the list of its first argument's values, once they are all there. */
function ofList(text: string, name: string, options: Partial<AggregateFunction> = {}): AggregateFunction {
  return defineAggregate(
    text,
    (apply, { args, result }) => {
      const [value, ...rest] = args;
      const type = value?.type ?? UNKNOWN;
      const types = [array(type), ...rest.map((arg) => arg.type)];
      const list = apply('list', value?.sql ?? '');
      return nativeSql(name, types, result, [list, ...rest.map(({ sql }) => sql)]);
    },
    options,
  );
}

/** An aggregate that is computed over the list of its first two arguments, row by row. */
function ofPairs(text: string, name: string, options: Partial<AggregateFunction> = {}): AggregateFunction {
  return defineAggregate(
    text,
    (apply, { args, result }) => {
      const [first, second, ...rest] = args;
      const pair = rowOf([first?.type ?? UNKNOWN, second?.type ?? UNKNOWN]);
      const list = apply('list', `struct_pack(f1 := ${first?.sql}, f2 := ${second?.sql})`);
      const types = [array(pair), ...rest.map((arg) => arg.type)];
      return nativeSql(name, types, result, [list, ...rest.map(({ sql }) => sql)]);
    },
    options,
  );
}

const present = (list: List): Value[] => list.filter((value) => value !== null);

/** The value below which a share of the others lies: Trino's digest gives it too while it keeps every value. */
function percentile(values: List, share: number): Value {
  if (!(share >= 0 && share <= 1)) throw outOfRange();
  return values[Math.min(values.length - 1, Math.floor(share * values.length))] ?? null;
}

function sortedFinite(list: List, type: Type): Value[] {
  const values = present(list);
  if (values.some((value) => typeof value === 'number' && !Number.isFinite(value))) throw outOfRange();
  // Its digest holds doubles.
  if (values.some((value) => typeof value === 'bigint' && BigInt(Number(value)) !== value))
    throw outOfRange();
  return values.sort(order(type, 'last'));
}

declareNative('percentile', ([list]) => {
  const type = elementOf(list);
  return (values: List, share: number) => percentile(sortedFinite(values, type), share);
});
declareNative('percentiles', ([list]) => {
  const type = elementOf(list);
  return (values: List, shares: readonly (number | null)[]) => {
    const sorted = sortedFinite(values, type);
    if (sorted.length === 0) return null;
    return shares.map((share) => {
      if (share === null) throw outOfRange();
      return percentile(sorted, share);
    });
  };
});

declareNative('histogram', ([list]) => {
  const text = identity(elementOf(list));
  return (values: List) => {
    const counts = new Map<string, [Value, bigint]>();
    for (const value of present(values))
      counts.set(text(value), [value, (counts.get(text(value))?.[1] ?? 0n) + 1n]);
    return counts.size === 0 ? null : new Map(counts.values());
  };
});

const keyOf = (list: Type | undefined): Type => {
  const element = elementOf(list);
  return (element.kind === 'row' && element.fields[0]?.type) || UNKNOWN;
};

declareNative('multimap', ([list]) => {
  const text = identity(keyOf(list));
  return (pairs: Pairs) => {
    const groups = new Map<string, [Value, Value[]]>();
    for (const [key, value] of pairs) {
      if (key === null) continue;
      const group = groups.get(text(key)) ?? [key, []];
      group[1].push(value);
      groups.set(text(key), group);
    }
    return groups.size === 0 ? null : new Map(groups.values());
  };
});

/** One value a key; Trino takes any of several, so that several that differ are refused. */
function single(
  entries: Iterable<readonly [Value, Value]>,
  key: Type,
  value: Type,
): ReadonlyMap<Value, Value> | null {
  const [name, content] = [identity(key), identity(value)];
  const found = new Map<string, readonly [Value, Value]>();
  for (const [one, held] of entries) {
    if (one === null) continue;
    const known = found.get(name(one));
    if (known && content(known[1]) !== content(held)) throw outOfRange();
    found.set(name(one), [one, held]);
  }
  return found.size === 0 ? null : new Map(found.values());
}

declareNative('map of pairs', ([list]) => {
  const element = elementOf(list);
  const value = (element.kind === 'row' && element.fields[1]?.type) || UNKNOWN;
  const key = keyOf(list);
  return (pairs: Pairs) => single(pairs, key, value);
});

declareNative('map union', ([list]) => {
  const element = elementOf(list);
  const [key, value] = element.kind === 'map' ? [element.key, element.value] : [UNKNOWN, UNKNOWN];
  return (maps: readonly (ReadonlyMap<Value, Value> | null)[]) =>
    maps.every((map) => map === null)
      ? null
      : (single(
          maps.flatMap((map) => [...(map ?? [])]),
          key,
          value,
        ) ?? new Map());
});

const MAX_TOP = 10_000n;

function checkedCount(count: bigint): number {
  if (count <= 0n || count > MAX_TOP) throw outOfRange();
  return Number(count);
}

for (const [name, sign, nan] of [
  ['greatest of many', -1, 'first'],
  ['least of many', 1, 'last'],
] as const) {
  declareNative(name, ([list]) => {
    const compare = order(elementOf(list), nan);
    return (values: List, count: bigint) => {
      const all = present(values).sort((a, b) => compare(a, b) * sign);
      const most = checkedCount(count);
      return all.length === 0 ? null : all.slice(0, most);
    };
  });
  declareNative(`${name} by key`, ([list]) => {
    const element = elementOf(list);
    const compare = order((element.kind === 'row' && element.fields[1]?.type) || UNKNOWN, nan);
    return (pairs: Pairs, count: bigint) => {
      const most = checkedCount(count);
      const all = pairs.filter(([, key]) => key !== null).sort(([, a], [, b]) => compare(a, b) * sign);
      // Of equal keys Trino takes any.
      const kept = all.slice(0, most + 1);
      if (kept.some(([, key], at) => at > 0 && compare(key, kept[at - 1]?.[1] ?? null) === 0))
        throw new Failure('NOT_PROVEN');
      return all.length === 0 ? null : all.slice(0, most).map(([value]) => value);
    };
  });
}

/** Sums of powers of the distance from the mean. */
function moments(list: List): { n: number; m2: number; m3: number; m4: number } {
  const values = present(list) as number[];
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const power = (p: number) => values.reduce((sum, value) => sum + (value - mean) ** p, 0);
  return { n, m2: power(2), m3: power(3), m4: power(4) };
}

declareNative('skewness', () => (list: List) => {
  const { n, m2, m3 } = moments(list);
  return n < 3 ? null : (Math.sqrt(n) * m3) / m2 ** 1.5;
});
declareNative('kurtosis', () => (list: List) => {
  const { n, m2, m4 } = moments(list);
  if (n < 4) return null;
  const variance = m2 / (n - 1);
  const head = (n * (n + 1)) / ((n - 1) * (n - 2) * (n - 3));
  return (head * m4) / variance ** 2 - (3 * (n - 1) ** 2) / ((n - 2) * (n - 3));
});
declareNative('geometric mean', () => (list: List) => {
  const values = present(list).map(Number);
  if (values.length === 0) return null;
  return Math.exp(values.reduce((sum, value) => sum + Math.log(value), 0) / values.length);
});

const UNORDERED = { unordered: true } as const;
const WILD = { wild: true } as const;

/** Aggregates over the list of all values; approximate ones are exact here. */
export const LIST_AGGREGATES: readonly AggregateFunction[] = [
  ...['bigint', 'real', 'double'].flatMap((type) => [
    ofList(`approx_percentile(${type}, double) -> ${type}`, 'percentile'),
    ofList(`approx_percentile(${type}, array(double)) -> array(${type})`, 'percentiles'),
  ]),
  ofList('histogram(E) -> map(E,bigint)', 'histogram', UNORDERED),
  ofPairs('multimap_agg(K, V) -> map(K,array(V))', 'multimap', UNORDERED),
  ofPairs('map_agg(K, V) -> map(K,V)', 'map of pairs', UNORDERED),
  ofList('map_union(map(K,V)) -> map(K,V)', 'map union', UNORDERED),
  ofList('max(E, bigint) -> array(E)', 'greatest of many'),
  ofList('min(E, bigint) -> array(E)', 'least of many'),
  ofPairs('max_by(V, K, bigint) -> array(V)', 'greatest of many by key'),
  ofPairs('min_by(V, K, bigint) -> array(V)', 'least of many by key'),
  ofList('skewness(double) -> double', 'skewness', WILD),
  ofList('kurtosis(double) -> double', 'kurtosis', WILD),
  ...['bigint', 'real', 'double'].map((type) =>
    ofList(`geometric_mean(${type}) -> ${type === 'real' ? type : 'double'}`, 'geometric mean', WILD),
  ),
];
