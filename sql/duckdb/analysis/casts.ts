import type { Position, Syntax } from '../parser.ts';
import { asDecimal, coerces } from '../types/coercion.ts';
import { duckType, isInteger, isScalar, printType, sameType, type Type, VARCHAR } from '../types/type.ts';
import { type Context, coerce, fail, mismatch, type Typed, unsupported } from './context.ts';
import { scaled } from './operators.ts';
import { typeOf } from './type-names.ts';

/** What a cast becomes: its SQL, and when the value is one whose treatment is not proven. */
interface Conversion {
  readonly sql: string;
  readonly doubt?: string;
}

/** CAST and TRY_CAST. */
export function cast(node: Syntax, context: Context): Typed {
  const [operand, typeName] = node.nodes;
  if (!operand || !typeName) throw unsupported(node, 'this cast');
  const value = context.statement.analyse(operand, context);
  return convert(value, typeOf(typeName), node.tokens.includes('TRY_CAST'), node, context);
}

/** Converts explicitly; with `safely`, a value that cannot be converted becomes NULL. */
export function convert(value: Typed, to: Type, safely: boolean, node: Position, context: Context): Typed {
  if (value.type.kind === 'unknown' || sameType(value.type, to))
    return withoutConstant(coerce(value, to, node));
  if (safely && !cannotFail(value)) return apart(value, to, node, context);
  const { sql, doubt } = conversion(value, to, node);
  const tried = safely ? `TRY(${sql})` : sql;
  if (doubt) context.statement.guards += 1;
  return {
    type: to,
    sql: doubt ? `CASE WHEN ${doubt} THEN ${fail('NOT_PROVEN', to)} ELSE ${tried} END` : tried,
    wild: to.kind === 'double' && (value.type.kind === 'varchar' || (value.wild ?? false)),
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

function conversion(value: Typed, to: Type, node: Position): Conversion {
  const { type: from, sql } = value;
  const plain = { sql: `CAST(${sql} AS ${duckType(to)})` };
  if (to.kind === 'real' || from.kind === 'real') throw unsupported(node, 'casts of real', 'Use double.');
  const builder = CASTS[to.kind];
  const conversions = builder?.(sql, from, to);
  if (conversions) return conversions;
  if (coerces(from, to) && isScalar(to)) return { sql: coerce(value, to, node).sql };
  if (isInteger(from) && isInteger(to)) return plain;
  if (from.kind === 'array' && to.kind === 'array') {
    const element = conversion({ type: from.element, sql: 'e' }, to.element, node);
    if (!element.doubt) return { sql: `list_transform(${sql}, lambda e: ${element.sql})` };
  }
  if (from.kind === 'row' && to.kind === 'row') return castRow(sql, from, to, node);
  if (isScalar(from) !== isScalar(to))
    throw mismatch(node, `cannot cast ${printType(from)} to ${printType(to)}`);
  throw unsupported(node, `a cast of ${printType(from)} to ${printType(to)}`);
}

function castRow(
  sql: string,
  from: Type & { kind: 'row' },
  to: Type & { kind: 'row' },
  node: Position,
): Conversion {
  if (from.fields.length !== to.fields.length)
    throw mismatch(node, `cannot cast ${printType(from)} to ${printType(to)}`);
  const fields = from.fields.map((field, index) => {
    const target = to.fields[index];
    if (!target) throw mismatch(node, 'rows of different length');
    const part = `(${sql}).f${index + 1}`;
    if (sameType(field.type, target.type)) return `f${index + 1} := ${part}`;
    const converted = conversion({ type: field.type, sql: part }, target.type, node);
    if (converted.doubt || field.type.kind === 'unknown')
      throw unsupported(node, `a cast of ${printType(from)} to ${printType(to)}`);
    return `f${index + 1} := ${converted.sql}`;
  });
  return { sql: `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END` };
}

type Builder = (sql: string, from: Type, to: Type) => Conversion | null;

const toInteger: Builder = (sql, from, to) => {
  if (from.kind === 'varchar') return { sql: wholeFromText(sql, to), doubt: `trino.doubtful_number(${sql})` };
  if (from.kind === 'double') return { sql: `CAST(round(${sql}) AS ${duckType(to)})` };
  if (from.kind === 'boolean') return { sql: `CAST(${sql} AS ${duckType(to)})` };
  return from.kind === 'decimal' ? { sql: `CAST(round(${sql}) AS ${duckType(to)})` } : null;
};

/** A whole number as Java reads it: blanks and control characters around it do not count. */
const wholeFromText = (sql: string, to: Type): string =>
  `CASE WHEN regexp_full_match(${sql}, '[\\x00-\\x20]*[+-]?[0-9]+[\\x00-\\x20]*') THEN CAST(regexp_extract(${sql}, '[+-]?[0-9]+') AS ${duckType(to)}) ` +
  `WHEN ${sql} IS NOT NULL THEN ${fail('INVALID_CAST_ARGUMENT', to)} END`;

const toVarchar: Builder = (sql, from, to) => {
  const length = to.kind === 'varchar' ? to.length : null;
  if (from.kind === 'varchar')
    return length === null || (from.length ?? length + 1) <= length
      ? { sql }
      : { sql: `substr(${sql}, 1, ${length})` };
  const text = textOf(sql, from);
  if (text === null) return null;
  if (length === null) return { sql: text };
  return {
    sql: `CASE WHEN length(${text}) > ${length} THEN ${fail('INVALID_CAST_ARGUMENT', to)} ELSE ${text} END`,
  };
};

/** The text that Trino writes for a value; null for types whose text is not modelled. */
export function textOf(sql: string, type: Type): string | null {
  // DuckDB leaves out the zero before the point when the decimal has no place for it.
  if (type.kind === 'decimal' && type.precision === type.scale)
    return type.scale === 38
      ? null
      : `CAST(CAST(${sql} AS DECIMAL(${type.precision + 1}, ${type.scale})) AS VARCHAR)`;
  if (isInteger(type) || type.kind === 'decimal' || type.kind === 'boolean') return `CAST(${sql} AS VARCHAR)`;
  if (type.kind === 'varchar') return sql;
  if (type.kind === 'double') return `trino.double_text(${sql})`;
  if (type.kind === 'date') return `trino.date_text(${sql})`;
  return type.kind === 'timestamp' ? `trino.timestamp_text(${sql}, ${type.precision})` : null;
}

const toDecimal: Builder = (sql, from, to) => {
  if (from.kind === 'varchar')
    return {
      sql: `CAST(trino.decimal_digits(${sql}) AS ${duckType(to)})`,
      doubt: `trino.doubtful_decimal(${sql})`,
    };
  if (asDecimal(from))
    return { sql: isInteger(from) ? fromWhole(sql, to) : `CAST(${sql} AS ${duckType(to)})` };
  return null;
};

/** DuckDB checks the range of a whole number only against 18 digits of a decimal, so it goes through a HUGEINT. */
const fromWhole = (sql: string, to: Type): string =>
  to.kind === 'decimal' && to.precision + to.scale <= 38 && to.scale > 0
    ? scaled(`CAST(${sql} AS HUGEINT) * CAST('1${'0'.repeat(to.scale)}' AS HUGEINT)`, to)
    : `CAST(${sql} AS ${duckType(to)})`;

const CASTS: { readonly [kind: string]: Builder } = {
  tinyint: toInteger,
  smallint: toInteger,
  integer: toInteger,
  bigint: toInteger,
  varchar: toVarchar,
  decimal: toDecimal,
  double: (sql, from) => {
    if (from.kind === 'varchar')
      return { sql: `trino.parse_double(${sql})`, doubt: `trino.doubtful_double(${sql})` };
    return from.kind === 'boolean' ? { sql: `CAST(${sql} AS DOUBLE)` } : null;
  },
  boolean: (sql, from) => {
    if (from.kind === 'varchar') return { sql: `trino.parse_boolean(${sql})` };
    if (from.kind === 'double') return { sql: `(${sql} <> 0)` };
    return isInteger(from) || from.kind === 'decimal' ? { sql: `(${sql} <> 0)` } : null;
  },
  date: (sql, from) => {
    if (from.kind === 'varchar')
      return { sql: `trino.parse_date(${sql})`, doubt: `trino.doubtful_date(${sql})` };
    return from.kind === 'timestamp' ? { sql: `CAST(${sql} AS DATE)` } : null;
  },
  timestamp: (sql, from, to) => {
    if (from.kind === 'varchar' && to.kind === 'timestamp')
      return {
        sql: `trino.parse_timestamp(${sql})`,
        doubt: `trino.doubtful_timestamp(${sql}, ${to.precision})`,
      };
    if (from.kind === 'timestamp' && to.kind === 'timestamp' && from.precision > to.precision)
      return { sql: `trino.round_timestamp(${sql}, ${10 ** (6 - to.precision)})` };
    return null;
  },
};

/** `VARCHAR` conversions that functions need. */
export const asText = (value: Typed): string | null =>
  sameType(value.type, VARCHAR) ? value.sql : textOf(value.sql, value.type);
