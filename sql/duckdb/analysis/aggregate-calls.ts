import { AGGREGATES } from '../functions/index.ts';
import type { Syntax } from '../parser.ts';
import { BIGINT, isGroupable, printType, type Type, VARCHAR } from '../types/type.ts';
import type { Invocation } from './calls.ts';
import { type Context, mismatch, quote, refuse, type Typed, unsupported, watched } from './context.ts';
import { unquote } from './literals.ts';
import { condition } from './operators.ts';
import { choose } from './overloads.ts';
import { orderBy, sortExpression } from './sorting.ts';
import { windowText } from './windows.ts';

/** A call of an aggregate function, over groups or over a window. */
export function aggregateCall(invocation: Invocation, context: Context): Typed {
  const { node, name, over, distinct, sort } = invocation;
  if (invocation.nulls) throw unsupported(node, `IGNORE NULLS in ${name}`);
  if (over && (distinct || sort.length > 0))
    throw unsupported(node, `DISTINCT or ORDER BY in a window's ${name}`);
  const inner = over ? context : aggregateContext(invocation, context);
  const { type, sql, wild } = aggregate(invocation, inner, over ? windowText(invocation, context) : '');
  if (over) return { type, sql, wild };
  return { type, sql: register(sql, node, context), wild };
}

/** Arguments of an aggregate see the rows before grouping, and hold no aggregates themselves. */
function aggregateContext({ node, name }: Pick<Invocation, 'node' | 'name'>, context: Context): Context {
  const { aggregation, ...rest } = context;
  if (!aggregation) throw refuse(node, 'expression_not_scalar', `the aggregate ${name} cannot stand here`);
  return { ...rest, scope: aggregation.source, windowsAllowed: false };
}

function register(sql: string, node: Syntax, context: Context): string {
  if (!context.aggregation) throw refuse(node, 'expression_not_scalar', 'an aggregate cannot stand here');
  return context.aggregation.register(sql);
}

/** How the documentation writes the aggregates that have no signature. */
export const COUNT_ROWS = 'count(*) -> bigint';
export const LISTAGG = 'listagg(varchar, separator) WITHIN GROUP (ORDER BY …) -> varchar';

function aggregate(
  invocation: Invocation,
  context: Context,
  over: string,
): { type: Type; sql: string; wild: boolean } {
  const { node, name, star, distinct, sort } = invocation;
  const filter = invocation.filter ? ` FILTER (WHERE ${filterOf(invocation.filter, context)})` : '';
  if (star) {
    if (name !== 'count' || invocation.args.length > 0)
      throw refuse(node, 'function_not_found', `${name}(*) does not exist`);
    watched(context, COUNT_ROWS, []);
    return { type: BIGINT, sql: `count(*)${filter}${over}`, wild: false };
  }
  const given = invocation.args.map((arg) => context.statement.analyse(arg, context));
  if (name === 'count' && given.length === 0)
    return { type: BIGINT, sql: `count(*)${filter}${over}`, wild: false };
  const overloads = AGGREGATES.filter(({ signature }) => signature.name === name);
  const { chosen, values, found } = choose(overloads, name, given, node);
  const seen = watched(context, chosen.signature.text, values);
  if (sort.length > 0 && !chosen.ordered)
    throw unsupported(node, `ORDER BY in ${name}`, 'Its result does not depend on the order: leave it out.');
  if ((distinct || name === 'approx_distinct') && values.some(({ type }) => !isGroupable(type)))
    throw unsupported(node, `${name} of DISTINCT values of this type`);
  if (distinct) checkDistinctOrder(sort, values, context);
  const order = sort.length > 0 ? ` ORDER BY ${orderBy(sort, context)}` : '';
  const apply = (duck: string, ...args: string[]) =>
    `${duck}(${distinct ? 'DISTINCT ' : ''}${args.join(', ')}${order})${filter}${over}`;
  const type = chosen.resultOf?.(values.map((value) => value.type)) ?? found.result;
  const wild = (chosen.unordered ?? false) || ((chosen.wild ?? false) && values.some((value) => value.wild));
  return {
    type,
    sql: chosen.sql(apply, {
      args: distinct ? values : seen,
      result: type,
      node,
      context,
      given: given.map((arg) => arg.type),
    }),
    wild,
  };
}

/** DISTINCT leaves nothing to order by but what is collected. */
function checkDistinctOrder(sort: readonly Syntax[], values: readonly Typed[], context: Context): void {
  for (const item of sort) {
    const { sql } = context.statement.analyse(sortExpression(item), context);
    if (!values.some((value) => value.sql === sql))
      throw refuse(item, 'expression_not_in_distinct', 'with DISTINCT, ORDER BY must name what is collected');
  }
}

function filterOf(filter: Syntax, context: Context): string {
  const where = filter.nodes[0]?.nodes[0];
  if (!where) throw unsupported(filter, 'this FILTER');
  return condition(where, context).sql;
}

/** LISTAGG … WITHIN GROUP (ORDER BY …). */
export function listAgg(node: Syntax, context: Context): Typed {
  if (node.tokens.includes('OVERFLOW')) throw unsupported(node, 'LISTAGG with ON OVERFLOW');
  const distinct = node.nodes.some(
    (part) => part.kind === 'SetQuantifier' && part.tokens.includes('DISTINCT'),
  );
  const inner = aggregateContext({ node, name: 'listagg' }, context);
  const [valueNode, ...rest] = node.nodes.filter((part) => part.kind !== 'SetQuantifier');
  if (!valueNode) throw unsupported(node, 'this LISTAGG');
  const value = context.statement.analyse(valueNode, inner);
  if (value.type.kind !== 'varchar')
    throw mismatch(node, `LISTAGG needs a text, not ${printType(value.type)}`);
  watched(context, LISTAGG, [value]);
  const separator = rest.find((part) => part.kind.endsWith('StringLiteral'));
  const filter = rest.find((part) => part.kind === 'Filter');
  const items = rest.filter((part) => part.kind === 'SortItem');
  if (distinct) checkDistinctOrder(items, [value], inner);
  const sort = orderBy(items, inner);
  const by = separator ? unquote(separator) : '';
  const sql = `string_agg(${distinct ? 'DISTINCT ' : ''}${value.sql}, ${quote(by)} ORDER BY ${sort})${filter ? ` FILTER (WHERE ${filterOf(filter, inner)})` : ''}`;
  return { type: VARCHAR, sql: register(sql, node, context) };
}
