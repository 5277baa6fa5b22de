import type { Syntax } from '../parser.ts';
import { isFloating, printType } from '../types/type.ts';
import { type Context, type Field, refuse, type Scope, type Typed, unsupported } from './context.ts';

/** The name that an identifier means: lower case, quotes removed, as Trino compares names. */
export function identifierOf(node: Syntax): string {
  const { text } = node;
  if (node.kind === 'BackQuotedIdentifier' || node.kind === 'DigitIdentifier')
    throw refuse(
      node,
      'syntax_error',
      `${text} is not an identifier of Athena`,
      'Quote it with double quotes.',
    );
  return (text.startsWith('"') ? text.slice(1, -1).replaceAll('""', '"') : text).toLowerCase();
}

/** The parts of a name such as `a.b.c`. */
export function namesOf(node: Syntax): string[] {
  return node.nodes.length > 1 || node.kind === 'QualifiedName'
    ? node.nodes.map(identifierOf)
    : [identifierOf(node)];
}

/**
 * The value of a name: a column, or a field of a row column.
 * @throws {SqlRefused} `column_not_found`, `ambiguous_name`, `expression_not_aggregate`
 */
export function resolveName(names: readonly string[], node: Syntax, context: Context): Typed {
  let crossed = 0;
  for (let scope: Scope | null = context.scope; scope; scope = scope.parent) {
    const found = findIn(scope, names, node);
    if (!found) {
      if (!scope.lambda) crossed += 1;
      continue;
    }
    if (crossed > 1)
      throw unsupported(node, 'a name of a query further out than the one around', 'Join it instead.');
    if (crossed > 0) context.statement.outerReferences += 1;
    context.statement.trace?.found([found.field], node);
    if (found.field.ungrouped)
      throw refuse(
        node,
        'expression_not_aggregate',
        `column '${names.join('.')}' must be aggregated or grouped by`,
      );
    return found.rest.reduce((row, name) => fieldOfRow(row, name, node), fieldValue(found.field));
  }
  throw refuse(node, 'column_not_found', `column '${names.join('.')}' cannot be resolved`);
}

const fieldValue = ({ type, sql, wild }: Field): Typed => ({ type, sql, wild });

function findIn(
  scope: Scope,
  names: readonly string[],
  node: Syntax,
): { field: Field; rest: readonly string[] } | null {
  const aliases = scope.aliases?.filter((field) => field.name === names[0]) ?? [];
  const alias = only(aliases, names, node);
  if (alias) return { field: alias, rest: names.slice(1) };
  for (let length = Math.min(names.length, 3); length > 0; length -= 1) {
    const qualifier = names.slice(0, length - 1);
    const matches = scope.fields.filter(
      (field) => field.name === names[length - 1] && endsWith(field.qualifier, qualifier),
    );
    const field = only(matches, names, node);
    if (field) return { field, rest: names.slice(length) };
  }
  return null;
}

/** The one field that was found; several with the same value are one. */
function only(fields: readonly Field[], names: readonly string[], node: Syntax): Field | undefined {
  if (new Set(fields.map((field) => field.sql)).size > 1)
    throw refuse(node, 'ambiguous_name', `column '${names.join('.')}' is ambiguous`);
  return fields[0];
}

const endsWith = (qualifier: readonly string[], wanted: readonly string[]): boolean =>
  wanted.length <= qualifier.length &&
  wanted.every((name, index) => name === qualifier[qualifier.length - wanted.length + index]);

/** A field of a row value by its name. */
export function fieldOfRow(row: Typed, name: string, node: Syntax): Typed {
  if (row.type.kind !== 'row')
    throw refuse(node, 'type_mismatch', `expression is ${printType(row.type)}, it has no field '${name}'`);
  const matches = row.type.fields
    .map((field, index) => ({ ...field, index }))
    .filter((field) => field.name === name);
  const field = matches[0];
  if (!field) throw refuse(node, 'column_not_found', `the row has no field '${name}'`);
  if (matches.length > 1) throw refuse(node, 'ambiguous_name', `the row has several fields '${name}'`);
  return {
    type: field.type,
    sql: `(${row.sql}).f${field.index + 1}`,
    wild: isFloating(field.type) || (row.wild ?? false),
  };
}

/** Whether a name is one of a relation in a scope. */
export const hasRelation = (scope: Scope, qualifier: readonly string[]): boolean =>
  scope.fields.some((field) => endsWith(field.qualifier, qualifier));

/** The fields that `*` or `name.*` stands for. */
export function fieldsOf(scope: Scope, qualifier: readonly string[], node: Syntax): readonly Field[] {
  const fields = scope.fields.filter((field) => endsWith(field.qualifier, qualifier));
  if (fields.length === 0)
    throw refuse(node, 'table_not_found', `there are no columns for '${[...qualifier, '*'].join('.')}'`);
  return fields;
}
