import type { Table } from '../../etl/tables/index.ts';

type Row = Readonly<Record<string, unknown>>;

/** Texts go by their bytes, as in Parquet's statistics. */
const compareValues = (a: unknown, b: unknown): number => {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
  return Number(a) - Number(b);
};

/** Rows in the order that a table promises: its sort columns, then its key; NULL last. */
export function inFileOrder<R extends Row>({ sort, key }: Table, rows: readonly R[]): R[] {
  return rows.toSorted((a, b) => {
    for (const name of [...sort, ...key]) {
      const order = compareValues(a[name] ?? null, b[name] ?? null);
      if (order !== 0) return order;
    }
    return 0;
  });
}
