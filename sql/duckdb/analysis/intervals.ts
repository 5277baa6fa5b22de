import { nativeSql } from '../native/native.ts';
import type { Position } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import {
  BIGINT,
  DOUBLE,
  duckType,
  isInteger,
  isInterval,
  isNumeric,
  printType,
  type Type,
  timestamp,
  zoned,
} from '../types/type.ts';
import { coerce, fail, mismatch, refuse, type Typed, unsupported } from './context.ts';

const DAY_MILLIS = 864e5;

/** `+ - * /` with an interval on one side or both: its months or milliseconds are a whole number. */
export function withInterval(left: Typed, right: Typed, operator: string, node: Position): Typed {
  if (isInterval(left.type) && isInterval(right.type)) return ofTwo(left, right, operator, node);
  if (operator === '*' || operator === '/') return multiple(left, right, operator, node);
  const [time, span] = isInterval(left.type) ? [right, left] : [left, right];
  const movable = ['date', 'timestamp', 'timestamp with time zone'].includes(time.type.kind);
  if (!movable || (operator !== '+' && operator !== '-') || (operator === '-' && span === left))
    throw cannot(left, right, operator, node);
  const amount = operator === '-' ? `(-${span.sql})` : span.sql;
  return span.type.kind === 'interval year to month'
    ? plusMonths(time, amount)
    : plusMillis(time, amount, span, node);
}

const cannot = (left: Typed, right: Typed, operator: string, node: Position) =>
  mismatch(node, `cannot apply ${operator} to ${printType(left.type)} and ${printType(right.type)}`);

function ofTwo(left: Typed, right: Typed, operator: string, node: Position): Typed {
  if (left.type.kind !== right.type.kind || (operator !== '+' && operator !== '-'))
    throw cannot(left, right, operator, node);
  return { type: left.type, sql: `(${left.sql} ${operator} ${right.sql})` };
}

/** An interval times a number, or divided by one; what is not whole is cut off, as Java does. */
function multiple(left: Typed, right: Typed, operator: string, node: Position): Typed {
  const [span, factor] = isInterval(left.type) ? [left, right] : [right, left];
  if (!isNumeric(factor.type) || (operator === '/' && span === right))
    throw cannot(left, right, operator, node);
  const { type } = span;
  if (operator === '*' && isInteger(factor.type))
    return { type, sql: `CAST(${span.sql} * ${coerce(factor, BIGINT, node).sql} AS ${duckType(type)})` };
  const by = coerce(factor, DOUBLE, node).sql;
  return { type, sql: `CAST(trunc(CAST(${span.sql} AS DOUBLE) ${operator} ${by}) AS ${duckType(type)})` };
}

/** Adds months (SQL of a whole number) to a date or time. */
export function plusMonths(time: Typed, months: string): Typed {
  const { type } = time;
  if (type.kind === 'timestamp with time zone')
    return { type, sql: nativeSql('plus months', [type, BIGINT], type, [time.sql, months]) };
  return { type, sql: `CAST(${time.sql} + to_months(CAST(${months} AS INTEGER)) AS ${duckType(type)})` };
}

function plusMillis(time: Typed, millis: string, span: Typed, node: Position): Typed {
  const { type } = time;
  if (type.kind === 'date') return plusDays(time, millis, span, node);
  if (type.kind === 'timestamp with time zone') {
    const sql = `struct_pack(t := (${time.sql}).t + ${millis} * 1000, z := (${time.sql}).z)`;
    const moved = `CASE WHEN ${time.sql} IS NOT NULL AND ${millis} IS NOT NULL THEN ${sql} END`;
    return { type: zoned(Math.max(3, type.precision)), sql: moved };
  }
  const precision = type.kind === 'timestamp' ? type.precision : 3;
  return { type: timestamp(Math.max(3, precision)), sql: `(${time.sql} + to_milliseconds(${millis}))` };
}

function plusDays({ type, sql }: Typed, millis: string, span: Typed, node: Position): Typed {
  if (typeof span.constant === 'bigint' && Number(span.constant) % DAY_MILLIS !== 0)
    throw refuse(node, 'invalid_function_argument', 'cannot add hours, minutes or seconds to a date');
  const moved = `CAST(${sql} + CAST(${millis} // ${DAY_MILLIS} AS INTEGER) AS DATE)`;
  if (typeof span.constant === 'bigint') return { type, sql: moved };
  const refused = `${millis} % ${DAY_MILLIS} <> 0`;
  return {
    type,
    sql: `CASE WHEN ${refused} THEN ${fail('INVALID_FUNCTION_ARGUMENT', type as Type)} ELSE ${moved} END`,
  };
}

export const isTime = (type: Type): boolean =>
  ['date', 'timestamp', 'timestamp with time zone'].includes(type.kind);

/** The interval from the second of two times to the first. */
export function between(left: Typed, right: Typed, node: Position): Typed {
  const type = commonType(left.type, right.type);
  const span: Type = { kind: 'interval day to second' };
  if (!type) throw cannot(left, right, '-', node);
  if (left.type.kind !== right.type.kind)
    throw unsupported(node, `${printType(left.type)} - ${printType(right.type)}`, 'Cast both to one type.');
  const [a, b] = [coerce(left, type, node).sql, coerce(right, type, node).sql];
  if (type.kind === 'date') return { type: span, sql: `(CAST(${a} - ${b} AS BIGINT) * ${DAY_MILLIS})` };
  if (type.kind !== 'timestamp' && type.kind !== 'timestamp with time zone')
    throw cannot(left, right, '-', node);
  if (type.precision > 3)
    throw unsupported(
      node,
      'the difference of times with more than three digits',
      'Cast them to timestamp(3).',
    );
  const micros = type.kind === 'timestamp' ? `(epoch_us(${a}) - epoch_us(${b}))` : `((${a}).t - (${b}).t)`;
  return { type: span, sql: `(${micros} // 1000)` };
}
