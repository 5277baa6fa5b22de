import type { Syntax } from '../parser.ts';
import { BIGINT, isFloating, printType, type Type } from '../types/type.ts';
import {
  type Context,
  type Field,
  type OutputField,
  plainContext,
  refuse,
  type Scope,
  type Typed,
  unsupported,
} from './context.ts';
import { join, type Source } from './joins.ts';
import { mergedIfAny, type Origins, through, traced } from './origins.ts';
import { checkCorrelated } from './predicates.ts';
import { identifierOf, namesOf } from './scope.ts';

/** Analyses a relation; `left` are the columns that UNNEST and LATERAL may refer to. */
export function relation(node: Syntax, context: Context, left: readonly Field[]): Source {
  switch (node.kind) {
    case 'JoinRelation':
      return join(node, context, left, relation);
    case 'SampledRelation':
      return relation(wholeSample(node), context, left);
    case 'AliasedRelation':
      return aliased(node, context, left);
    case 'TableName':
      return table(node, context, null);
    case 'Unnest':
      return unnest(node, context, left, null, null);
    case 'Lateral':
      return lateral(node, context, left, null, null);
    case 'QueryNoWith':
    case 'QueryStatement':
      return derived(node, context, null, null);
    default:
      throw unsupported(
        node,
        node.kind === 'PatternRecognition' ? 'MATCH_RECOGNIZE' : `${node.kind} in FROM`,
      );
  }
}

/** The relation of a sample of all its rows: any other sample is one that nobody can check. */
function wholeSample(node: Syntax): Syntax {
  const [sampled, ...rest] = node.nodes;
  const share = rest.at(-1)?.text;
  if (!sampled || Number(share) !== 100) throw unsupported(node, 'TABLESAMPLE of less than 100 percent');
  return sampled;
}

function aliased(node: Syntax, context: Context, left: readonly Field[]): Source {
  const [inner, aliasNode, columnsNode] = node.nodes;
  if (!inner || !aliasNode) throw unsupported(node, 'this relation');
  const alias = identifierOf(aliasNode);
  const columns = columnsNode ? columnsNode.nodes.map(identifierOf) : null;
  switch (inner.kind) {
    case 'TableName':
      return table(inner, context, alias, columns);
    case 'Unnest':
      return unnest(inner, context, left, alias, columns);
    case 'Lateral':
      return lateral(inner, context, left, alias, columns);
    case 'QueryNoWith':
    case 'QueryStatement':
      return derived(inner, context, alias, columns);
    default:
      throw unsupported(node, 'an alias of a join', 'Write the join as a subquery.');
  }
}

function table(
  node: Syntax,
  context: Context,
  alias: string | null,
  columns: readonly string[] | null = null,
): Source {
  const [nameNode] = node.nodes;
  if (!nameNode || node.nodes.length > 1) throw unsupported(node, 'time travel');
  const names = namesOf(nameNode.kind === 'TableNameCreate' ? nameNode : nameNode);
  const found = (names.length === 1 && context.named.get(names[0] ?? '')) || context.statement.find(names);
  if (!found) throw refuse(node, 'table_not_found', `table '${names.join('.')}' does not exist`);
  return named(found.sql, found.fields, alias === null ? names : [alias], columns, node, context);
}

/** Gives a relation an alias of our own and its columns their names. */
function named(
  sql: string,
  fields: readonly OutputField[],
  qualifier: readonly string[],
  columns: readonly string[] | null,
  node: Syntax,
  context: Context,
): Source {
  if (columns && columns.length !== fields.length)
    throw refuse(
      node,
      'mismatched_column_aliases',
      `${columns.length} column aliases for ${fields.length} columns`,
    );
  const alias = context.statement.nextAlias('r');
  return {
    sql: `${sql} AS ${alias}`,
    fields: fields.map(({ name, type, wild, origins }, index) => ({
      name: columns?.[index] ?? name,
      qualifier,
      type,
      wild,
      origins,
      sql: `${alias}.c${index + 1}`,
    })),
  };
}

function derived(
  node: Syntax,
  context: Context,
  alias: string | null,
  columns: readonly string[] | null,
): Source {
  const query = context.statement.analyseQuery(node, context.scope.parent, context);
  return named(`(${query.sql})`, query.fields, alias === null ? [] : [alias], columns, node, context);
}

function lateral(
  node: Syntax,
  context: Context,
  left: readonly Field[],
  alias: string | null,
  columns: readonly string[] | null,
): Source {
  const [queryNode] = node.nodes;
  if (!queryNode) throw unsupported(node, 'this LATERAL');
  const before = context.statement.outerReferences;
  const query = context.statement.analyseQuery(
    queryNode,
    { fields: left, parent: context.scope.parent },
    context,
  );
  if (context.statement.outerReferences > before) checkCorrelated(queryNode);
  return named(`LATERAL (${query.sql})`, query.fields, alias === null ? [] : [alias], columns, node, context);
}

/** UNNEST: the arrays side by side, shorter ones filled with NULL; rows become columns. */
function unnest(
  node: Syntax,
  context: Context,
  left: readonly Field[],
  alias: string | null,
  columns: readonly string[] | null,
): Source {
  const scope: Scope = { fields: left, parent: context.scope.parent };
  const lists = node.nodes.map((list) => {
    const inner = { ...plainContext(context), scope };
    const { value, origins } = traced(list, inner, () => context.statement.analyse(list, inner));
    return { ...checkedList(value, list), origins: origins && through(origins, 'computed') };
  });
  const inner: string[] = lists.map(({ sql }, index) => `unnest(${sql}) AS u${index + 1}`);
  const outer: OutputField[] = [];
  const outerSql: string[] = [];
  const add = (sql: string, type: Type, name: string | null, origins: Origins | undefined) => {
    outer.push({ name, type, wild: isFloating(type), origins });
    outerSql.push(`${sql} AS c${outerSql.length + 1}`);
  };
  for (const [index, { element, origins }] of lists.entries()) {
    if (element.kind !== 'row') add(`u.u${index + 1}`, element, null, origins);
    else
      for (const [at, field] of element.fields.entries())
        add(`(u.u${index + 1}).f${at + 1}`, field.type, field.name, origins);
  }
  if (node.tokens.includes('ORDINALITY')) {
    const length = lists.map(({ sql }) => `coalesce(len(${sql}), 0)`).join(', ');
    inner.push(
      `unnest(range(1, CAST(${lists.length > 1 ? `greatest(${length})` : length} AS BIGINT) + 1)) AS u0`,
    );
    add('u.u0', BIGINT, null, mergedIfAny(lists).origins);
  }
  const sql = `LATERAL (SELECT ${outerSql.join(', ')} FROM (SELECT ${inner.join(', ')}) AS u)`;
  return named(sql, outer, alias === null ? [] : [alias], columns, node, context);
}

function checkedList(value: Typed, node: Syntax): { sql: string; element: Type } {
  if (value.type.kind === 'map' && value.wild)
    throw unsupported(node, 'UNNEST of a map that is not stored', 'Use the rows that it is made of.');
  if (value.type.kind === 'map')
    return {
      sql: `trino.entries(${value.sql})`,
      element: {
        kind: 'row',
        fields: [
          { name: null, type: value.type.key },
          { name: null, type: value.type.value },
        ],
      },
    };
  if (value.type.kind !== 'array')
    throw refuse(node, 'type_mismatch', `cannot unnest ${printType(value.type)}`);
  if (value.type.element.kind === 'unknown')
    throw unsupported(node, 'UNNEST of an empty array without a type');
  return { sql: value.sql, element: value.type.element };
}
