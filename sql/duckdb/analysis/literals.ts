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
  timestamp,
  UNKNOWN,
  VARCHAR,
  varchar,
} from '../types/type.ts';
import { type Context, mismatch, quote, refuse, type Typed, UNTYPED_NULL, unsupported } from './context.ts';

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
  TypeConstructor: typed,
  Interval: interval,
  Parameter: parameter,
};

function typed(node: Syntax): Typed {
  const [name, literal] = node.nodes;
  if (!name || !literal) throw unsupported(node, 'this literal');
  const value = unquote(literal);
  switch (name.text.toUpperCase()) {
    case 'DATE':
      return date(value, node);
    case 'TIMESTAMP':
      return instant(value, node);
    case 'DECIMAL':
      return decimalLiteral(value, node);
    case 'VARCHAR':
      return text(value, node, VARCHAR);
    case 'DOUBLE':
      if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(value)) break;
      return { type: DOUBLE, sql: `CAST('${value}' AS DOUBLE)` };
    case 'BIGINT':
    case 'INTEGER':
      if (!/^[+-]?\d{1,19}$/.test(value)) break;
      return {
        ...wholeNumber(BigInt(value), node),
        ...(name.text.toUpperCase() === 'BIGINT' && asBigint(value)),
      };
    case 'BOOLEAN':
      if (/^(true|false)$/i.test(value)) return truth(value.toLowerCase() === 'true');
  }
  throw unsupported(node, `a literal ${name.text} '…'`, 'Use CAST of a text, or a type that the lake has.');
}

const asBigint = (value: string): Typed => ({
  type: BIGINT,
  sql: `CAST(${BigInt(value)} AS BIGINT)`,
  constant: BigInt(value),
});

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

function isDay(value: string): boolean {
  const parsed = new Date(`${value}T00:00:00Z`);
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(value);
}

function instant(value: string, node: Syntax): Typed {
  const match = /^(\d{4}-\d\d-\d\d)(?: (\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?)?$/.exec(value);
  const [, day = '', hour = '00', minute = '00', second = '00', fraction = ''] = match ?? [];
  if (!match || !isDay(day) || +hour > 23 || +minute > 59 || +second > 59)
    throw unsupported(
      node,
      `TIMESTAMP '${value.slice(0, 40)}'`,
      'Write YYYY-MM-DD HH:MM:SS with up to six digits of a second and no zone.',
    );
  return {
    type: timestamp(fraction.length),
    sql: `CAST('${day} ${hour}:${minute}:${second}.${fraction || '0'}' AS TIMESTAMP)`,
  };
}

const MILLIS: { readonly [unit: string]: number } = {
  SECOND: 1e3,
  MINUTE: 6e4,
  HOUR: 36e5,
  DAY: 864e5,
  WEEK: 6048e5,
};
const MONTHS: { readonly [unit: string]: number } = { MONTH: 1, QUARTER: 3, YEAR: 12 };

function interval(node: Syntax): Typed {
  const [literal, field, to] = node.nodes;
  const unit = field?.text.toUpperCase() ?? '';
  const count = literal && /^[+-]?\d{1,9}$/.test(unquote(literal)) ? Number(unquote(literal)) : null;
  if (to || count === null)
    throw unsupported(node, 'this interval', "Write a whole number of one unit: INTERVAL '3' DAY.");
  const sign = node.tokens.includes('-') ? -1 : 1;
  const months = MONTHS[unit];
  const millis = MILLIS[unit];
  if (months !== undefined)
    return {
      type: { kind: 'interval year to month' },
      sql: 'NULL',
      interval: { months: sign * count * months },
    };
  if (millis === undefined) throw unsupported(node, `an interval of ${unit}`);
  return {
    type: { kind: 'interval day to second' },
    sql: 'NULL',
    interval: { millis: sign * count * millis },
  };
}

function parameter(node: Syntax, { statement }: Context): Typed {
  const value = statement.parameterAt(node);
  if (value === undefined) throw refuse(node, 'invalid_parameter_usage', 'there are more ? than parameters');
  return constantOf(value, node);
}

/** The literal that a parameter stands for. */
export function constantOf(value: Parameter, node: Syntax): Typed {
  if (value === null) return nothing;
  if (typeof value === 'string') return text(value, node);
  if (typeof value === 'boolean') return truth(value);
  if (typeof value === 'bigint') return wholeNumber(value, node);
  if (typeof value === 'object') return date(value.date, node);
  if (Number.isSafeInteger(value)) return wholeNumber(BigInt(value), node);
  if (!Number.isFinite(value)) throw mismatch(node, 'a number must be finite');
  return { type: DOUBLE, sql: `CAST('${value}' AS DOUBLE)` };
}
