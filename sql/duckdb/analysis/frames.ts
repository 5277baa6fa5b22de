import type { Syntax } from '../parser.ts';
import { coerces } from '../types/coercion.ts';
import { BIGINT, isInteger, printType } from '../types/type.ts';
import { type Context, coerce, fail, mismatch, refuse, type Typed, unsupported } from './context.ts';
import { sortExpression } from './sorting.ts';

/** More rows than this no frame has. */
const MOST_ROWS = 1_000_000_000;

/** Whether a frame is RANGE with a distance from the row's own key. */
function holdsDistance(frame: Syntax): boolean {
  const [extent] = frame.nodes;
  return extent?.tokens[0] === 'RANGE' && extent.nodes.some(({ kind }) => kind === 'BoundedFrame');
}

/** The one key of a frame with distances. */
function keyOf(sort: readonly Syntax[], frame: Syntax, context: Context): Typed {
  const [item, ...rest] = sort;
  if (!item || rest.length > 0)
    throw refuse(frame, 'invalid_order_by', 'RANGE with a distance needs one ORDER BY');
  const key = context.statement.analyse(sortExpression(item), context);
  if (!isInteger(key.type))
    throw unsupported(
      frame,
      `RANGE with a distance over ${printType(key.type)}`,
      'Use ROWS or GROUPS, or a whole number.',
    );
  return key;
}

/** The frame of a window. */
export function frameText(node: Syntax, sort: readonly Syntax[], context: Context): string {
  const [extent] = node.nodes;
  if (!extent || node.nodes.length > 1) throw unsupported(node, 'row pattern recognition');
  const kind = extent.tokens[0] ?? '';
  const sorted = sort.length > 0;
  if (kind === 'GROUPS' && !sorted) throw refuse(node, 'missing_order_by', 'a GROUPS frame needs ORDER BY');
  const key = holdsDistance(node) ? keyOf(sort, node, context) : null;
  const [start = '', end = 'CURRENT ROW'] = extent.nodes.map((bound) => boundText(bound, key, context));
  return `${kind} BETWEEN ${start} AND ${end}`;
}

function boundText(bound: Syntax, key: Typed | null, context: Context): string {
  const direction = bound.tokens.at(-1);
  if (bound.kind === 'UnboundedFrame') return `UNBOUNDED ${direction}`;
  if (bound.kind === 'CurrentRowBound') return 'CURRENT ROW';
  const [count] = bound.nodes;
  if (!count) throw unsupported(bound, 'this frame bound', 'Use a whole number, UNBOUNDED or CURRENT ROW.');
  return `${distance(count, key, context)} ${direction}`;
}

/** A distance: a whole number that is neither NULL nor negative. */
function distance(node: Syntax, key: Typed | null, context: Context): string {
  const value = context.statement.analyse(node, context);
  const whole = isInteger(value.type) || (value.type.kind === 'decimal' && value.type.scale === 0);
  if (!whole) throw mismatch(node, `a distance must be a whole number, not ${printType(value.type)}`);
  if (key && !coerces(value.type, key.type))
    throw unsupported(
      node,
      `a distance of ${printType(value.type)} from ${printType(key.type)}`,
      'Cast the key.',
    );
  // Beyond the range of the key's type both engines fail.
  const size = key
    ? coerce(value, key.type, node).sql
    : `CAST(least(CAST(${value.sql} AS HUGEINT), ${MOST_ROWS}) AS BIGINT)`;
  if (typeof value.constant === 'bigint' && value.constant >= 0n) return size;
  const refused = fail('INVALID_FUNCTION_ARGUMENT', key?.type ?? BIGINT);
  return `CASE WHEN ${value.sql} IS NULL OR ${value.sql} < 0 THEN ${refused} ELSE ${size} END`;
}
