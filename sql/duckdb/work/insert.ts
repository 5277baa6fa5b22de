import { convert } from '../analysis/casts.ts';
import { type Context, fail, mismatch, type Relation, refuse, type Typed } from '../analysis/context.ts';
import { identifierOf } from '../analysis/scope.ts';
import type { Syntax } from '../parser.ts';
import { emptyContext, type Translated } from '../translate.ts';
import { coerces, commonType } from '../types/coercion.ts';
import { duckType, printType, type Type } from '../types/type.ts';

/** Whether a text of limited length is somewhere within. */
function holdsLimited(type: Type): boolean {
  if (type.kind === 'array') return holdsLimited(type.element);
  if (type.kind === 'map') return holdsLimited(type.key) || holdsLimited(type.value);
  if (type.kind === 'row') return type.fields.some((field) => holdsLimited(field.type));
  return type.kind === 'varchar' && type.length !== null;
}

/** INSERT casts within a family of types, but for texts of limited length within others, which have to coerce. */
const fits = (from: Type, to: Type): boolean =>
  to.kind !== 'varchar' && holdsLimited(to) ? coerces(from, to) : commonType(from, to) !== null;

/** A value as INSERT brings it to its column's type: a text may lose blanks at its end and nothing else. */
function stored(value: Typed, to: Type, node: Syntax, context: Context): string {
  const { sql } = convert(value, to, false, node, context);
  if (value.type.kind !== 'varchar' || to.kind !== 'varchar' || to.length === null) return sql;
  if (value.type.length !== null && value.type.length <= to.length) return sql;
  const tooLong = `length(rtrim(${value.sql}, ' ')) > ${to.length}`;
  return `CASE WHEN ${tooLong} THEN ${fail('INVALID_CAST_ARGUMENT', to)} ELSE ${sql} END`;
}

/** The columns that INSERT names, or all. */
function targets(node: Syntax, table: Relation): Relation['fields'] {
  const list = node.nodes.find(({ kind }) => kind === 'ColumnList');
  if (!list) return table.fields;
  const names = list.nodes.map((column) => identifierOf(column.nodes[0] ?? column));
  return names.map((name, index) => {
    const field = table.fields.find((one) => one.name === name);
    if (!field) throw refuse(list, 'column_not_found', `the table has no column '${name}'`);
    if (names.indexOf(name) !== index)
      throw refuse(list, 'duplicate_column_name', `'${name}' is named twice`);
    return field;
  });
}

/**
 * DuckDB SQL that adds a query's rows to a table; columns that are not named become NULL.
 * @throws {SqlRefused} `type_mismatch` when Trino would not convert the query's columns by itself
 */
export function insertSql(node: Syntax, table: Relation, query: Translated): string {
  const into = targets(node, table);
  const print = (types: readonly { readonly type: Type }[]) =>
    types.map(({ type }) => printType(type)).join(', ');
  const fitting =
    into.length === query.fields.length &&
    query.fields.every(({ type }, index) => fits(type, into[index]?.type ?? type));
  if (!fitting)
    throw mismatch(node, `the columns are (${print(into)}) and the query gives (${print(query.fields)})`);
  const context = emptyContext();
  const values = table.fields.map((field) => {
    const index = into.indexOf(field);
    const given = query.fields[index];
    const value = given && stored({ type: given.type, sql: `q.c${index + 1}` }, field.type, node, context);
    return `CAST(${value ?? 'NULL'} AS ${duckType(field.type)})`;
  });
  return `INSERT INTO ${table.sql} SELECT ${values.join(', ')} FROM (${query.duckdbSql}) AS q`;
}
