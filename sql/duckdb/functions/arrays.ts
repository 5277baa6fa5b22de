import { asText } from '../analysis/casts.ts';
import { fail, guard, unsupported } from '../analysis/context.ts';
import { duckType, isScalar, printType, type Type } from '../types/type.ts';
import { type Call, define, literalNumber, type ScalarFunction } from './define.ts';

/** Element types whose equality and order are the same in both engines. */
function plainElement(type: Type | undefined, call: Call): void {
  const element = type?.kind === 'array' ? type.element : undefined;
  if (!element || !isScalar(element) || element.kind === 'double' || element.kind === 'real')
    throw unsupported(call.node, `this function of ${type ? printType(type) : 'this type'}`);
}

const plain =
  (sql: (args: readonly string[], call: Call) => string) => (args: readonly string[], call: Call) => {
    plainElement(call.args[0]?.type, call);
    return sql(args, call);
  };

/** Refuses at run time an array with NULL elements, whose treatment is not proven. */
const withoutNulls = (list: string | undefined, sql: string, { context, result }: Call): string =>
  guard(context.statement, `trino.has_null(${list})`, result, sql);

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

/** Functions of arrays, and the few of maps that are modelled. */
export const ARRAYS: readonly ScalarFunction[] = [
  define('cardinality(array(E)) -> bigint', ([list]) => `CAST(len(${list}) AS BIGINT)`),
  define('cardinality(map(K,V)) -> bigint', ([map]) => `CAST(cardinality(${map}) AS BIGINT)`),
  define(
    'element_at(array(E), bigint) -> E',
    ([list, index], { result }) =>
      `CASE WHEN ${index} = 0 THEN ${fail('INVALID_FUNCTION_ARGUMENT', result)} ELSE ${list}[${index}] END`,
  ),
  define('element_at(map(K,V), K) -> V', ([map, key], call) => {
    if (call.args[0]?.type.kind !== 'map' || call.args[0].type.key.kind !== 'varchar')
      throw unsupported(call.node, 'element_at of this map');
    return `${map}[${key}]`;
  }),
  define(
    'contains(array(E), E) -> boolean',
    plain(([list, value]) => `trino.array_contains(${list}, ${value})`),
  ),
  define(
    'array_position(array(E), E) -> bigint',
    plain(
      ([list, value]) =>
        `CASE WHEN ${list} IS NOT NULL AND ${value} IS NOT NULL THEN CAST(coalesce(list_position(${list}, ${value}), 0) AS BIGINT) END`,
    ),
  ),
  define('array_join(array(E), varchar) -> varchar', join),
  define('array_join(array(E), varchar, varchar) -> varchar', join),
  define(
    'array_max(array(E)) -> E',
    plain(([list]) => `CASE WHEN NOT trino.has_null(${list}) THEN list_max(${list}) END`),
  ),
  define(
    'array_min(array(E)) -> E',
    plain(([list]) => `CASE WHEN NOT trino.has_null(${list}) THEN list_min(${list}) END`),
  ),
  define(
    'array_sort(array(E)) -> array(E)',
    plain(([list]) => `list_sort(${list}, 'ASC', 'NULLS LAST')`),
  ),
  define(
    'array_distinct(array(E)) -> array(E)',
    plain(([list], call) => withoutNulls(list, `trino.array_distinct(${list})`, call)),
  ),
  define(
    'array_remove(array(E), E) -> array(E)',
    plain(([list, value], call) => withoutNulls(list, `trino.array_remove(${list}, ${value})`, call)),
  ),
  define('reverse(array(E)) -> array(E)', ([list]) => `list_reverse(${list})`),
  define('flatten(array(array(E))) -> array(E)', ([list]) => `flatten(${list})`),
  define('concat(array(E)…) -> array(E)', (args) =>
    args.reduce((left, right) => `trino.array_concat(${left}, ${right})`),
  ),
  define('sequence(bigint, bigint) -> array(bigint)', sequence),
  define('sequence(bigint, bigint, bigint) -> array(bigint)', sequence),
  define('map_keys(map(K,V)) -> array(K)', ([map], call) => `map_keys(${inOrder(map, call)})`),
  define('map_values(map(K,V)) -> array(V)', ([map], call) => `map_values(${inOrder(map, call)})`),
];

/** `a[i]`: an index out of range and a missing key fail, as in Trino. */
export function subscript(list: string, index: string, type: Type & { kind: 'array' | 'map' }): string {
  const result = type.kind === 'array' ? type.element : type.value;
  if (type.kind === 'map')
    return `CASE WHEN NOT map_contains(${list}, ${index}) THEN ${fail('INVALID_FUNCTION_ARGUMENT', result)} ELSE CAST(${list}[${index}] AS ${duckType(result)}) END`;
  return `CASE WHEN ${index} < 1 OR ${index} > len(${list}) THEN ${fail('INVALID_FUNCTION_ARGUMENT', result)} ELSE ${list}[${index}] END`;
}

/** Functions with a lambda: what becomes of the array and the lambda's DuckDB text. */
export const LAMBDAS: {
  readonly [name: string]: { condition: boolean; sql: (list: string, lambda: string) => string };
} = {
  transform: { condition: false, sql: (list, lambda) => `list_transform(${list}, ${lambda})` },
  filter: { condition: true, sql: (list, lambda) => `list_filter(${list}, ${lambda})` },
  any_match: { condition: true, sql: (list, lambda) => `trino.any_true(list_transform(${list}, ${lambda}))` },
  all_match: { condition: true, sql: (list, lambda) => `trino.all_true(list_transform(${list}, ${lambda}))` },
  none_match: {
    condition: true,
    sql: (list, lambda) => `(NOT trino.any_true(list_transform(${list}, ${lambda})))`,
  },
};
