import { nativeSql } from '../native/native.ts';
import type { Position, Syntax } from '../parser.ts';
import { coerces } from '../types/coercion.ts';
import { duckType, isFloating, isInteger, isScalar, printType, sameType, type Type } from '../types/type.ts';
import { type Conversion, castRule } from './cast-rules.ts';
import { type Context, coerce, guard, mismatch, type Typed, unsupported, watched } from './context.ts';
import { typeOf } from './type-names.ts';

/** CAST and TRY_CAST. */
export function cast(node: Syntax, context: Context): Typed {
  const [operand, typeName] = node.nodes;
  if (!operand || !typeName) throw unsupported(node, 'this cast');
  const value = context.statement.analyse(operand, context);
  const to = typeOf(typeName);
  const [seen = value] = watched(context, `${value.type.kind} → ${to.kind}`, [value]);
  return convert(seen, to, node.tokens.includes('TRY_CAST'), node, context);
}

/** Converts explicitly; with `safely`, a value that cannot be converted becomes NULL. */
export function convert(value: Typed, to: Type, safely: boolean, node: Position, context: Context): Typed {
  if (value.type.kind === 'unknown' || sameType(value.type, to))
    return withoutConstant(coerce(value, to, node));
  if (safely && !cannotFail(value)) return apart(value, to, node, context);
  const { sql, doubt } = conversion(value, to, node, context);
  const tried = safely ? `TRY(${sql})` : sql;
  return {
    type: to,
    sql: doubt ? guard(doubt, to, tried) : tried,
    wild: isFloating(to) && (value.type.kind === 'varchar' || (value.wild ?? false)),
  };
}

/** Whether an operand is a column or a literal. */
const cannotFail = ({ sql, constant }: Typed): boolean => constant !== undefined || /^[\w.]+$/.test(sql);

/** TRY_CAST of an expression: only the conversion may fail, so the operand is computed outside of what is tried. */
function apart(value: Typed, to: Type, node: Position, context: Context): Typed {
  const variable = context.statement.nextAlias('x');
  const converted = convert({ ...value, sql: variable }, to, true, node, context);
  return { ...converted, sql: `list_transform([${value.sql}], lambda ${variable}: ${converted.sql})[1]` };
}

const withoutConstant = ({ constant: _constant, ...rest }: Typed): Typed => rest;

function conversion(value: Typed, to: Type, node: Position, context: Context): Conversion {
  const { type: from, sql } = value;
  const plain = { sql: `CAST(${sql} AS ${duckType(to)})` };
  if (from.kind === 'json' || to.kind === 'json') return jsonCast(value, to, node);
  const conversions = castRule(to.kind)?.(sql, from, to);
  if (conversions) return conversions;
  if (coerces(from, to) && isScalar(to)) return { sql: coerce(value, to, node).sql };
  if (isInteger(from) && isInteger(to)) return plain;
  if (from.kind === 'array' && to.kind === 'array') {
    const variable = context.statement.nextAlias('x');
    const element = convert({ type: from.element, sql: variable }, to.element, false, node, context);
    return { sql: `list_transform(${sql}, lambda ${variable}: ${element.sql})` };
  }
  if (from.kind === 'map' && to.kind === 'map') return castMap(sql, from, to, node, context);
  if (from.kind === 'row' && to.kind === 'row') return castRow(sql, from, to, node, context);
  if (isScalar(from) !== isScalar(to))
    throw mismatch(node, `cannot cast ${printType(from)} to ${printType(to)}`);
  throw unsupported(node, `a cast of ${printType(from)} to ${printType(to)}`);
}

function castRow(
  sql: string,
  from: Type & { kind: 'row' },
  to: Type & { kind: 'row' },
  node: Position,
  context: Context,
): Conversion {
  if (from.fields.length !== to.fields.length)
    throw mismatch(node, `cannot cast ${printType(from)} to ${printType(to)}`);
  const fields = from.fields.map((field, index) => {
    const target = to.fields[index];
    if (!target) throw mismatch(node, 'rows of different length');
    const part = `(${sql}).f${index + 1}`;
    return `f${index + 1} := ${convert({ type: field.type, sql: part }, target.type, false, node, context).sql}`;
  });
  return { sql: `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END` };
}

function castMap(
  sql: string,
  from: Type & { kind: 'map' },
  to: Type & { kind: 'map' },
  node: Position,
  context: Context,
): Conversion {
  const entry = context.statement.nextAlias('x');
  const key = convert({ type: from.key, sql: `${entry}.key` }, to.key, false, node, context);
  const value = convert({ type: from.value, sql: `${entry}.value` }, to.value, false, node, context);
  const made = `lambda ${entry}: struct_pack(k := ${key.sql}, v := ${value.sql})`;
  return {
    sql: `CASE WHEN ${sql} IS NOT NULL THEN map_from_entries(list_transform(map_entries(${sql}), ${made})) END`,
  };
}

/** Casts to and from JSON, by what is within the other type. */
function jsonCast({ type: from, sql }: Typed, to: Type, node: Position): Conversion {
  const [name, other] = to.kind === 'json' ? ['json of', from] : ['json to', to];
  if (!(name === 'json of' ? writesJson : readsJson)(other))
    throw mismatch(node, `cannot cast ${printType(from)} to ${printType(to)}`);
  return {
    sql: nativeSql(name, [from], to, [sql]),
  };
}

const NUMBERS_AND_TEXTS = [
  'boolean',
  'tinyint',
  'smallint',
  'integer',
  'bigint',
  'real',
  'double',
  'decimal',
  'json',
  'unknown',
];

function writesJson(type: Type): boolean {
  if (type.kind === 'array') return writesJson(type.element);
  if (type.kind === 'map')
    return (
      [...NUMBERS_AND_TEXTS, 'varchar'].includes(type.key.kind) &&
      type.key.kind !== 'json' &&
      writesJson(type.value)
    );
  if (type.kind === 'row') return type.fields.every((field) => writesJson(field.type));
  return [...NUMBERS_AND_TEXTS, 'varchar', 'date', 'timestamp'].includes(type.kind);
}

function readsJson(type: Type): boolean {
  if (type.kind === 'array') return readsJson(type.element);
  if (type.kind === 'map')
    return (
      [...NUMBERS_AND_TEXTS, 'varchar'].includes(type.key.kind) &&
      type.key.kind !== 'json' &&
      readsJson(type.value)
    );
  if (type.kind === 'row') return type.fields.every((field) => readsJson(field.type));
  return NUMBERS_AND_TEXTS.includes(type.kind) || (type.kind === 'varchar' && type.length === null);
}
