import { nativeSql } from '../native/native.ts';
import type { Position, Syntax } from '../parser.ts';
import { asDecimal, commonType } from '../types/coercion.ts';
import {
  BOOLEAN,
  decimal,
  duckType,
  isFloating,
  isInteger,
  isInterval,
  isNumeric,
  printType,
  sameType,
  type Type,
} from '../types/type.ts';
import { type Context, coerce, fail, mismatch, refuse, type Typed, unsupported, watched } from './context.ts';
import { between, isTime, withInterval } from './intervals.ts';

type Operator = '+' | '-' | '*' | '/' | '%';

/** `a + b` and its like, with Trino's types: whole numbers overflow loudly, decimals keep Trino's precision and scale. */
export function arithmetic(node: Syntax, context: Context): Typed {
  const [first, second] = node.nodes;
  const operator = node.tokens[0] as Operator;
  if (!first || !second) throw unsupported(node, 'this operator');
  const given = [first, second].map((operand) => context.statement.analyse(operand, context));
  const [left, right] = watched(context, useOf(operator, given), given);
  if (!left || !right) throw unsupported(node, 'this operator');
  if (isInterval(left.type) || isInterval(right.type)) return withInterval(left, right, operator, node);
  if (operator === '-' && isTime(left.type) && isTime(right.type)) return between(left, right, node);
  const value = calculate(left, right, operator, node);
  if (operator === '/') warnOfFewDigits(value.type, node, context);
  return value;
}

/** Decimal places from which on a quotient is taken to be meant as it is. */
const MEANT_PLACES = 2;

function warnOfFewDigits(type: Type, node: Position, { statement }: Context): void {
  if (type.kind !== 'decimal' || type.scale >= MEANT_PLACES) return;
  const places = type.scale === 1 ? 'one digit after the point' : 'no digit after the point';
  statement.warn(
    node,
    `the quotient is a decimal with ${places}, as on Athena; write 1e2 for 100.0 to get a double`,
  );
}

/** An operator and the kinds of its operands. */
export const useOf = (operator: string, operands: readonly Typed[]): string =>
  operands.map(({ type }) => type.kind).join(` ${operator} `);

/** The result of an operator on two numbers. */
export function calculate(left: Typed, right: Typed, operator: Operator, node: Position): Typed {
  const type = commonType(left.type, right.type);
  if (!type || !isNumeric(type))
    throw mismatch(node, `cannot apply ${operator} to ${printType(left.type)} and ${printType(right.type)}`);
  if (mayBeInterval(left.type, right.type, operator))
    throw refuse(node, 'ambiguous_function_call', `${operator} with a NULL without a type`, 'Cast the NULL.');
  if (type.kind === 'decimal') return decimals(left, right, operator, node);
  const [a, b] = [coerce(left, type, node).sql, coerce(right, type, node).sql];
  if (isFloating(type)) return floating(a, b, operator, type);
  if (operator !== '/' && operator !== '%') return { type, sql: `(${a} ${operator} ${b})` };
  return {
    type,
    sql: orFail(`${b} = 0`, 'DIVISION_BY_ZERO', type, `(${a} ${operator === '/' ? '//' : '%'} ${b})`),
  };
}

/** Trino can multiply and divide an interval by a bigint and by a double, so that NULL could be one. */
const mayBeInterval = (a: Type, b: Type, operator: Operator): boolean =>
  (operator === '*' && b.kind === 'unknown' && ['bigint', 'double'].includes(a.kind)) ||
  ((operator === '*' || operator === '/') && a.kind === 'unknown' && ['bigint', 'double'].includes(b.kind));

const orFail = (condition: string, code: string, type: Type, sql: string): string =>
  `CASE WHEN ${condition} THEN ${fail(code, type)} ELSE ${sql} END`;

const floating = (a: string, b: string, operator: Operator, type: Type): Typed => ({
  type,
  sql:
    operator === '%'
      ? `CAST(trino.double_modulus(${a}, ${b}) AS ${duckType(type)})`
      : `(${a} ${operator} ${b})`,
  wild: true,
});

interface Digits {
  readonly precision: number;
  readonly scale: number;
}

/** Precision and scale of a decimal result, from Trino's `DecimalOperators`. */
function resultDigits(
  { precision: p, scale: s }: Digits,
  { precision: q, scale: t }: Digits,
  operator: Operator,
): Digits {
  const scale = Math.max(s, t);
  switch (operator) {
    case '*':
      return { precision: Math.min(38, p + q), scale: s + t };
    case '/':
      return { precision: Math.min(38, p + t + Math.max(t - s, 0)), scale };
    case '%':
      return { precision: Math.min(p - s, q - t) + scale, scale };
    default:
      return { precision: Math.min(38, Math.max(p - s, q - t) + scale + 1), scale };
  }
}

const decimalOf = ({ type }: Typed): Type => {
  const { precision, scale } = asDecimal(type) ?? { precision: 1, scale: 0 };
  return decimal(precision, scale);
};

function decimals(left: Typed, right: Typed, operator: Operator, node: Position): Typed {
  const digitsOf = (value: Typed): Digits => asDecimal(value.type) ?? { precision: 1, scale: 0 };
  const [a, b] = [digitsOf(left), digitsOf(right)];
  const { precision, scale } = resultDigits(a, b, operator);
  if (scale > 38)
    throw refuse(node, 'invalid_function_argument', 'the product has more than 38 decimal places');
  const type = decimal(precision, scale);
  const [x, y] = [
    coerce(left, decimal(a.precision, a.scale), node).sql,
    coerce(right, decimal(b.precision, b.scale), node).sql,
  ];
  const exactly = () => ({
    type,
    sql: nativeSql(`decimal ${operator}`, [left, right].map(decimalOf), type, [x, y]),
  });
  if (operator === '+' || operator === '-') {
    if (Math.max(a.precision - a.scale, b.precision - b.scale) + scale >= 38) return exactly();
    return { type, sql: `CAST(${x} ${operator} ${y} AS ${duckType(type)})` };
  }
  if (operator === '*') {
    if (a.precision + b.precision > 38) return exactly();
    return { type, sql: `CAST(${x} * ${y} AS ${duckType(type)})` };
  }
  const rescale = (value: string, from: number, to: number) => unscaled(value, from, to);
  if (operator === '%') {
    if (Math.max(a.precision - a.scale, b.precision - b.scale) + scale > 37) return exactly();
    const remainder = `(${rescale(x, a.scale, scale)} % ${rescale(y, b.scale, scale)})`;
    return { type, sql: orFail(`${y} = 0`, 'DIVISION_BY_ZERO', type, scaled(remainder, type)) };
  }
  if (a.precision + scale - a.scale + b.scale > 37 || b.precision > 37 || precision + scale > 38)
    return exactly();
  const quotient = `trino.divide_half_up(${rescale(x, a.scale, scale + b.scale)}, ${rescale(y, b.scale, b.scale)})`;
  return { type, sql: orFail(`${y} = 0`, 'DIVISION_BY_ZERO', type, scaled(quotient, type)) };
}

/** A decimal's digits as a HUGEINT, as if it had `to` decimal places. */
export const unscaled = (sql: string, scale: number, to: number): string =>
  `(CAST(replace(CAST(${sql} AS VARCHAR), '.', '') AS HUGEINT) * CAST('1${'0'.repeat(to - scale)}' AS HUGEINT))`;

/** The decimal whose digits a HUGEINT holds. */
export function scaled(digits: string, type: Type): string {
  const { precision, scale } = asDecimal(type) ?? { precision: 38, scale: 0 };
  if (scale === 0) return `CAST(${digits} AS ${duckType(type)})`;
  const unit = `CAST('0.${'0'.repeat(scale - 1)}1' AS DECIMAL(${scale}, ${scale}))`;
  return `CAST(CAST(${digits} AS DECIMAL(${Math.min(precision, 38 - scale)}, 0)) * ${unit} AS ${duckType(type)})`;
}

/** `-a`. */
export function negation(node: Syntax, context: Context): Typed {
  const [operand] = node.nodes;
  if (!operand) throw unsupported(node, 'this operator');
  const value = context.statement.analyse(operand, context);
  if (!isNumeric(value.type) && !isInterval(value.type))
    throw mismatch(node, `cannot negate ${printType(value.type)}`);
  if (node.tokens[0] === '+') return value;
  const constant = typeof value.constant === 'bigint' ? { constant: -value.constant } : {};
  return { type: value.type, sql: `(-${value.sql})`, wild: value.wild ?? false, ...constant };
}

/** AND, OR. */
export function logical(node: Syntax, context: Context): Typed {
  const operator = node.tokens[0];
  const operands = node.nodes.map((operand) => condition(operand, context).sql);
  return { type: BOOLEAN, sql: `(${operands.join(` ${operator} `)})` };
}

export function not(node: Syntax, context: Context): Typed {
  const [operand] = node.nodes;
  if (!operand) throw unsupported(node, 'this operator');
  return { type: BOOLEAN, sql: `(NOT ${condition(operand, context).sql})` };
}

/** An expression that must be boolean. */
export function condition(node: Syntax, context: Context): Typed {
  const value = context.statement.analyse(node, context);
  if (value.type.kind === 'unknown') return coerce(value, BOOLEAN, node);
  if (!sameType(value.type, BOOLEAN))
    throw mismatch(node, `a condition must be boolean, not ${printType(value.type)}`);
  return value;
}

/** Whether a value is a whole number type. */
export const isWhole = (value: Typed): boolean => isInteger(value.type);
