import type { Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { duckType, holdsFloat, isGroupable, printType, type Type } from '../types/type.ts';
import {
  type AnalysedQuery,
  type Context,
  coerce,
  guard,
  type OutputField,
  refuse,
  type Scope,
  type Typed,
  unsupported,
} from './context.ts';
import { mergedIfAny, traced } from './origins.ts';

/** UNION, INTERSECT and EXCEPT of two analysed queries. */
export function setOperation(
  node: Syntax,
  left: AnalysedQuery,
  right: AnalysedQuery,
  context: Context,
): AnalysedQuery {
  const keepsAll = node.nodes.some((part) => part.kind === 'SetQuantifier' && part.tokens.includes('ALL'));
  const operator = `${node.tokens[0]}${keepsAll ? ' ALL' : ''}`;
  if (left.fields.length !== right.fields.length)
    throw refuse(
      node,
      'type_mismatch',
      `${node.tokens[0]}: ${left.fields.length} and ${right.fields.length} columns`,
    );
  const fields = left.fields.map((field, index): OutputField => {
    const other = right.fields[index];
    const type = other && commonType(field.type, other.type);
    if (!type)
      throw refuse(
        node,
        'type_mismatch',
        `column ${index + 1} of ${node.tokens[0]} is ${printType(field.type)} and ${other ? printType(other.type) : ''}`,
      );
    if (
      (!keepsAll || operator.startsWith('INTERSECT') || operator.startsWith('EXCEPT')) &&
      !isGroupable(type)
    )
      throw unsupported(node, `${operator} of ${printType(type)}`);
    return {
      name: field.name,
      type,
      wild: field.wild || (other?.wild ?? false),
      ...mergedIfAny([field, other]),
    };
  });
  const side = (query: AnalysedQuery) => {
    const alias = context.statement.nextAlias('s');
    const list = query.fields.map(
      (field, index) =>
        `${coerce({ type: field.type, sql: `${alias}.c${index + 1}` }, fields[index]?.type ?? field.type, node).sql} AS c${index + 1}`,
    );
    return `(SELECT ${list.join(', ')} FROM (${query.sql}) AS ${alias})`;
  };
  return { sql: `${side(left)} ${operator} ${side(right)}`, fields };
}

/** VALUES with its rows brought to common types. */
export function values(node: Syntax, outer: Scope | null, context: Context): AnalysedQuery {
  const { aggregation: _aggregation, ...rest } = context;
  const inner: Context = { ...rest, scope: { fields: [], parent: outer }, windowsAllowed: false };
  const rows = node.nodes.map((row) => {
    const cells = (row.kind === 'RowConstructor' ? row.nodes : [row]).map((cell) => {
      const { value, origins } = traced(cell, inner, () => context.statement.analyse(cell, inner));
      return { ...value, origins };
    });
    return row.kind === 'RowConstructor' ? cells : cells.flatMap(spread);
  });
  const width = rows[0]?.length ?? 0;
  if (rows.some((row) => row.length !== width))
    throw refuse(node, 'type_mismatch', 'the rows of VALUES are not of the same length');
  const types = Array.from({ length: width }, (_, index) => {
    const type = rows.reduce<Type | null>(
      (common, row) => common && commonType(common, row[index]?.type ?? common),
      { kind: 'unknown' },
    );
    if (!type)
      throw refuse(
        node,
        'type_mismatch',
        `column ${index + 1} of VALUES has values of types without a common one`,
      );
    return type;
  });
  const text = rows.map(
    (row) => `(${row.map((value, index) => coerce(value, types[index] ?? value.type, node).sql).join(', ')})`,
  );
  const alias = context.statement.nextAlias('v');
  const fields = types.map(
    (type, index): OutputField => ({
      name: null,
      type,
      wild: rows.some((row) => row[index]?.wild),
      ...mergedIfAny(rows.map((row) => row[index])),
    }),
  );
  const list = types
    .map((type, index) => `CAST(${alias}.c${index + 1} AS ${duckType(type)}) AS c${index + 1}`)
    .join(', ');
  return {
    sql: `SELECT ${list} FROM (VALUES ${text.join(', ')}) AS ${alias}(${types.map((_, index) => `c${index + 1}`).join(', ')})`,
    fields,
  };
}

/** An expression that is a row by itself is the whole row of VALUES; Trino breaks down over one that is NULL. */
const spread = <T extends Typed>(value: T): (Typed & Pick<T, keyof T>)[] =>
  value.type.kind === 'row'
    ? value.type.fields.map(({ type }, index) => ({
        ...value,
        type,
        sql: guard(`${value.sql} IS NULL`, type, `(${value.sql}).f${index + 1}`),
        wild: holdsFloat(type),
      }))
    : [value];
