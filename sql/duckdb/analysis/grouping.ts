import { AGGREGATE_NAMES } from '../functions/index.ts';
import type { Syntax } from '../parser.ts';
import { isGroupable } from '../types/type.ts';
import {
  type Aggregation,
  type Context,
  type Field,
  refuse,
  type Scope,
  type Typed,
  unsupported,
} from './context.ts';
import { namesOf } from './scope.ts';

/** Rules that begin a query of their own, whose aggregates are not ours. */
export const QUERIES: readonly string[] = [
  'QuerySpecification',
  'QueryNoWith',
  'QueryStatement',
  'SetOperation',
  'InlineTable',
];

/** Whether an expression holds an aggregate of this query. */
export function hasAggregate(node: Syntax): boolean {
  if (QUERIES.includes(node.kind)) return false;
  if (node.kind === 'ListAgg' || node.kind === 'GroupingOperation') return true;
  if (node.kind === 'FunctionCall' && isAggregateCall(node)) return true;
  return node.nodes.some(hasAggregate);
}

/** Whether a call is an aggregate over groups. */
export function isAggregateCall(node: Syntax): boolean {
  const [nameNode] = node.nodes;
  const name = nameNode ? namesOf(nameNode).at(-1) : undefined;
  return name !== undefined && AGGREGATE_NAMES.has(name) && !node.nodes.some((part) => part.kind === 'Over');
}

/** The grouped rows of a query: what the query above them sees, and their SQL. */
export interface Grouped {
  readonly context: Context;
  /** Whether an expression's SQL reads the grouped rows. */
  uses(sql: string): boolean;
  /** The FROM text, once all aggregates are registered. */
  sql(from: string): string;
}

/** Builds the grouping of a query; expressions are then analysed in its context, which registers their aggregates. */
export function group(
  groupBy: Syntax | undefined,
  items: readonly (Syntax | null)[],
  context: Context,
): Grouped {
  const { statement, scope: source } = context;
  const alias = statement.nextAlias('g');
  const keys = new Map<string, Typed>();
  const keyOf = (node: Syntax): string => {
    const value = statement.analyse(expressionOf(node, items), { ...context, windowsAllowed: false });
    if (!isGroupable(value.type)) throw unsupported(node, 'GROUP BY of this type');
    const { constant: _constant, ...rest } = value;
    if (!keys.has(value.sql)) keys.set(value.sql, { ...rest, sql: `${alias}.k${keys.size + 1}` });
    return value.sql;
  };
  const sets = groupBy ? groupingText(groupBy, keyOf) : '';
  const aggregates = new Map<string, string>();
  const aggregation: Aggregation = {
    source,
    keys,
    register: (sql) => {
      const known = aggregates.get(sql) ?? `a${aggregates.size + 1}`;
      aggregates.set(sql, known);
      return `${alias}.${known}`;
    },
  };
  return {
    context: { ...context, scope: groupedScope(source, keys), aggregation },
    uses: (sql) => sql.includes(`${alias}.`),
    sql: (from) => {
      const columns = [
        ...[...keys].map(([sql], index) => `${sql} AS k${index + 1}`),
        ...[...aggregates].map(([sql, name]) => `${sql} AS ${name}`),
      ];
      return `(SELECT ${columns.length > 0 ? columns.join(', ') : 'count(*) AS n'} ${from}${sets}) AS ${alias}`;
    },
  };
}

/** Columns as a query above the grouping sees them: keys, or not at all. */
const groupedScope = (source: Scope, keys: ReadonlyMap<string, Typed>): Scope => ({
  parent: source.parent,
  fields: source.fields.map((field): Field => {
    const key = keys.get(field.sql);
    return key ? { ...field, sql: key.sql } : { ...field, ungrouped: true };
  }),
});

function expressionOf(node: Syntax, items: readonly (Syntax | null)[]): Syntax {
  if (node.kind !== 'IntegerLiteral') {
    if (hasAggregate(node)) throw refuse(node, 'expression_not_scalar', 'GROUP BY cannot hold an aggregate');
    return node;
  }
  const item = items[Number(node.text) - 1];
  if (!item)
    throw refuse(
      node,
      'invalid_column_reference',
      `GROUP BY position ${node.text} is not in the select list`,
    );
  if (hasAggregate(item))
    throw refuse(node, 'expression_not_scalar', `GROUP BY position ${node.text} is an aggregate`);
  return item;
}

function groupingText(groupBy: Syntax, keyOf: (node: Syntax) => string): string {
  if (groupBy.nodes.some((part) => part.kind === 'SetQuantifier'))
    throw unsupported(groupBy, 'GROUP BY DISTINCT or ALL');
  const set = (node: Syntax): string => {
    const terms = node.kind === 'GroupingSet' ? node.nodes : [node];
    return `(${terms.map(keyOf).join(', ')})`;
  };
  const elements = groupBy.nodes.map((element) => {
    if (element.kind === 'Rollup' || element.kind === 'Cube')
      return `${element.kind.toUpperCase()} (${element.nodes.map(set).join(', ')})`;
    if (element.kind === 'MultipleGroupingSets')
      return `GROUPING SETS (${element.nodes.map(set).join(', ')})`;
    const terms = set(element);
    return terms === '()' ? terms : terms.slice(1, -1);
  });
  return ` GROUP BY ${elements.join(', ')}`;
}
