import { asText } from '../analysis/cast-rules.ts';
import { fail, unsupported } from '../analysis/context.ts';
import { nativeSql } from '../native/native.ts';
import type { Value } from '../native/values.ts';
import { printType, type Type } from '../types/type.ts';
import { type Call, define, literalNumber, native, type ScalarFunction } from './define.ts';
import { VALUE_AT } from './maps.ts';

type List = readonly Value[];

function join([list, by, missing]: readonly string[], call: Call): string {
  const { args, node } = call;
  const type = args[0]?.type;
  const element = type?.kind === 'array' ? asText({ type: type.element, sql: 'e' }) : null;
  if (element === null && type?.kind === 'array' && type.element.kind !== 'unknown')
    throw unsupported(node, `array_join of ${printType(type)}`);
  const texts = `list_transform(${list}, lambda e: ${element ?? 'CAST(e AS VARCHAR)'})`;
  if (missing === undefined) return `trino.join_texts(${texts}, ${by})`;
  return `CASE WHEN ${missing} IS NOT NULL THEN trino.join_texts(list_transform(${texts}, lambda e: coalesce(e, ${missing})), ${by}) END`;
}

/** Trino's limit of `sequence`. */
const MAX_SEQUENCE = 10_000;

function sequence([from, to, step]: readonly string[], call: Call): string {
  const by = step ?? `CASE WHEN ${to} < ${from} THEN -1 ELSE 1 END`;
  if (step !== undefined && literalNumber(call, 2, 'a step') === 0)
    throw unsupported(call.node, 'a step of zero');
  const refused = `(${to} < ${from} AND ${by} > 0) OR (${to} > ${from} AND ${by} < 0) OR abs((CAST(${to} AS HUGEINT) - ${from}) // ${by}) >= ${MAX_SEQUENCE}`;
  return `CASE WHEN ${refused} THEN ${fail('INVALID_FUNCTION_ARGUMENT', call.result)} ELSE generate_series(${from}, ${to}, CAST(${by} AS BIGINT)) END`;
}

/** Keys that an aggregate collected come in any order. */
function inOrder(map: string | undefined, { args, node }: Call): string {
  if (args[0]?.wild)
    throw unsupported(node, 'the order of the keys of a map that is not stored', 'Use array_agg.');
  return map ?? '';
}

/** Arrays side by side, shorter ones filled with NULL. */
const zip = (...lists: List[]): Value =>
  Array.from({ length: Math.max(...lists.map((list) => list.length)) }, (_, at) =>
    lists.map((list) => list[at] ?? null),
  );

/** Functions of arrays, and the few of maps that are modelled. */
export const ARRAYS: readonly ScalarFunction[] = [
  define('cardinality(array(E)) -> bigint', ([list]) => `CAST(len(${list}) AS BIGINT)`),
  define('cardinality(map(K,V)) -> bigint', ([map]) => `CAST(cardinality(${map}) AS BIGINT)`),
  define(
    'element_at(array(E), bigint) -> E',
    ([list, index], { result }) =>
      `CASE WHEN ${index} = 0 OR ${index} NOT BETWEEN -2147483647 AND 2147483647 THEN ${fail('INVALID_FUNCTION_ARGUMENT', result)} ELSE ${list}[${index}] END`,
  ),
  define('array_join(array(E), varchar) -> varchar', join),
  define('array_join(array(E), varchar, varchar) -> varchar', join),
  define('flatten(array(array(E))) -> array(E)', ([list]) => `flatten(${list})`),
  define('concat(array(E), array(E)…) -> array(E)', (args) =>
    args.reduce((left, right) => `trino.array_concat(${left}, ${right})`),
  ),
  native('concat(array(E), E) -> array(E)', (list: List, value: Value) => [...list, value]),
  native('concat(E, array(E)) -> array(E)', (value: Value, list: List) => [value, ...list]),
  native('zip(array(A), array(B)) -> array(row(A,B))', zip),
  native('zip(array(A), array(B), array(C)) -> array(row(A,B,C))', zip),
  native('zip(array(A), array(B), array(C), array(D)) -> array(row(A,B,C,D))', zip),
  native('zip(array(A), array(B), array(C), array(D), array(E)) -> array(row(A,B,C,D,E))', zip),
  define('sequence(bigint, bigint) -> array(bigint)', sequence),
  define('sequence(bigint, bigint, bigint) -> array(bigint)', sequence),
  define('map_keys(map(K,V)) -> array(K)', ([map], call) => `map_keys(${inOrder(map, call)})`),
  define('map_values(map(K,V)) -> array(V)', ([map], call) => `map_values(${inOrder(map, call)})`),
];

/** `a[i]`: an index out of range and a missing key fail, as in Trino. */
export function subscript(list: string, index: string, type: Type & { kind: 'array' | 'map' }): string {
  const result = type.kind === 'array' ? type.element : type.value;
  if (type.kind === 'map') return nativeSql(VALUE_AT, [type, type.key], result, [list, index]);
  return `CASE WHEN ${index} < 1 OR ${index} > len(${list}) THEN ${fail('INVALID_FUNCTION_ARGUMENT', result)} ELSE ${list}[${index}] END`;
}
