import type { Syntax } from '../parser.ts';
import { isOrderable, isScalar, printType } from '../types/type.ts';
import { type Context, refuse, type Typed, unsupported } from './context.ts';
import { notNan } from './predicates.ts';

/** ORDER BY keys as DuckDB SQL, with Trino's default of NULLs last in both directions. */
export function orderBy(items: readonly Syntax[], context: Context): string {
  return items
    .map((item) => sortKey(item, ordered(sortable(sortExpression(item), context), item), item))
    .join(', ');
}

/** The expression of a sort item. */
export function sortExpression(item: Syntax): Syntax {
  const [expression] = item.nodes;
  if (!expression) throw unsupported(item, 'this ORDER BY');
  return expression;
}

/** One key with its direction. */
export function sortKey(item: Syntax, key: Typed | string, node: Syntax): string {
  const sql = typeof key === 'string' ? key : key.sql;
  if (typeof key !== 'string') checkSortable(key, node);
  const direction = item.tokens.includes('DESC') ? 'DESC' : 'ASC';
  return `${sql} ${direction} NULLS ${item.tokens.includes('FIRST') ? 'FIRST' : 'LAST'}`;
}

const sortable = (node: Syntax, context: Context): Typed => context.statement.analyse(node, context);

/** Trino puts NaN last where NULLs come first and the order is descending, and otherwise above all numbers. */
export const ordered = (key: Typed, item: Syntax): Typed =>
  key.type.kind === 'timestamp with time zone'
    ? { ...key, sql: `(${key.sql}).t` }
    : item.tokens.includes('FIRST')
      ? notNan(key)
      : key;

/** Refuses to order by values that Trino cannot order or whose order is not proven. */
export function checkSortable({ type }: Typed, node: Syntax): void {
  if (!isOrderable(type)) throw refuse(node, 'type_mismatch', `${printType(type)} cannot be ordered`);
  if (!isScalar(type) && type.kind !== 'timestamp with time zone')
    throw unsupported(node, `ordering by ${printType(type)}`);
}
