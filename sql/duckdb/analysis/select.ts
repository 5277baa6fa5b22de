import type { Syntax } from '../parser.ts';
import { isGroupable, printType } from '../types/type.ts';
import {
  type AnalysedQuery,
  type Context,
  type Field,
  refuse,
  type Scope,
  type Typed,
  unsupported,
} from './context.ts';
import { type Grouped, group, hasAggregate } from './grouping.ts';
import type { Source } from './joins.ts';
import { condition } from './operators.ts';
import { traced } from './origins.ts';
import { relation } from './relations.ts';
import { identifierOf, namesOf } from './scope.ts';
import { checkSortable, ordered, sortExpression, sortKey } from './sorting.ts';
import { all, type Item, renamed, starOf } from './stars.ts';

/** What follows a query: its order and its limits. */
export interface Tail {
  readonly sort: readonly Syntax[];
  /** ` LIMIT …`, empty when there is none. */
  readonly limits: string;
}

/** Analyses `SELECT … FROM … WHERE … GROUP BY … HAVING …` with the ORDER BY that follows it. */
export function select(node: Syntax, tail: Tail, outer: Scope | null, context: Context): AnalysedQuery {
  const part = (kind: string) => node.nodes.find((child) => child.kind === kind);
  const lists = part('SelectList')?.nodes ?? [];
  const [having, groupBy] = [part('HavingClause')?.nodes[0], part('GroupBy')];
  const { aggregation: _aggregation, windows: _windows, ...above } = context;
  const base: Context = {
    ...above,
    scope: { fields: [], parent: outer },
    windowsAllowed: false,
    windows: windowsOf(node),
  };
  const before = context.statement.outerReferences;
  const source = from(node, base);
  const rows: Context = { ...base, scope: { fields: source?.fields ?? [], parent: outer } };
  const where = part('WhereClause')?.nodes[0];
  const filter = where ? ` WHERE ${condition(where, rows).sql}` : '';
  const text = `${source ? `FROM ${source.sql}` : ''}${filter}`;

  const expressions = lists.map(expressionOf);
  const aggregated =
    groupBy ||
    having ||
    [...expressions, ...tail.sort].some((expression) => expression && hasAggregate(expression));
  const grouped = aggregated ? group(groupBy, expressions, rows) : null;
  const seen: Context = { ...(grouped?.context ?? rows), windowsAllowed: true };
  const items = lists.flatMap((list) => itemsOf(list, seen));
  if (
    grouped &&
    !groupBy &&
    context.statement.outerReferences > before &&
    items.some(({ sql }) => !grouped.uses(sql))
  )
    throw unsupported(
      node,
      'a subquery that refers to the query around it and gives a constant beside its aggregates',
    );
  const kept = having ? ` WHERE ${condition(having, { ...seen, windowsAllowed: false }).sql}` : '';
  return assemble({
    node,
    items,
    tail,
    seen,
    text,
    kept,
    grouped,
    distinct: (part('SetQuantifier')?.tokens ?? []).includes('DISTINCT'),
  });
}

interface Parts {
  readonly node: Syntax;
  readonly items: readonly Item[];
  readonly tail: Tail;
  readonly seen: Context;
  readonly text: string;
  readonly kept: string;
  readonly grouped: Grouped | null;
  readonly distinct: boolean;
}

function assemble({ node, items, tail, seen, text, kept, grouped, distinct }: Parts): AnalysedQuery {
  const keys = tail.sort.map((item) => ({ item, key: sortValue(item, items, seen) }));
  const below = grouped ? `FROM ${grouped.sql(text)}${kept}` : text;
  const columns = items.map(({ sql }, index) => `${sql} AS c${index + 1}`).join(', ');
  const fields = items.map(({ name, type, wild, origins }) => ({ name, type, wild, origins }));
  if (!distinct) {
    const order = keys.map(({ item, key }) => sortKey(item, ordered(key, item).sql, item)).join(', ');
    return { sql: `SELECT ${columns} ${below}${order ? ` ORDER BY ${order}` : ''}${tail.limits}`, fields };
  }
  for (const { type } of items)
    if (!isGroupable(type)) throw unsupported(node, `DISTINCT of ${printType(type)}`);
  const alias = seen.statement.nextAlias('d');
  const order = keys.map(({ item, key }) => {
    const index = items.findIndex(({ sql }) => sql === key.sql);
    if (index < 0)
      throw refuse(
        item,
        'expression_not_in_distinct',
        'with SELECT DISTINCT, ORDER BY must name what is selected',
      );
    return sortKey(item, ordered({ ...key, sql: `${alias}.c${index + 1}` }, item).sql, item);
  });
  const list = items.map((_, index) => `${alias}.c${index + 1} AS c${index + 1}`).join(', ');
  return {
    sql: `SELECT ${list} FROM (SELECT DISTINCT ${columns} ${below}) AS ${alias}${order.length > 0 ? ` ORDER BY ${order.join(', ')}` : ''}${tail.limits}`,
    fields,
  };
}

/** What a sort item means: a position, a name of the SELECT list, or an expression over the rows. */
function sortValue(item: Syntax, items: readonly Item[], context: Context): Typed {
  const node = sortExpression(item);
  if (node.kind === 'IntegerLiteral') {
    const chosen = items[Number(node.text) - 1];
    if (!chosen)
      throw refuse(
        node,
        'invalid_column_reference',
        `ORDER BY position ${node.text} is not in the select list`,
      );
    checkSortable(chosen, node);
    return chosen;
  }
  const aliases: Field[] = items.map(({ name, type, sql, wild }) => ({
    name,
    qualifier: [],
    type,
    sql,
    wild,
  }));
  const { scope } = context;
  const simple = ['QualifiedName', 'UnquotedIdentifier', 'QuotedIdentifier'].includes(node.kind);
  const used = context.aggregation && !simple ? scope : { ...scope, aliases };
  const value = simple
    ? nameOrKey(node, { ...context, scope: used })
    : context.statement.analyse(node, { ...context, scope: used });
  checkSortable(value, node);
  return value;
}

/** A bare name in ORDER BY means the SELECT list's column before a grouped one. */
function nameOrKey(node: Syntax, context: Context): Typed {
  const [name, ...rest] = namesOf(node);
  const matches = (context.scope.aliases ?? []).filter((field) => field.name === name);
  const [alias] = matches;
  if (!alias || rest.length > 0) return context.statement.analyse(node, context);
  if (new Set(matches.map(({ sql }) => sql)).size > 1)
    throw refuse(node, 'ambiguous_name', `column '${name}' is ambiguous`);
  return alias;
}

function from(node: Syntax, context: Context): Source | null {
  const known = ['SetQuantifier', 'SelectList', 'WhereClause', 'GroupBy', 'HavingClause', 'WindowDefinition'];
  const relations = node.nodes.filter((part) => !known.includes(part.kind));
  let all: Source | null = null;
  for (const one of relations) {
    const next: Source = relation(one, context, all?.fields ?? []);
    all = all ? { sql: `${all.sql} CROSS JOIN ${next.sql}`, fields: [...all.fields, ...next.fields] } : next;
  }
  return all;
}

function windowsOf(node: Syntax): ReadonlyMap<string, Syntax> {
  const windows = new Map<string, Syntax>();
  for (const definition of node.nodes.filter((part) => part.kind === 'WindowDefinition')) {
    const [name, specification] = definition.nodes;
    if (name && specification) windows.set(identifierOf(name), specification);
  }
  return windows;
}

/** The expression of a SELECT list's entry; null for `*`. */
function expressionOf(node: Syntax): Syntax | null {
  if (node.kind === 'SelectItem') return node.nodes[0] ? expressionOf(node.nodes[0]) : null;
  if (node.kind === 'SelectAllWithoutTable' || node.kind === 'TableAllColumns') return null;
  return node.kind.startsWith('Select') ? (node.nodes[0] ?? null) : node;
}

function itemsOf(node: Syntax, context: Context): Item[] {
  const entry = node.kind === 'SelectItem' && node.nodes[0] ? node.nodes[0] : node;
  if (entry.kind === 'SelectAllWithoutTable') return all(entry, [], context);
  if (entry.kind === 'TableAllColumns')
    return renamed(starOf(entry, context), node === entry ? undefined : node.nodes[1], entry);
  const expression = expressionOf(node);
  if (!expression) throw unsupported(node, 'this entry of the SELECT list');
  const aliasNode =
    node.kind === 'SelectItem' ? node.nodes[1] : entry.kind.startsWith('Select') ? entry.nodes[1] : undefined;
  const { value, origins } = traced(expression, context, () =>
    context.statement.analyse(expression, context),
  );
  return [
    {
      name: aliasNode ? identifierOf(aliasNode) : nameOf(expression),
      type: value.type,
      sql: value.sql,
      wild: value.wild ?? false,
      origins,
    },
  ];
}

/** Trino names a column after the column or field that it is, and leaves others without a name. */
function nameOf(node: Syntax): string | null {
  if (['QualifiedName', 'UnquotedIdentifier', 'QuotedIdentifier'].includes(node.kind))
    return namesOf(node).at(-1) ?? null;
  return node.kind === 'Dereference' && node.nodes[1] ? identifierOf(node.nodes[1]) : null;
}
