import type { Position, Syntax } from '../parser.ts';
import { commonTypeOf } from '../types/coercion.ts';
import { BOOLEAN, printType, type Type } from '../types/type.ts';
import { type Context, coerce, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';
import { condition } from './operators.ts';
import { compare, subquery } from './predicates.ts';

/** Brings alternatives to the type that all of them coerce to. */
export function unify(
  values: readonly Typed[],
  what: string,
  node: Position,
): { type: Type; sql: string[]; wild: boolean } {
  const type = commonTypeOf(values.map((value) => value.type));
  if (!type)
    throw mismatch(
      node,
      `${what}: ${values.map((value) => printType(value.type)).join(', ')} have no common type`,
    );
  return {
    type,
    sql: values.map((value) => coerce(value, type, node).sql),
    wild: values.some((value) => value.wild),
  };
}

/** `CASE WHEN … THEN … END`. */
export function searchedCase(node: Syntax, context: Context): Typed {
  const whens = node.nodes.filter((part) => part.kind === 'WhenClause');
  const conditions = whens.map((when) => condition(at(when, 0), context).sql);
  return cases(
    node,
    whens,
    conditions,
    node.nodes.find((part) => part.kind !== 'WhenClause'),
    context,
  );
}

/** `CASE x WHEN … THEN … END`. */
export function simpleCase(node: Syntax, context: Context): Typed {
  const whens = node.nodes.filter((part) => part.kind === 'WhenClause');
  const operand = context.statement.analyse(at(node, 0), context);
  const conditions = whens.map(
    (when) => compare(operand, context.statement.analyse(at(when, 0), context), '=', when).sql,
  );
  const last = node.nodes.at(-1);
  return cases(node, whens, conditions, last?.kind === 'WhenClause' ? undefined : last, context);
}

function cases(
  node: Syntax,
  whens: readonly Syntax[],
  conditions: readonly string[],
  otherwise: Syntax | undefined,
  context: Context,
): Typed {
  watched(context, 'CASE', []);
  const results = [...whens.map((when) => at(when, 1)), ...(otherwise ? [otherwise] : [])];
  const { type, sql, wild } = unify(
    results.map((result) => context.statement.analyse(result, context)),
    'CASE',
    node,
  );
  const branches = conditions.map((test, index) => `WHEN ${test} THEN ${sql[index]}`).join(' ');
  return { type, sql: `CASE ${branches}${otherwise ? ` ELSE ${sql.at(-1)}` : ''} END`, wild };
}

const at = (node: Syntax, index: number): Syntax => {
  const part = node.nodes[index];
  if (!part) throw unsupported(node, 'this expression');
  return part;
};

/** COALESCE, IF, NULLIF and TRY, by name. */
export const CONDITIONALS: {
  readonly [name: string]: (args: readonly Syntax[], node: Syntax, context: Context) => Typed;
} = {
  coalesce: (args, node, context) => {
    count(args, 2, Number.POSITIVE_INFINITY, node);
    const given = args.map((arg) => context.statement.analyse(arg, context));
    const { type, sql, wild } = unify(watched(context, 'coalesce', given), 'COALESCE', node);
    return { type, sql: `coalesce(${sql.join(', ')})`, wild };
  },
  if: (args, node, context) => {
    count(args, 2, 3, node);
    watched(context, 'if', []);
    const [test, ...results] = args;
    if (!test) throw unsupported(node, 'this IF');
    const when = condition(test, context).sql;
    const { type, sql, wild } = unify(
      results.map((arg) => context.statement.analyse(arg, context)),
      'IF',
      node,
    );
    return { type, sql: `CASE WHEN ${when} THEN ${sql[0]}${sql[1] ? ` ELSE ${sql[1]}` : ''} END`, wild };
  },
  nullif: (args, node, context) => {
    count(args, 2, 2, node);
    const given = args.map((arg) => context.statement.analyse(arg, context));
    const [first, second] = watched(context, 'nullif', given);
    if (!first || !second) throw unsupported(node, 'this NULLIF');
    if (first.type.kind === 'unknown') return first;
    const { constant: _constant, ...value } = first;
    return {
      ...value,
      sql: `CASE WHEN ${compare(first, second, '=', node).sql} THEN NULL ELSE ${first.sql} END`,
    };
  },
  try: (args, node, context) => {
    count(args, 1, 1, node);
    const given = context.statement.analyse(at({ ...node, nodes: args }, 0), context);
    const [value = given] = watched(context, 'try', [given]);
    const { constant: _constant, ...rest } = value;
    return { ...rest, sql: `TRY(${value.sql})` };
  },
};

function count(args: readonly Syntax[], least: number, most: number, node: Syntax): void {
  if (args.length < least || args.length > most)
    throw refuse(node, 'invalid_function_argument', `wrong number of arguments: ${args.length}`);
}

/** `(SELECT …)` as a value and EXISTS. */
export function exists(node: Syntax, context: Context): Typed {
  const { sql } = subquery(at(node, 0), context);
  return { type: BOOLEAN, sql: `EXISTS (${sql})` };
}
