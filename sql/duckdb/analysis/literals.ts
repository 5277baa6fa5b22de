import type { Parameter } from '../../query/index.ts';
import type { Syntax } from '../parser.ts';
import {
  BIGINT,
  BOOLEAN,
  DATE,
  DOUBLE,
  decimal,
  duckType,
  INTEGER,
  type Type,
  UNKNOWN,
  varchar,
} from '../types/type.ts';
import { type Context, mismatch, quote, refuse, type Typed, UNTYPED_NULL, unsupported } from './context.ts';
import { interval } from './interval-literals.ts';

const MAX_INTEGER = 2_147_483_647n;
const MAX_BIGINT = 9_223_372_036_854_775_807n;

/** A whole number: integer when it fits, otherwise bigint. */
export function wholeNumber(value: bigint, node: Syntax): Typed {
  const fits = (max: bigint) => value <= max && value >= -max - 1n;
  const type = fits(MAX_INTEGER) ? INTEGER : BIGINT;
  if (!fits(MAX_BIGINT)) throw refuse(node, 'invalid_literal', `${value} is not in the range of bigint`);
  return { type, sql: `CAST(${value} AS ${duckType(type)})`, constant: value };
}

/** A text literal; its type is as long as the text has code points. */
export function text(value: string, node: Syntax, type: Type = varchar([...value].length)): Typed {
  if (value.includes('\0')) throw unsupported(node, 'the character U+0000 in a text');
  return { type, sql: `CAST(${quote(value)} AS VARCHAR)`, constant: value };
}

export const truth = (value: boolean): Typed => ({
  type: BOOLEAN,
  sql: value ? 'TRUE' : 'FALSE',
  constant: value,
});
export const nothing: Typed = { type: UNKNOWN, sql: UNTYPED_NULL };

/** A decimal as it is written: its digits without leading zeros are the precision. */
export function decimalLiteral(written: string, node: Syntax): Typed {
  const [, sign = '', whole = '', fraction = ''] = /^([+-]?)(\d*)\.?(\d*)$/.exec(written) ?? [];
  if (whole + fraction === '') throw refuse(node, 'invalid_literal', `${written} is not a decimal`);
  const digits = whole.replace(/^0+/, '') + fraction;
  const type = decimal(Math.max(1, digits.length), fraction.length);
  if (digits.length > 38) throw refuse(node, 'invalid_literal', 'a decimal has at most 38 digits');
  return { type, sql: `CAST('${sign}${whole || '0'}.${fraction || '0'}' AS ${duckType(type)})` };
}

/** The text of a quoted literal. */
export function unquote(node: Syntax): string {
  if (node.kind !== 'BasicStringLiteral')
    throw unsupported(node, "a U&'…' literal", 'Write the characters themselves.');
  return node.text.slice(1, -1).replaceAll("''", "'");
}

const signed = (node: Syntax): string =>
  node.parts
    .map((part) => part.text)
    .join('')
    .replaceAll('_', '');

/** Literals by the grammar's rule. */
export const LITERALS: { readonly [kind: string]: (node: Syntax, context: Context) => Typed } = {
  IntegerLiteral: (node) => wholeNumber(BigInt(signed(node)), node),
  DecimalLiteral: (node) => decimalLiteral(signed(node), node),
  DoubleLiteral: (node) => ({ type: DOUBLE, sql: `CAST('${signed(node)}' AS DOUBLE)` }),
  BasicStringLiteral: (node) => text(unquote(node), node),
  UnicodeStringLiteral: (node) => text(unquote(node), node),
  BooleanValue: (node) => truth(node.text.toUpperCase() === 'TRUE'),
  NullLiteral: () => nothing,
  Interval: interval,
  Parameter: parameter,
};

/** A date literal `YYYY-MM-DD`. */
export function date(value: string, node: Syntax): Typed {
  const day = value.replace(/-(\d)(?!\d)/g, '-0$1');
  if (!/^\d{4}-\d\d-\d\d$/.test(day) || !isDay(day))
    throw refuse(
      node,
      'invalid_literal',
      `'${value.slice(0, 40)}' is not a valid date`,
      'Write it as YYYY-MM-DD.',
    );
  return { type: DATE, sql: `CAST('${day}' AS DATE)` };
}

/** Whether a text `YYYY-MM-DD` is a day of the calendar. */
export function isDay(value: string): boolean {
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

/** Constants that a `?` may stand for when it is given in SQL. */
const CONSTANTS = new Set([
  'IntegerLiteral',
  'DecimalLiteral',
  'DoubleLiteral',
  'BasicStringLiteral',
  'BooleanValue',
  'NullLiteral',
  'Interval',
  'TypeConstructor',
  'ArithmeticUnary',
  'Cast',
]);

function checkConstant(node: Syntax): void {
  if (!CONSTANTS.has(node.kind))
    throw unsupported(node, 'a parameter that is not a literal or a cast of one', 'Write the value itself.');
  const operand = node.nodes[0];
  if (operand && (node.kind === 'Cast' || node.kind === 'ArithmeticUnary')) checkConstant(operand);
}

/**
 * The value of a `?`.
 * @throws {SqlRefused} `invalid_parameter_usage` when there is none
 */
export function parameter(node: Syntax, context: Context): Typed {
  const value = context.statement.parameterAt(node);
  if (value === undefined) throw refuse(node, 'invalid_parameter_usage', 'there are more ? than parameters');
  if (value === null || typeof value !== 'object' || 'date' in value) return constantOf(value, node);
  checkConstant(value);
  return context.statement.analyse(value, context);
}

/** The literal that a parameter stands for. */
function constantOf(value: Parameter, node: Syntax): Typed {
  if (value === null) return nothing;
  if (typeof value === 'string') return text(value, node);
  if (typeof value === 'boolean') return truth(value);
  if (typeof value === 'bigint') return wholeNumber(value, node);
  if (typeof value === 'object') return date(value.date, node);
  if (Number.isSafeInteger(value)) return wholeNumber(BigInt(value), node);
  if (!Number.isFinite(value)) throw mismatch(node, 'a number must be finite');
  return { type: DOUBLE, sql: `CAST('${value}' AS DOUBLE)` };
}
