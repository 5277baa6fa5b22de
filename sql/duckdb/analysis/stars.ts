import type { Syntax } from '../parser.ts';
import { isFloating, printType } from '../types/type.ts';
import { type Context, type OutputField, refuse, unsupported } from './context.ts';
import { through, traced } from './origins.ts';
import { fieldsOf, hasRelation, identifierOf, namesOf } from './scope.ts';

/** One column of a SELECT list. */
export interface Item extends OutputField {
  readonly sql: string;
}

/** The columns of a `.*` under the names that follow it. */
export function renamed(items: Item[], aliases: Syntax | undefined, entry: Syntax): Item[] {
  const names = aliases?.nodes.map(identifierOf);
  if (!names) return items;
  if (names.length !== items.length)
    throw refuse(entry, 'mismatched_column_aliases', `${names.length} names for ${items.length} columns`);
  return items.map((item, index) => ({ ...item, name: names[index] ?? null }));
}

/** `name.*` of a relation, and `row.*` of a value. */
export function starOf(entry: Syntax, context: Context): Item[] {
  const [value] = entry.nodes;
  if (!value) throw unsupported(entry, 'this .*');
  const isName = /^(Qualified|Unquoted|Quoted)/.test(value.kind);
  const qualifier = isName ? namesOf(value) : [];
  if (isName && hasRelation(context.scope, qualifier)) return all(entry, qualifier, context);
  if (isName && qualifier.length < 2)
    throw refuse(entry, 'table_not_found', `there are no columns for '${qualifier.join('.')}.*'`);
  const { value: row, origins } = traced(value, context, () => context.statement.analyse(value, context));
  if (row.type.kind !== 'row') throw refuse(entry, 'type_mismatch', `${printType(row.type)} has no fields`);
  return row.type.fields.map(({ name, type }, index) => ({
    name,
    type,
    sql: `(${row.sql}).f${index + 1}`,
    wild: isFloating(type),
    origins: origins && through(origins, 'computed'),
  }));
}

/** The columns of a scope's relations. */
export function all(node: Syntax, qualifier: readonly string[], context: Context): Item[] {
  return fieldsOf(context.scope, qualifier, node).map((field) => {
    if (field.ungrouped)
      throw refuse(
        node,
        'expression_not_aggregate',
        `column '${field.name}' must be aggregated or grouped by`,
      );
    return { name: field.name, type: field.type, sql: field.sql, wild: field.wild, origins: field.origins };
  });
}
