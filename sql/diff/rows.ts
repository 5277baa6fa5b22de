import type { QueryResult } from '../query/index.ts';

export type Table = QueryResult;
type Row = readonly unknown[];

/** A row, or a pair of rows of one key, that differs. */
export interface RowExample {
  /** In which result the row is: `both` when it is in both, with other values. */
  readonly in: 'left' | 'right' | 'both';
  readonly key: { readonly [column: string]: unknown };
  /** Of a pair: the columns that differ. */
  readonly values: readonly { readonly column: string; readonly left: unknown; readonly right: unknown }[];
}

/** How the rows of two results differ in the columns that both have. */
export interface RowsDiff {
  readonly left: number;
  readonly right: number;
  readonly onlyLeft: number;
  readonly onlyRight: number;
  readonly different: number;
  /** Keys that stand on more than one row, by result. */
  readonly repeatedKeys: { readonly left: number; readonly right: number };
  /** Pairs of rows that differ in a column; columns without a difference are left out. */
  readonly byColumn: readonly { readonly column: string; readonly rows: number }[];
  readonly examples: readonly RowExample[];
  readonly equal: boolean;
}

/** Significant digits to which doubles must agree: sums of them depend on the order in which an engine adds. */
const DIGITS = 12;

/** A value as text that is the same for values that count as equal. */
const textOf = (value: unknown): string =>
  JSON.stringify(value, (_, item: unknown) =>
    typeof item === 'number' && !Number.isInteger(item)
      ? Number(item.toPrecision(DIGITS))
      : item !== null && typeof item === 'object' && !Array.isArray(item)
        ? Object.fromEntries(Object.entries(item).sort(([a], [b]) => (a < b ? -1 : 1)))
        : item,
  );

/**
 * Compares rows of the same key. Rows of a key that is not unique are paired, equal ones first.
 * @param key columns of both results
 * @param examples how many differing rows are given at most
 */
export function diffRows(left: Table, right: Table, key: readonly string[], examples: number): RowsDiff {
  const [a, b] = [byKey(left, key), byKey(right, key)];
  const shared = left.columns.map(({ name }) => name).filter((name) => position(right, name) >= 0);
  const pairing = newPairing(left, right, shared);
  const counts = { onlyLeft: 0, onlyRight: 0, different: 0 };
  const perColumn = new Map<string, number>();
  const found: RowExample[] = [];
  const note = (example: RowExample): void => {
    if (found.length < examples) found.push(example);
  };
  for (const keyText of new Set([...a.keys(), ...b.keys()])) {
    const { onlyLeft, onlyRight, pairs } = pairing(a.get(keyText) ?? [], b.get(keyText) ?? []);
    counts.onlyLeft += onlyLeft.length;
    counts.onlyRight += onlyRight.length;
    counts.different += pairs.length;
    for (const row of onlyLeft) note({ in: 'left', key: keyOf(left, row, key), values: [] });
    for (const row of onlyRight) note({ in: 'right', key: keyOf(right, row, key), values: [] });
    for (const { row, values } of pairs) {
      for (const { column } of values) perColumn.set(column, (perColumn.get(column) ?? 0) + 1);
      note({ in: 'both', key: keyOf(left, row, key), values });
    }
  }
  return {
    left: left.rows.length,
    right: right.rows.length,
    ...counts,
    repeatedKeys: { left: repeated(a), right: repeated(b) },
    byColumn: [...perColumn].map(([column, rows]) => ({ column, rows })),
    examples: found,
    equal: counts.onlyLeft + counts.onlyRight + counts.different === 0,
  };
}

const position = ({ columns }: Table, name: string): number =>
  columns.findIndex((column) => column.name === name);

function byKey(table: Table, key: readonly string[]): Map<string, Row[]> {
  const at = key.map((name) => position(table, name));
  const rows = new Map<string, Row[]>();
  for (const row of table.rows) {
    const text = textOf(at.map((index) => row[index]));
    const others = rows.get(text);
    if (others) others.push(row);
    else rows.set(text, [row]);
  }
  return rows;
}

const repeated = (rows: ReadonlyMap<string, readonly Row[]>): number =>
  [...rows.values()].filter(({ length }) => length > 1).length;

const keyOf = (table: Table, row: Row, key: readonly string[]): RowExample['key'] =>
  Object.fromEntries(key.map((name) => [name, row[position(table, name)]]));

interface Paired {
  readonly onlyLeft: readonly Row[];
  readonly onlyRight: readonly Row[];
  readonly pairs: readonly { readonly row: Row; readonly values: RowExample['values'] }[];
}

/** Takes the rows of one key apart: equal ones go away, the others make pairs as far as they go. */
function newPairing(left: Table, right: Table, shared: readonly string[]) {
  const columns = shared.map((name) => ({ name, l: position(left, name), r: position(right, name) }));
  const text = (row: Row, side: 'l' | 'r') => textOf(columns.map((column) => row[column[side]]));
  return (rowsLeft: readonly Row[], rowsRight: readonly Row[]): Paired => {
    const remaining = rowsRight.map((row) => ({ row, text: text(row, 'r') }));
    const unequal: Row[] = [];
    for (const row of rowsLeft) {
      const mine = text(row, 'l');
      const same = remaining.findIndex((other) => other.text === mine);
      if (same < 0) unequal.push(row);
      else remaining.splice(same, 1);
    }
    const pairs = unequal.slice(0, remaining.length).map((row, index) => {
      const other = remaining[index]?.row ?? [];
      const values = columns
        .filter(({ l, r }) => textOf(row[l]) !== textOf(other[r]))
        .map(({ name, l, r }) => ({ column: name, left: row[l], right: other[r] }));
      return { row, values };
    });
    return {
      onlyLeft: unequal.slice(pairs.length),
      onlyRight: remaining.slice(pairs.length).map(({ row }) => row),
      pairs,
    };
  };
}
