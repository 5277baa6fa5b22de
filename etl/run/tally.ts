import { FACT_TABLE_NAMES, type FactTableName } from '../tables/index.ts';
import type { RowCounts } from './account.ts';

/** What is counted by day. */
export interface DayTally {
  readonly dt: string;
  readonly documents_in: number;
  readonly landed: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly rows: RowCounts;
}

type Fate = 'documents_in' | 'landed' | 'superseded' | 'quarantined';
type Counting = { -readonly [K in Fate]: number } & {
  readonly dt: string;
  readonly rows: Record<FactTableName, number>;
};

/** No rows in any table. */
export const noRows = (): Record<FactTableName, number> =>
  Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, 0])) as Record<FactTableName, number>;

/** Whether each document is accounted for exactly once. */
export const addsUp = (counts: Omit<DayTally, 'dt' | 'rows'>): boolean =>
  counts.documents_in === counts.landed + counts.superseded + counts.quarantined;

/** Counts documents and rows by UTC day. */
export class Tally {
  readonly #days = new Map<string, Counting>();

  #day(dt: string): Counting {
    const known = this.#days.get(dt);
    if (known) return known;
    const day = { dt, documents_in: 0, landed: 0, superseded: 0, quarantined: 0, rows: noRows() };
    this.#days.set(dt, day);
    return day;
  }

  count(dt: string, fate: Fate): void {
    this.#day(dt)[fate] += 1;
  }

  countRows(dt: string, table: FactTableName, rows: number): void {
    this.#day(dt).rows[table] += rows;
  }

  /** By day. */
  days(): readonly DayTally[] {
    return [...this.#days.values()].sort((a, b) => (a.dt < b.dt ? -1 : 1));
  }
}
