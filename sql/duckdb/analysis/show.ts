import type { Syntax } from '../parser.ts';
import { printType, type Type, VARCHAR } from '../types/type.ts';
import { type AnalysedQuery, type FindRelation, quote, refuse, unsupported } from './context.ts';
import { namesOf } from './scope.ts';

/** SHOW TABLES, SHOW COLUMNS and DESCRIBE, answered from the catalog in Trino's columns; null for other statements. */
export function show(node: Syntax, find: FindRelation): AnalysedQuery | null {
  switch (node.kind) {
    case 'ShowTables':
      return table(['Table'], tables(node, find));
    case 'ShowColumns':
      return table(['Column', 'Type', 'Extra', 'Comment'], columns(node, find));
    default:
      return null;
  }
}

function tables(node: Syntax, find: FindRelation): string[][] {
  const [schema, ...rest] = node.nodes;
  if (schema && (schema.kind !== 'SchemaRef' || rest.length > 0))
    throw unsupported(node, 'SHOW TABLES with a pattern', 'Leave the pattern out.');
  const wanted = schema ? namesOf(schema).at(-1) : find.schema;
  if (wanted !== find.schema || (schema && namesOf(schema).length > 1))
    throw refuse(node, 'schema_not_found', `schema '${wanted ?? ''}' does not exist`);
  return [...(find.names ?? [])].sort().map((name) => [name]);
}

function columns(node: Syntax, find: FindRelation): string[][] {
  const [nameNode, ...rest] = node.nodes;
  if (!nameNode || rest.length > 0)
    throw unsupported(node, 'SHOW COLUMNS with a pattern', 'Leave the pattern out.');
  const names = namesOf(nameNode);
  const found = find(names);
  if (!found) throw refuse(nameNode, 'table_not_found', `table '${names.join('.')}' does not exist`);
  return found.fields.map(({ name, type }) => [
    name,
    shownType(type),
    found.partitionedBy?.includes(name) ? 'partition key' : '',
    '',
  ]);
}

/** SHOW COLUMNS writes decimals without the blank that a result's types have. */
const shownType = (type: Type): string =>
  printType(type).replace(/decimal\((\d+), (\d+)\)/g, 'decimal($1,$2)');

function table(names: readonly string[], rows: readonly (readonly string[])[]): AnalysedQuery {
  const list = names.map((_, index) => `c${index + 1}`).join(', ');
  const values = rows.map((row) => `(${row.map(quote).join(', ')})`).join(', ');
  const from =
    rows.length > 0 ? `(VALUES ${values})` : `(SELECT ${names.map(() => "''").join(', ')} LIMIT 0)`;
  return {
    sql: `SELECT ${list} FROM ${from} AS t(${list})`,
    fields: names.map((name) => ({ name, type: VARCHAR, wild: false })),
  };
}
