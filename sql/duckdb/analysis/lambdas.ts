import { matchesOf } from '../functions/regexps.ts';
import { nativeSql } from '../native/native.ts';
import type { Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { array, BOOLEAN, duckType, INTEGER, printType, sameType, type Type, VARCHAR } from '../types/type.ts';
import { type Context, coerce, mismatch, type Typed, unsupported } from './context.ts';
import { body, elementOf, type LambdaFunction, rowOf, valuesOf } from './lambda-bodies.ts';
import { mapZipWith, ofMap } from './map-lambdas.ts';

export { isLambdaCall } from './lambda-bodies.ts';

/** A function of one array and a lambda of its elements. */
function ofArray(
  name: string,
  truth: boolean,
  sql: (list: string, lambda: string) => string,
  type: (list: Type, result: Type) => Type,
): LambdaFunction {
  return {
    text: `${name}(array(E), x -> …)`,
    build: (args, node, context) => {
      const [list] = valuesOf(name, 'vλ', args, node, context);
      const element = elementOf(list, name, node);
      const variable = context.statement.nextAlias('x');
      const result = body(args[1], [{ type: element, sql: variable }], context, truth);
      const listSql = list?.sql ?? '';
      return {
        type: type(list?.type ?? element, result.type),
        sql: sql(listSql, `lambda ${variable}: ${result.sql}`),
      };
    },
  };
}

function zipWith(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [a, b] = valuesOf('zip_with', 'vvλ', args, node, context);
  const [left, right] = [elementOf(a, 'zip_with', node), elementOf(b, 'zip_with', node)];
  const pairs = array(rowOf(left, right));
  const zipped = nativeSql('zip(array(A), array(B)) -> array(row(A,B))', [array(left), array(right)], pairs, [
    a?.sql ?? '',
    b?.sql ?? '',
  ]);
  const pair = context.statement.nextAlias('x');
  const result = body(
    args[2],
    [
      { type: left, sql: `(${pair}).f1` },
      { type: right, sql: `(${pair}).f2` },
    ],
    context,
  );
  return { type: array(result.type), sql: `list_transform(${zipped}, lambda ${pair}: ${result.sql})` };
}

/** `reduce(array, state, (s, x) -> …, s -> …)`: the state travels beside the elements, as DuckDB has one type for both. */
function reduce(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [list, initial] = valuesOf('reduce', 'vvλλ', args, node, context);
  const element = elementOf(list, 'reduce', node);
  if (!list || !initial) throw unsupported(node, 'this reduce');
  const [so, next, item] = ['s', 's', 'x'].map((prefix) => context.statement.nextAlias(prefix));
  const stepWith = (type: Type) =>
    body(
      args[2],
      [
        { type, sql: `(${so}).s` },
        { type: element, sql: `(${next}).e` },
      ],
      context,
    );
  const first = stepWith(initial.type);
  const state = commonType(initial.type, first.type);
  if (!state)
    throw mismatch(node, `the state is ${printType(initial.type)} and becomes ${printType(first.type)}`);
  const step = coerce(sameType(state, initial.type) ? first : stepWith(state), state, node);
  const [duckState, duckElement] = [duckType(state), duckType(element)];
  const start = `struct_pack(s := CAST(${coerce(initial, state, node).sql} AS ${duckState}), e := CAST(NULL AS ${duckElement}))`;
  const states = `list_transform(${list.sql}, lambda ${item}: struct_pack(s := CAST(NULL AS ${duckState}), e := ${item}))`;
  const folded = `list_reduce(${states}, lambda ${so}, ${next}: struct_pack(s := CAST(${step.sql} AS ${duckState}), e := (${next}).e), ${start})`;
  const result = body(args[3], [{ type: state, sql: `(${so}).s` }], context);
  return {
    type: result.type,
    sql: `CASE WHEN ${list.sql} IS NOT NULL THEN list_transform([${folded}], lambda ${so}: ${result.sql})[1] END`,
  };
}

/** `array_sort(array, (a, b) -> …)`: all pairs are compared first, so that a comparator that contradicts itself is noticed. */
function sortBy(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const [list] = valuesOf('array_sort', 'vλ', args, node, context);
  const element = elementOf(list, 'array_sort', node);
  if (!list) throw unsupported(node, 'this array_sort');
  const [a = '', b = ''] = ['x', 'x'].map((prefix) => context.statement.nextAlias(prefix));
  const result = body(
    args[1],
    [
      { type: element, sql: a },
      { type: element, sql: b },
    ],
    context,
  );
  const sign = coerce(result, INTEGER, node).sql;
  const pairs = `list_transform(${list.sql}, lambda ${a}: list_transform(${list.sql}, lambda ${b}: ${sign}))`;
  const types = [list.type, array(array(INTEGER))];
  return { type: list.type, sql: nativeSql('sort by', types, list.type, [list.sql, pairs]) };
}

/** `regexp_replace(text, pattern, groups -> …)`: what the lambda makes of each match, between the texts around them. */
function replaceBy(args: readonly Syntax[], node: Syntax, context: Context): Typed {
  const values = valuesOf('regexp_replace', 'vvλ', args, node, context);
  const [text] = values;
  if (text?.type.kind !== 'varchar') throw mismatch(node, 'regexp_replace needs a text');
  const { pieces, groups } = matchesOf(text.sql, { args: values, result: VARCHAR, node, context });
  const variable = context.statement.nextAlias('x');
  const made = body(args[2], [{ type: array(VARCHAR), sql: variable }], context);
  if (made.type.kind !== 'varchar') throw mismatch(node, 'the lambda must make a text');
  const replaced = `list_transform(${groups}, lambda ${variable}: ${made.sql})`;
  const list = array(VARCHAR);
  return { type: VARCHAR, sql: nativeSql('interleave', [list, list], VARCHAR, [pieces, replaced]) };
}

/** Functions that take lambdas, by name. */
export const LAMBDAS: { readonly [name: string]: LambdaFunction } = {
  transform: ofArray(
    'transform',
    false,
    (list, lambda) => `list_transform(${list}, ${lambda})`,
    (_list, result) => array(result),
  ),
  filter: ofArray(
    'filter',
    true,
    (list, lambda) => `list_filter(${list}, ${lambda})`,
    (list) => list,
  ),
  any_match: ofArray(
    'any_match',
    true,
    (list, lambda) => `trino.any_true(list_transform(${list}, ${lambda}))`,
    () => BOOLEAN,
  ),
  all_match: ofArray(
    'all_match',
    true,
    (list, lambda) => `trino.all_true(list_transform(${list}, ${lambda}))`,
    () => BOOLEAN,
  ),
  none_match: ofArray(
    'none_match',
    true,
    (list, lambda) => `(NOT trino.any_true(list_transform(${list}, ${lambda})))`,
    () => BOOLEAN,
  ),
  zip_with: { text: 'zip_with(array(A), array(B), (x, y) -> …)', build: zipWith },
  reduce: { text: 'reduce(array(E), S, (s, x) -> …, s -> …)', build: reduce },
  regexp_replace: { text: 'regexp_replace(varchar, pattern, groups -> …)', build: replaceBy },
  array_sort: { text: 'array_sort(array(E), (a, b) -> …)', build: sortBy },
  map_filter: ofMap('map_filter', (result, entry, { key, value }) => ({
    key: { type: key, sql: `(${entry}).f1` },
    value: { type: value, sql: `(${entry}).f2` },
    kept: result.sql,
  })),
  transform_values: ofMap('transform_values', (result, entry, { key }) => ({
    key: { type: key, sql: `(${entry}).f1` },
    value: result,
  })),
  transform_keys: ofMap('transform_keys', (result, entry, { value }) => ({
    key: result,
    value: { type: value, sql: `(${entry}).f2` },
  })),
  map_zip_with: { text: 'map_zip_with(map(K,A), map(K,B), (k, a, b) -> …)', build: mapZipWith },
};
