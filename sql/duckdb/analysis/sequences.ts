import { nativeSql } from '../native/native.ts';
import type { Position } from '../parser.ts';
import { commonType } from '../types/coercion.ts';
import { array, isInterval, printType, type Type } from '../types/type.ts';
import { coerce, mismatch, type Typed, unsupported } from './context.ts';
import { ofMillis } from './interval-literals.ts';

const DAY_MILLIS = 86_400_000n;

/** How the documentation writes it. */
export const TIME_SEQUENCE = 'sequence(time, time, interval) -> array(time)';

/** `sequence(time, time, interval)`: days, months or hours apart, both ends included; dates without an interval are a day apart. */
export function timeSequence(values: readonly Typed[], node: Position): Typed {
  const [from, to, step] = values;
  const type = from && to && commonType(from.type, to.type);
  if (!type || values.length > 3) throw mismatch(node, 'a sequence of times needs two times and an interval');
  if (type.kind !== 'date' && type.kind !== 'timestamp')
    throw unsupported(node, `a sequence of ${printType(type)}`, 'Cast the ends to timestamp.');
  const interval = step ?? (type.kind === 'date' ? ofMillis(DAY_MILLIS) : null);
  if (!interval || !isInterval(interval.type)) throw mismatch(node, 'a sequence of times needs an interval');
  const result: Type = array(type);
  const name = step ? 'sequence of times' : 'sequence of days';
  const args = [coerce(from, type, node).sql, coerce(to, type, node).sql, interval.sql];
  return { type: result, sql: nativeSql(name, [type, type, interval.type], result, args) };
}
