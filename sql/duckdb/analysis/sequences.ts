import type { Position } from '../parser.ts';
import { array, DATE, type Type } from '../types/type.ts';
import { fail, mismatch, type Typed, unsupported } from './context.ts';

const DAY_MILLIS = 864e5;
/** Trino's limit of `sequence`. */
const MAX_LENGTH = 10_000;
const DATES: Type = array(DATE);

/** `sequence(date, date, interval)`: days or months apart, both ends included. */
export function daySequence([from, to, step]: readonly Typed[], node: Position): Typed {
  if (from?.type.kind !== 'date' || to?.type.kind !== 'date')
    throw mismatch(node, 'a sequence with an interval needs two dates');
  const amount = typeof step?.constant === 'bigint' ? Number(step.constant) : Number.NaN;
  const months = step?.type.kind === 'interval year to month' ? amount : undefined;
  const count = months ?? amount / DAY_MILLIS;
  if (!Number.isInteger(count) || count <= 0)
    throw unsupported(node, 'a sequence of dates by anything but days or months forward');
  const steps =
    months === undefined
      ? `((${to.sql} - ${from.sql}) // ${count})`
      : `(trino.months_between(CAST(${from.sql} AS TIMESTAMP), CAST(${to.sql} AS TIMESTAMP)) // ${count})`;
  const next =
    months === undefined ? `CAST(i * ${count} AS INTEGER)` : `to_months(CAST(i * ${count} AS INTEGER))`;
  const clamped = months === undefined ? 'FALSE' : `day(${from.sql}) > 28`;
  const list = `list_transform(generate_series(0, ${steps}), lambda i: CAST(${from.sql} + ${next} AS DATE))`;
  const refused = `${to.sql} < ${from.sql} OR ${steps} >= ${MAX_LENGTH} OR ${clamped}`;
  return {
    type: DATES,
    sql: `CASE WHEN ${from.sql} IS NULL OR ${to.sql} IS NULL THEN NULL WHEN ${refused} THEN ${fail('INVALID_FUNCTION_ARGUMENT', DATES)} ELSE ${list} END`,
  };
}
