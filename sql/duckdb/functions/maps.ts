import { identity } from '../native/compare.ts';
import { declareNative, outOfRange } from '../native/native.ts';
import type { Value } from '../native/values.ts';
import { type Type, UNKNOWN } from '../types/type.ts';
import { native, nativeOf, type ScalarFunction } from './define.ts';

type List = readonly Value[];
type Entries = ReadonlyMap<Value, Value>;

const keyOf = (type: Type | undefined): Type => (type?.kind === 'map' ? type.key : UNKNOWN);
const elementOf = (type: Type | undefined): Type => (type?.kind === 'array' ? type.element : UNKNOWN);

/** Whether a key is NULL or holds one where it counts. */
function indeterminate(key: Value): boolean {
  return key === null || (Array.isArray(key) && (key as List).some(indeterminate));
}

/** A map of entries, whose keys may neither be NULL nor come twice. @throws {Failure} */
export function mapOf(entries: readonly (readonly [Value, Value])[], key: Type): Entries {
  const text = identity(key);
  const seen = new Set<string>();
  for (const [name] of entries) {
    if (indeterminate(name) || seen.has(text(name))) throw outOfRange();
    seen.add(text(name));
  }
  return new Map(entries);
}

const entriesOf = (list: List): (readonly [Value, Value])[] =>
  list.map((entry) => {
    if (entry === null) throw outOfRange();
    const [key = null, value = null] = entry as List;
    return [key, value];
  });

/** The entries of the last map, then those of the ones before it whose keys are new. */
function concatenated(maps: readonly Entries[], key: Type): Entries {
  const text = identity(key);
  const entries = new Map<string, readonly [Value, Value]>();
  for (const map of [...maps].reverse())
    for (const [name, value] of map) if (!entries.has(text(name))) entries.set(text(name), [name, value]);
  return new Map(entries.values());
}

function grouped(list: List, key: Type): Entries {
  const text = identity(key);
  const groups = new Map<string, readonly [Value, Value[]]>();
  for (const [name, value] of entriesOf(list)) {
    if (indeterminate(name)) throw outOfRange();
    const group = groups.get(text(name)) ?? [name, []];
    group[1].push(value);
    groups.set(text(name), group);
  }
  return new Map(groups.values());
}

/** The keys and values of a text such as `a=1,b=2`. @throws {Failure} */
function pairs(written: string, between: string, within: string): [string, string][] {
  if (between === '' || within === '' || between === within) throw outOfRange();
  const parts = written === '' ? [] : written.split(between);
  // A delimiter at the end begins no other entry.
  if (parts.at(-1) === '') parts.pop();
  return parts.map((part) => {
    const [key, value, ...rest] = part.split(within);
    if (key === undefined || value === undefined || rest.length > 0) throw outOfRange();
    return [key, value];
  });
}

const KEYED_BY_TEXT: Type = { kind: 'varchar', length: null };

/** Functions that make or change maps. */
export const MAPS: readonly ScalarFunction[] = [
  native('map() -> map(unknown,unknown)', () => new Map()),
  nativeOf('map(array(K), array(V)) -> map(K,V)', ([keys]) => {
    const key = elementOf(keys);
    return (names: List, values: List) => {
      if (names.length !== values.length) throw outOfRange();
      return mapOf(
        names.map((name, at) => [name, values[at] ?? null]),
        key,
      );
    };
  }),
  nativeOf('map_from_entries(array(row(K,V))) -> map(K,V)', ([entries]) => {
    const row = elementOf(entries);
    const key = (row.kind === 'row' && row.fields[0]?.type) || UNKNOWN;
    return (list: List) => mapOf(entriesOf(list), key);
  }),
  nativeOf('multimap_from_entries(array(row(K,V))) -> map(K,array(V))', ([entries]) => {
    const row = elementOf(entries);
    const key = (row.kind === 'row' && row.fields[0]?.type) || UNKNOWN;
    return (list: List) => grouped(list, key);
  }),
  native('map_entries(map(K,V)) -> array(row(K,V))', (map: Entries) => [...map].map((entry) => [...entry])),
  nativeOf('map_concat(map(K,V), map(K,V)…) -> map(K,V)', ([map]) => {
    const key = keyOf(map);
    return (...maps: Entries[]) => concatenated(maps, key);
  }),
  nativeOf('element_at(map(K,V), K) -> V', ([map]) => {
    const text = identity(keyOf(map));
    return (entries: Entries, wanted: Value) => {
      if (Number.isNaN(wanted)) return null;
      const key = text(wanted);
      for (const [name, value] of entries) if (text(name) === key) return value;
      return null;
    };
  }),
  native(
    'split_to_map(varchar, varchar, varchar) -> map(varchar,varchar)',
    (text: string, a: string, b: string) => mapOf(pairs(text, a, b), KEYED_BY_TEXT),
  ),
  native(
    'split_to_multimap(varchar, varchar, varchar) -> map(varchar,array(varchar))',
    (text: string, a: string, b: string) => grouped(pairs(text, a, b), KEYED_BY_TEXT),
  ),
];

/** Name of the function behind `map[key]`, which fails for a key that is not there. */
export const VALUE_AT = 'value at';
declareNative(VALUE_AT, ([map]) => {
  const text = identity(keyOf(map));
  return (entries: Entries, wanted: Value) => {
    const key = text(wanted);
    for (const [name, value] of entries) if (text(name) === key && !Number.isNaN(wanted)) return value;
    throw outOfRange();
  };
});

declareNative('zip maps', ([a]) => {
  const text = identity(keyOf(a));
  return (left: Entries, right: Entries) => {
    const [first, second] = [left, right].map(
      (map) => new Map([...map].map(([name, value]) => [text(name), value] as const)),
    );
    const names = new Map([...left.keys(), ...right.keys()].map((name) => [text(name), name] as const));
    return [...names].map(([key, name]) => [name, first?.get(key) ?? null, second?.get(key) ?? null]);
  };
});
