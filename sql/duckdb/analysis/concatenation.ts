import type { Position, Syntax } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { array, duckType, printType, type Type, VARBINARY, VARCHAR } from '../types/type.ts';
import { type Context, coerce, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';
import { useOf } from './operators.ts';

/** `a || b` of texts or arrays. */
export function concatenation(node: Syntax, context: Context): Typed {
  const given = node.nodes.map((operand) => context.statement.analyse(operand, context));
  const values = watched(context, useOf('||', given), given);
  const [left, right] = values;
  if (!left || !right) throw unsupported(node, 'this operator');
  if (
    values.every((value) => ['varchar', 'unknown'].includes(value.type.kind)) &&
    left.type !== right.type &&
    values.some((value) => value.type.kind === 'unknown')
  )
    return emptyJoin(values, node);
  if (values.some((value) => value.type.kind === 'unknown'))
    throw unsupported(node, '|| with a NULL that has no type', 'Cast the NULL to varchar.');
  if (values.every((value) => value.type.kind === 'varchar'))
    return {
      type: VARCHAR,
      sql: `(${values.map((value) => coerce(value, VARCHAR, node).sql).join(' || ')})`,
    };
  if (values.every((value) => value.type.kind === 'varbinary'))
    return { type: VARBINARY, sql: `(${values.map(({ sql }) => sql).join(' || ')})` };
  return arrays(left, right, node);
}

/** A text joined with a NULL that has no type is an array to Trino, and NULL. */
function emptyJoin(values: readonly Typed[], node: Position): Typed {
  const text = values.find(({ type }) => type.kind === 'varchar');
  if (!text) throw unsupported(node, '|| of NULLs that have no type', 'Cast the NULL to varchar.');
  const type = array(text.type);
  return { type, sql: `CAST(NULL AS ${duckType(type)})` };
}

function arrays(left: Typed, right: Typed, node: Position): Typed {
  const asArray = (value: Typed, other: Type): Typed =>
    value.type.kind === 'array' || other.kind !== 'array'
      ? value
      : // An element that is NULL makes the whole NULL.
        {
          ...value,
          type: array(value.type),
          sql: `CASE WHEN ${value.sql} IS NOT NULL THEN [${value.sql}] END`,
        };
  const untyped = [left, right].filter(
    ({ type }) => type.kind === 'array' && type.element.kind === 'unknown',
  );
  if (untyped.length === 1 && left.type.kind === 'array' && right.type.kind === 'array')
    throw refuse(node, 'ambiguous_function_call', '|| with an array without a type', 'Cast the array.');
  const [a, b] = [asArray(left, right.type), asArray(right, left.type)];
  const type = commonType(a.type, b.type);
  if (type?.kind !== 'array')
    throw mismatch(node, `cannot join ${printType(left.type)} and ${printType(right.type)} with ||`);
  return { type, sql: `trino.array_concat(${coerce(a, type, node).sql}, ${coerce(b, type, node).sql})` };
}
