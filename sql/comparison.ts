import type { QueryResult } from './query/index.ts';

/** How two engines differ about one query. Positions count rows from 1; a row is its values as the protocol writes them. */
export type Difference =
  | { readonly kind: 'columns'; readonly ours: string; readonly theirs: string }
  | { readonly kind: 'row_count'; readonly ours: number; readonly theirs: number }
  | {
      readonly kind: 'row_at';
      readonly position: number;
      readonly ours: readonly unknown[] | null;
      readonly theirs: readonly unknown[] | null;
    }
  /** The same rows in another order: the query's ORDER BY leaves open which comes first, or one engine sorts otherwise. */
  | { readonly kind: 'order'; readonly position: number }
  | { readonly kind: 'only_ours' | 'only_theirs'; readonly row: readonly unknown[]; readonly times: number };

/** Rows that are named of each kind of difference, unless the caller wants more. */
export const MOST_NAMED = 3;

/**
 * What differs between two answers to a query: names and types of columns, number of rows, then rows by position when the
 * query orders them, else as a bag. Doubles are equal when their first twelve digits are, since sums depend on the order.
 */
export function differences(
  sql: string,
  ours: QueryResult,
  theirs: QueryResult,
  most: number = MOST_NAMED,
): Difference[] {
  const found: Difference[] = [];
  const [ourColumns, theirColumns] = [columnsText(ours), columnsText(theirs)];
  if (ourColumns !== theirColumns) found.push({ kind: 'columns', ours: ourColumns, theirs: theirColumns });
  if (ours.rows.length !== theirs.rows.length)
    found.push({ kind: 'row_count', ours: ours.rows.length, theirs: theirs.rows.length });
  const [a, b] = [canonicalRows(ours), canonicalRows(theirs)];
  const bag = [
    ...onlyIn('only_ours', a, b, ours.rows).slice(0, most),
    ...onlyIn('only_theirs', b, a, theirs.rows).slice(0, most),
  ];
  if (!isOrdered(sql)) return [...found, ...bag];
  const places = Array.from({ length: Math.max(a.length, b.length) }, (_, index) => index).filter(
    (index) => a[index] !== b[index],
  );
  const [first] = places;
  if (first !== undefined && bag.length === 0) return [...found, { kind: 'order', position: first + 1 }];
  const rows = places.slice(0, most).map(
    (index): Difference => ({
      kind: 'row_at',
      position: index + 1,
      ours: ours.rows[index] ?? null,
      theirs: theirs.rows[index] ?? null,
    }),
  );
  return [...found, ...rows];
}

const columnsText = ({ columns }: QueryResult): string =>
  columns.map(({ name, type }) => `${name} ${type}`).join(', ');

function onlyIn(
  kind: 'only_ours' | 'only_theirs',
  rows: readonly string[],
  others: readonly string[],
  values: QueryResult['rows'],
): Difference[] {
  const surplus = new Map<string, number>();
  for (const row of rows) surplus.set(row, (surplus.get(row) ?? 0) + 1);
  for (const row of others) surplus.set(row, (surplus.get(row) ?? 0) - 1);
  return [...surplus]
    .filter(([, times]) => times > 0)
    .map(([row, times]) => ({ kind, times, row: values[rows.indexOf(row)] ?? [] }));
}

/** Rows as texts that are equal when two engines mean the same. */
export const canonicalRows = ({
  columns,
  rows,
}: {
  readonly columns: readonly { readonly type: string }[];
  readonly rows: QueryResult['rows'];
}): string[] =>
  rows.map((row) => JSON.stringify(row.map((value, index) => rounded(value, columns[index]?.type ?? ''))));

const DIGITS = 12;

function rounded(value: unknown, type: string): unknown {
  const inner = type.includes('double') ? 'double' : '';
  if (Array.isArray(value)) return value.map((item) => rounded(item, inner));
  if (value !== null && typeof value === 'object')
    return Object.fromEntries(
      Object.entries(value)
        .map(([key, item]) => [key, rounded(item, inner)] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    );
  return typeof value === 'number' && type === 'double' ? Number(value.toPrecision(DIGITS)) + 0 : value;
}

/** Texts, quoted names and comments, in which words mean nothing. */
const MUTE = /'(?:[^']|'')*'|"(?:[^"]|"")*"|--[^\n]*|\/\*[\s\S]*?\*\//g;

/** Whether a query itself, not a part of it in brackets, has an ORDER BY. */
export function isOrdered(sql: string): boolean {
  let depth = 0;
  let outside = '';
  for (const character of sql.replaceAll(MUTE, ' ')) {
    if (character === '(') depth += 1;
    if (depth === 0) outside += character;
    if (character === ')') depth -= 1;
  }
  return /\border\s+by\b/i.test(outside);
}
