import { nativeSql } from '../native/native.ts';
import type { Position, Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import {
  BOOLEAN,
  holdsFloat,
  isFloating,
  isOrderable,
  isScalar,
  printType,
  type Type,
} from '../types/type.ts';
import {
  type AnalysedQuery,
  type Context,
  coerce,
  guard,
  mismatch,
  refuse,
  type Typed,
  unsupported,
  watched,
} from './context.ts';
import { like } from './like.ts';

const NAN_SAFE: { readonly [operator: string]: string } = {
  '=': 'double_eq',
  '<>': 'double_ne',
  '<': 'double_lt',
  '<=': 'double_le',
  '>': 'double_gt',
  '>=': 'double_ge',
};

/** `a = b` and its like, after bringing both to their common type. */
export function compare(left: Typed, right: Typed, operator: string, node: Position): Typed {
  const type = comparable(left, right, operator, node);
  const [a, b] = [coerce(left, type, node).sql, coerce(right, type, node).sql];
  if (operator !== '=' && operator !== '<>' && !isOrderable(type))
    throw mismatch(node, `${printType(type)} has no order`);
  if (type.kind === 'timestamp with time zone')
    return { type: BOOLEAN, sql: `((${a}).t ${operator} (${b}).t)` };
  if (!isScalar(type)) return ofParts(type, a, b, operator);
  const safe = NAN_SAFE[operator];
  if (isFloating(type) && (left.wild || right.wild))
    return { type: BOOLEAN, sql: `trino.${safe}(${a}, ${b})` };
  return { type: BOOLEAN, sql: `(${a} ${operator} ${b})` };
}

/** Comparison of arrays, maps and rows, which a NULL within them can leave open. */
function ofParts(type: Type, a: string, b: string, operator: string): Typed {
  if (operator !== '=' && operator !== '<>')
    return { type: BOOLEAN, sql: nativeSql(`order ${operator}`, [type, type], BOOLEAN, [a, b]) };
  const equal = nativeSql('equal', [type, type], BOOLEAN, [a, b]);
  return { type: BOOLEAN, sql: operator === '=' ? equal : `(NOT ${equal})` };
}

/** Refuses what only plain values are proven for. */
function plainOnly(type: Type, what: string, node: Position): void {
  if (!isScalar(type))
    throw unsupported(node, `${what} of ${printType(type)}`, 'Compare the parts one by one.');
}

function comparable(left: Typed, right: Typed, operator: string, node: Position): Type {
  const type = commonType(left.type, right.type);
  if (!type)
    throw mismatch(
      node,
      `cannot compare ${printType(left.type)} ${operator} ${printType(right.type)}`,
      'Cast one side: Athena converts between texts, numbers and dates only when asked.',
    );
  return type;
}

/** A value for operators that DuckDB treats otherwise for NaN: refused at run time when it is NaN. */
export function notNan(value: Typed): Typed {
  if (!value.wild || !isFloating(value.type)) return value;
  return {
    ...value,
    wild: false,
    sql: guard(`isnan(${value.sql})`, value.type, value.sql),
  };
}

type Predicate = (value: Typed, node: Syntax, context: Context) => Typed;

/** A value with its predicate: `x = 1`, `x LIKE 'a%'`, `x IN (…)`. */
export function predicated(node: Syntax, context: Context): Typed {
  const [operand, predicate] = node.nodes;
  const build = predicate && PREDICATES[predicate.kind];
  if (!operand || !predicate || !build) throw unsupported(predicate ?? node, 'this predicate');
  const given = context.statement.analyse(operand, context);
  const use = USES[predicate.kind];
  const [value = given] = use ? watched(context, `${given.type.kind} ${use}`, [given]) : [given];
  const result = build(value, predicate, context);
  return predicate.tokens.includes('NOT') ? { type: BOOLEAN, sql: `(NOT ${result.sql})` } : result;
}

/** Predicates as the documentation writes them. */
const USES: { readonly [kind: string]: string } = {
  Between: 'BETWEEN',
  InList: 'IN (…)',
  InSubquery: 'IN (SELECT …)',
  Like: 'LIKE',
  NullPredicate: 'IS NULL',
  DistinctFrom: 'IS DISTINCT FROM',
};

const PREDICATES: { readonly [kind: string]: Predicate } = {
  Comparison: (value, node, context) => {
    const [operator, right] = parts(node, 2);
    const sign = operator.text.replace('!=', '<>');
    const given = [value, context.statement.analyse(right, context)];
    const [a = value, b = value] = watched(
      context,
      given.map(({ type }) => type.kind).join(` ${sign} `),
      given,
    );
    return compare(a, b, sign, node);
  },
  Between: (value, node, context) => {
    const [low, high] = parts(node, 2).map((bound) => context.statement.analyse(bound, context));
    if (!low || !high) throw unsupported(node, 'this predicate');
    return {
      type: BOOLEAN,
      sql: `(${compare(value, low, '>=', node).sql} AND ${compare(value, high, '<=', node).sql})`,
    };
  },
  InList: (value, node, context) => {
    const options = node.nodes.map((option) => notNan(context.statement.analyse(option, context)));
    const type = options.reduce(
      (common, option) => comparable({ ...option, type: common }, option, 'IN', node),
      comparable(value, options[0] ?? value, 'IN', node),
    );
    if (!isScalar(type)) return inParts(value, options, type, node);
    // Trino finds NaN IN (NaN) true or false by how it runs the list.
    const left = coerce(notNan(value), type, node).sql;
    return {
      type: BOOLEAN,
      sql: `(${left} IN (${options.map((option) => coerce(option, type, node).sql).join(', ')}))`,
    };
  },
  InSubquery: (value, node, context) => {
    const [query] = parts(node, 1);
    const { sql, field } = oneColumn(query, context);
    const type = comparable(value, { type: field.type, sql: '' }, 'IN', node);
    plainOnly(type, 'IN with a subquery', node);
    const column = notNan({ type: field.type, sql: 'q.c1', wild: field.wild });
    const left = notNan(value);
    return {
      type: BOOLEAN,
      sql: `(${coerce(left, type, node).sql} IN (SELECT ${coerce(column, type, node).sql} FROM (${sql}) AS q))`,
    };
  },
  Like: like,
  NullPredicate: (value) => ({ type: BOOLEAN, sql: `(${value.sql} IS NULL)` }),
  DistinctFrom: (value, node, context) => {
    const [right] = parts(node, 1);
    const other = notNan(context.statement.analyse(right, context));
    const type = comparable(value, other, 'IS DISTINCT FROM', node);
    const left = notNan(value);
    if (!isScalar(type)) {
      const [a, b] = [coerce(left, type, node).sql, coerce(other, type, node).sql];
      return { type: BOOLEAN, sql: `(NOT ${nativeSql('not distinct', [type, type], BOOLEAN, [a, b])})` };
    }
    return {
      type: BOOLEAN,
      sql: `(${coerce(left, type, node).sql} IS DISTINCT FROM ${coerce(other, type, node).sql})`,
    };
  },
  QuantifiedComparison: (_value, node) => {
    throw unsupported(
      node,
      'a comparison with ALL, ANY or SOME',
      'Compare with min or max of the subquery, or use IN or EXISTS.',
    );
  },
};

function inParts(value: Typed, options: readonly Typed[], type: Type, node: Position): Typed {
  if (holdsFloat(type)) plainOnly(type, 'IN', node);
  const left = { type, sql: coerce(value, type, node).sql };
  const equal = options.map((option) => compare(left, coerce(option, type, node), '=', node).sql);
  return { type: BOOLEAN, sql: `(${equal.join(' OR ')})` };
}

function parts<N extends 1 | 2>(node: Syntax, count: N): N extends 1 ? [Syntax] : [Syntax, Syntax] {
  if (node.nodes.length < count) throw unsupported(node, 'this predicate');
  return node.nodes.slice(0, count) as N extends 1 ? [Syntax] : [Syntax, Syntax];
}

/**
 * A subquery within an expression.
 * @throws {SqlRefused} when it refers to the query around it and groups or limits its rows, which Athena refuses
 */
export function subquery(node: Syntax, context: Context): AnalysedQuery {
  const before = context.statement.outerReferences;
  const query = context.statement.analyseQuery(node, context.scope, context);
  context.statement.trace?.found(query.fields, node);
  if (context.statement.outerReferences > before) checkCorrelated(node);
  return query;
}

/**
 * What Athena does not run of a query that refers to the one around it.
 * @throws {SqlRefused}
 */
export function checkCorrelated(node: Syntax): void {
  if (limitsRows(node))
    throw unsupported(
      node,
      'a subquery that refers to the query around it and has GROUP BY or LIMIT',
      'Join it instead.',
    );
  if (holdsMembership(node))
    throw unsupported(
      node,
      'a subquery that refers to the query around it and holds IN or EXISTS of another one',
      'Join it instead.',
    );
}

const holdsMembership = (node: Syntax): boolean =>
  node.nodes.some((part) => ['InSubquery', 'Exists'].includes(part.kind) || holdsMembership(part));

const limitsRows = (node: Syntax): boolean =>
  node.kind === 'GroupBy' ||
  (node.kind === 'QueryNoWith' &&
    node.tokens.some((token) => ['LIMIT', 'FETCH', 'OFFSET'].includes(token))) ||
  node.nodes.some(limitsRows);

/** A subquery that must have one column. */
export function oneColumn(node: Syntax, context: Context) {
  const { sql, fields } = subquery(node, context);
  const [field] = fields;
  if (!field || fields.length > 1)
    throw refuse(node, 'type_mismatch', `the subquery must have one column, it has ${fields.length}`);
  return { sql, field };
}
