import type { Type } from '../types/type.ts';
import { isObject, type Json, JsonNumber, NotJson, parseJson, quoteJson, writeJson } from './json.ts';
import { jsonOf, sqlValue } from './json-values.ts';
import { declareNative, Failure, outOfRange } from './native.ts';
import { itemsOf, PathMismatch, withoutRepeats } from './sql-json-evaluation.ts';
import { type ModePath, readPath } from './sql-json-paths.ts';
import type { Value } from './values.ts';

const PATHS = new Map<string, ModePath>();

function pathOf(text: string): ModePath {
  const known = PATHS.get(text) ?? readPath(text);
  PATHS.set(text, known);
  return known;
}

/** What a path finds in a text: its items; null when the text is no JSON or the path does not fit it. */
function found(text: string, path: string): readonly Json[] | null {
  try {
    return itemsOf(withoutRepeats(parseJson(text)), pathOf(path));
  } catch (error) {
    if (error instanceof NotJson || error instanceof PathMismatch) return null;
    throw error;
  }
}

/** How it went, and the value: ERROR and EMPTY leave the value to the clauses of the call. */
type Outcome = readonly ['found' | 'empty' | 'error', Value];
const EMPTY: Outcome = ['empty', null];
const ERROR: Outcome = ['error', null];

const isScalar = (item: Json): boolean =>
  item === null || typeof item !== 'object' || item instanceof JsonNumber;

const MAX_LONG = 2n ** 63n;
const tooLong = (item: Json): boolean =>
  item instanceof JsonNumber &&
  item.isWhole &&
  (BigInt(item.text) >= MAX_LONG || BigInt(item.text) < -MAX_LONG);

function scalar(items: readonly Json[] | null, type: Type): Outcome {
  if (items === null || items.length > 1) return ERROR;
  const [item] = items;
  if (item === undefined) return EMPTY;
  if (!isScalar(item) || tooLong(item)) return ERROR;
  try {
    const value = sqlValue(item, type.kind === 'varchar' ? { kind: 'varchar', length: null } : type);
    return ['found', value];
  } catch (error) {
    if (error instanceof Failure && error.message.endsWith('INVALID_CAST_ARGUMENT')) return ERROR;
    throw error;
  }
}

declareNative('json value', (_types, result) => {
  const type: Type = (result.kind === 'row' && result.fields[1]?.type) || { kind: 'unknown' };
  return (text: string, path: string) => scalar(found(text, path), type);
});

/** How JSON_QUERY wraps what it finds. */
type Wrapper = 'WITHOUT' | 'CONDITIONAL' | 'UNCONDITIONAL';

function query(items: readonly Json[] | null, wrapper: Wrapper, omitQuotes: boolean): Outcome {
  if (items === null) return ERROR;
  const [first] = items;
  if (first === undefined) return EMPTY;
  const whole = items.length === 1 && (isObject(first) || Array.isArray(first));
  const wrapped = wrapper === 'UNCONDITIONAL' || (wrapper === 'CONDITIONAL' && !whole);
  if (!wrapped && items.length > 1) return ERROR;
  const value = wrapped ? items : first;
  return ['found', omitQuotes && typeof value === 'string' ? value : writeJson(value, false)];
}

for (const wrapper of ['WITHOUT', 'CONDITIONAL', 'UNCONDITIONAL'] as const)
  for (const quotes of ['KEEP', 'OMIT'])
    declareNative(
      `json query ${wrapper} ${quotes}`,
      () => (text: string, path: string) => query(found(text, path), wrapper, quotes === 'OMIT'),
    );

declareNative('json exists', () => (text: string, path: string): Outcome => {
  const items = found(text, path);
  return items === null ? ERROR : items.length > 0 ? ['found', true] : EMPTY;
});

/** A value within JSON_ARRAY or JSON_OBJECT; one of type JSON is a text of it. */
function written(value: Value, type: Type): string {
  if (type.kind !== 'json' || value === null) return jsonOf(value, type);
  try {
    return writeJson(withoutRepeats(parseJson(value as string)), false);
  } catch (error) {
    throw error instanceof NotJson ? outOfRange() : error;
  }
}

for (const nulls of ['NULL', 'ABSENT']) {
  declareNative(
    `json array ${nulls}`,
    (types) =>
      (...values: Value[]) => {
        const texts = values.map(
          (value, at) => [value, written(value, types[at] ?? { kind: 'unknown' })] as const,
        );
        return `[${texts
          .filter(([value]) => value !== null || nulls === 'NULL')
          .map(([, text]) => text)
          .join(',')}]`;
      },
    true,
  );
  declareNative(
    `json object ${nulls}`,
    (types) =>
      (...values: Value[]) => {
        const members = new Map<string, string>();
        for (let at = 0; at < values.length; at += 2) {
          const [key, value = null] = [values[at], values[at + 1]];
          if (typeof key !== 'string' || members.has(key)) throw outOfRange();
          if (value !== null || nulls === 'NULL')
            members.set(key, written(value, types[at + 1] ?? { kind: 'unknown' }));
        }
        const names = inHashOrder([...members.keys()]);
        return `{${names.map((name) => `${quoteJson(name)}:${members.get(name)}`).join(',')}}`;
      },
    true,
  );
}

const FIRST_BUCKETS = 16;
const FULL = 0.75;

/** Names in the order in which Java's HashMap gives them back, which is the order that Trino writes them in. */
function inHashOrder(names: readonly string[]): string[] {
  let buckets = FIRST_BUCKETS;
  while (names.length > buckets * FULL) buckets *= 2;
  const bucketOf = (name: string): number => {
    let hash = 0;
    for (let at = 0; at < name.length; at += 1) hash = (Math.imul(hash, 31) + name.charCodeAt(at)) | 0;
    return (hash ^ (hash >>> 16)) & (buckets - 1);
  };
  return [...names].sort((a, b) => bucketOf(a) - bucketOf(b));
}
