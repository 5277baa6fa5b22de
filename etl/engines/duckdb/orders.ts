import type { PeriodKind } from '../../run/index.ts';
import type { DayRange } from '../../shape/index.ts';
import {
  FACT_TABLES,
  type FactTableName,
  PERIOD_TABLES,
  type PeriodTableName,
  type Table,
} from '../../tables/index.ts';
import { rowOrder } from '../types.ts';
import { ROW_GROUP_ROWS } from './parquet-options.ts';

/**
 * Columns that a period's file of a table is sorted by: its own order, or that of the calls where none prunes anything, since
 * all rows of a day are one row group.
 */
export function sortOf(table: FactTableName, kind: PeriodKind, rows: number): readonly string[] {
  const { sort, byCall } = FACT_TABLES[table];
  return kind === 'day' && rows <= ROW_GROUP_ROWS ? byCall : sort;
}

/** The same for ORDER BY, with the columns that tell rows apart. */
export function orderOf(table: PeriodTableName, sort: readonly string[], days: DayRange | undefined): string {
  const { key }: Table = PERIOD_TABLES[table];
  return rowOrder({ sort, key }, days && days.first === days.last ? 'dt' : undefined);
}
