import type { Syntax } from '../parser.ts';
import {
  type AnalysedQuery,
  type Context,
  type OutputField,
  type Relation,
  refuse,
  type Scope,
  unsupported,
} from './context.ts';
import { parameter } from './literals.ts';
import { identifierOf, namesOf } from './scope.ts';
import { select, type Tail } from './select.ts';
import { setOperation, values } from './sets.ts';
import { checkSortable, ordered, sortExpression, sortKey } from './sorting.ts';

/** Analyses a query: WITH, set operations, ORDER BY and limits. */
export function analyseQuery(node: Syntax, outer: Scope | null, context: Context): AnalysedQuery {
  switch (node.kind) {
    case 'QueryStatement':
      return withQueries(node, outer, context);
    case 'QueryNoWith':
      return withTail(node, outer, context);
    default:
      return term(node, { sort: [], limits: '' }, outer, context);
  }
}

function withQueries(node: Syntax, outer: Scope | null, context: Context): AnalysedQuery {
  const clause = node.nodes.find((part) => part.kind === 'With');
  const body = node.nodes.find((part) => part.kind !== 'With');
  if (!body) throw unsupported(node, 'this query');
  if (!clause) return analyseQuery(body, outer, context);
  if (clause.tokens.includes('RECURSIVE')) throw unsupported(clause, 'WITH RECURSIVE');
  const named = new Map(context.named);
  const own = new Set<string>();
  const texts: string[] = [];
  for (const definition of clause.nodes) {
    const [nameNode, ...rest] = definition.nodes;
    const queryNode = rest.at(-1);
    if (!nameNode || !queryNode) throw unsupported(definition, 'this WITH query');
    const name = identifierOf(nameNode);
    if (own.has(name))
      throw refuse(definition, 'duplicate_named_query', `WITH query '${name}' is defined twice`);
    own.add(name);
    const query = analyseQuery(queryNode, outer, { ...context, named: new Map(named) });
    const alias = context.statement.nextAlias('w');
    texts.push(`${alias} AS (${query.sql})`);
    named.set(name, relationOf(alias, query, rest.length > 1 ? rest[0] : undefined, definition));
  }
  const query = analyseQuery(body, outer, { ...context, named });
  return { ...query, sql: `WITH ${texts.join(', ')} ${query.sql}` };
}

function relationOf(
  alias: string,
  query: AnalysedQuery,
  columns: Syntax | undefined,
  node: Syntax,
): Relation {
  const names = columns?.nodes.map(identifierOf);
  if (names && names.length !== query.fields.length)
    throw refuse(
      node,
      'mismatched_column_aliases',
      `${names.length} column aliases for ${query.fields.length} columns`,
    );
  return {
    sql: alias,
    fields: query.fields.map((field, index) => ({
      ...field,
      name: names?.[index] ?? field.name,
    })) as Relation['fields'],
  };
}

function withTail(node: Syntax, outer: Scope | null, context: Context): AnalysedQuery {
  const [body, ...rest] = node.nodes;
  if (!body) throw unsupported(node, 'this query');
  const sort = rest.filter((part) => part.kind === 'SortItem');
  return term(body, { sort, limits: limits(node, context) }, outer, context);
}

/** OFFSET, LIMIT and FETCH FIRST, whose numbers stand in that order in the text. */
function limits(node: Syntax, context: Context): string {
  if (node.tokens.includes('TIES')) throw unsupported(node, 'FETCH FIRST … WITH TIES');
  let text = '';
  for (const [index, part] of node.parts.entries()) {
    if (part.kind !== 'RowCount' && part.kind !== 'LimitRowCount') continue;
    const word = node.parts[index - 1]?.text.toUpperCase();
    if (part.tokens.includes('ALL')) continue;
    text += word === 'OFFSET' ? ` OFFSET ${rowCount(part, context)}` : ` LIMIT ${rowCount(part, context)}`;
  }
  if (
    node.tokens.includes('FETCH') &&
    !node.nodes.some((part) => part.kind === 'RowCount' && !isOffset(node, part))
  )
    text += ' LIMIT 1';
  return text.replace(/^( OFFSET \d+)( LIMIT \d+)$/, '$2$1');
}

function isOffset(node: Syntax, part: Syntax): boolean {
  return node.parts[node.parts.indexOf(part) - 1]?.text.toUpperCase() === 'OFFSET';
}

function rowCount(node: Syntax, context: Context): bigint {
  const count = node.kind === 'LimitRowCount' ? (node.nodes[0] ?? node) : node;
  if (count.tokens[0] !== '?') return BigInt(count.text);
  const { constant } = parameter(node, context);
  if (typeof constant !== 'bigint' || constant < 0n)
    throw refuse(node, 'invalid_parameter_usage', 'a number of rows must be a whole number');
  return constant;
}

function term(node: Syntax, tail: Tail, outer: Scope | null, context: Context): AnalysedQuery {
  switch (node.kind) {
    case 'QuerySpecification':
      return select(node, tail, outer, context);
    case 'SetOperation':
      return sorted(combined(node, outer, context), tail, context);
    case 'InlineTable':
      return sorted(values(node, outer, context), tail, context);
    case 'Table':
      return sorted(wholeTable(node, context), tail, context);
    case 'QueryNoWith':
    case 'QueryStatement':
      return sorted(analyseQuery(node, outer, context), tail, context);
    default:
      throw unsupported(
        node,
        node.tokens[0] ? `${node.tokens[0]} statements` : node.kind,
        'Only queries are run: SELECT, WITH, VALUES.',
      );
  }
}

const columns = (alias: string, fields: readonly OutputField[]): string =>
  fields.map((_, index) => `${alias}.c${index + 1} AS c${index + 1}`).join(', ');

/** ORDER BY and limits of a query that is not a plain SELECT: over its columns only. */
function sorted(query: AnalysedQuery, tail: Tail, context: Context): AnalysedQuery {
  if (tail.sort.length === 0 && tail.limits === '') return query;
  const alias = context.statement.nextAlias('s');
  const scope: Scope = {
    fields: query.fields.map((field, index) => ({ ...field, qualifier: [], sql: `${alias}.c${index + 1}` })),
    parent: null,
  };
  const { aggregation: _aggregation, ...rest } = context;
  const keys = tail.sort.map((item) => {
    const node = sortExpression(item);
    const index = Number(node.text) - 1;
    const field =
      node.kind === 'IntegerLiteral'
        ? scope.fields[index]
        : context.statement.analyse(node, { ...rest, scope, windowsAllowed: false });
    if (!field)
      throw refuse(
        node,
        'invalid_column_reference',
        `ORDER BY position ${node.text} is not in the select list`,
      );
    checkSortable(field, node);
    return sortKey(item, ordered(field, item).sql, item);
  });
  const order = keys.length > 0 ? ` ORDER BY ${keys.join(', ')}` : '';
  return {
    ...query,
    sql: `SELECT ${columns(alias, query.fields)} FROM (${query.sql}) AS ${alias}${order}${tail.limits}`,
  };
}

function combined(node: Syntax, outer: Scope | null, context: Context): AnalysedQuery {
  const [left, right] = node.nodes.filter((part) => part.kind !== 'SetQuantifier');
  if (!left || !right) throw unsupported(node, 'this set operation');
  return setOperation(node, analyseQuery(left, outer, context), analyseQuery(right, outer, context), context);
}

function wholeTable(node: Syntax, context: Context): AnalysedQuery {
  const [nameNode] = node.nodes;
  if (!nameNode) throw unsupported(node, 'TABLE');
  const names = namesOf(nameNode);
  const found = (names.length === 1 && context.named.get(names[0] ?? '')) || context.statement.find(names);
  if (!found) throw refuse(node, 'table_not_found', `table '${names.join('.')}' does not exist`);
  const alias = context.statement.nextAlias('t');
  return {
    sql: `SELECT ${columns(alias, found.fields)} FROM ${found.sql} AS ${alias}`,
    fields: found.fields,
  };
}
