import type { ChoiceId } from '../datasets/index.ts';

/** How a number is written. Percentages are 0 to 100, shares 0 to 1; both are shown with a percent sign. */
export type NumberFormat = 'integer' | 'percentage' | 'share' | 'duration';

/** A number to show: a field of a one-row dataset, or a share of two of its fields. NULL and a share of 0 show as "–". */
export type Measure =
  | { readonly field: string; readonly format: NumberFormat }
  | { readonly part: string; readonly of: readonly string[]; readonly format: 'share' };

/** What a rise means to the reader: better, worse, or neither. */
export type Direction = 'up_is_good' | 'up_is_bad' | 'neutral';

/** One number, with its change against the previous period of equal length. */
export interface KpiVisual {
  readonly kind: 'kpi';
  readonly dataset: 'call-totals' | 'outcome-totals';
  readonly measure: Measure;
  /** A change of a percentage is in percentage points, of a count in per cent of the previous count. */
  readonly change: Direction;
  /** Numbers written small below. */
  readonly details: readonly { readonly label: string; readonly measure: Measure }[];
  /** Dataset of counts by reason, shown below. */
  readonly reasons?: 'unscored-reasons';
}

/** A line over time, with the number of rows it rests on as bars. */
export interface TrendVisual {
  readonly kind: 'trend';
  readonly dataset: 'score-trend';
  readonly x: string;
  readonly line: { readonly field: string; readonly label: string; readonly format: NumberFormat };
  readonly bars: { readonly field: string; readonly label: string; readonly format: NumberFormat };
}

/** Items by a share of their rows, the highest first. */
export interface RankingVisual {
  readonly kind: 'ranking';
  readonly dataset: 'criterion-outcomes';
  readonly item: string;
  readonly share: Extract<Measure, { readonly part: string }>;
  readonly limit: number;
}

/** A share for each pair of row and column. */
export interface HeatVisual {
  readonly kind: 'heat';
  readonly dataset: 'agent-criterion-outcomes';
  readonly rows: string;
  readonly columns: string;
  readonly share: Extract<Measure, { readonly part: string }>;
  /** Cells that rest on fewer rows than this are shown faint. */
  readonly faintBelow: number;
}

/** Rows as they are, sorted and paged. */
export interface TableVisual {
  readonly kind: 'table';
  readonly dataset: 'calls';
  readonly columns: readonly { readonly field: string; readonly label: string; readonly sortable: boolean }[];
  readonly pageSize: number;
}

/** One visual: `help` says in a sentence what is counted, for a reader who doubts the number. */
export type Visual = { readonly id: string; readonly title: string; readonly help: string } & (
  | KpiVisual
  | TrendVisual
  | RankingVisual
  | HeatVisual
  | TableVisual
);

/** A dashboard as data; the page, and later QuickSight and mail, render it. */
export interface DashboardSpec {
  readonly id: string;
  readonly title: string;
  /** Id of the preset that a reader sees first. */
  readonly firstPeriod: string;
  /** Presets of the period; `days` null: everything there is. */
  readonly periods: readonly { readonly id: string; readonly label: string; readonly days: number | null }[];
  readonly filters: readonly { readonly id: ChoiceId; readonly label: string; readonly plural: string }[];
  readonly visuals: readonly Visual[];
}
