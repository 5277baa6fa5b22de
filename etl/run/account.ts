import type { TenantId } from '../../pipeline/contract/index.ts';
import type { FactTableName } from '../tables/index.ts';

/** Rows by table. */
export type RowCounts = Readonly<Record<FactTableName, number>>;

/** What happened to documents. `documents_in` comes from the listing, the other counts from what was done with each, rows from the written files. */
export interface DocumentCounts {
  readonly documents_in: number;
  readonly landed: number;
  readonly superseded: number;
  readonly quarantined: number;
  readonly rows: RowCounts;
  /** documents_in = landed + superseded + quarantined, the rows in the files are those that were made, and nothing keeps its old data. */
  readonly balanced: boolean;
}

/** The account of one tenant and UTC day: the day of the call for documents of the lake, of arrival for what ingest refused. */
export interface DayAccount extends DocumentCounts {
  readonly tenant_id: TenantId;
  readonly dt: string;
}

/** Why a period, or a whole tenant, kept its old data. */
export interface NightFailure {
  readonly tenant_id: TenantId;
  /** Null when the tenant as a whole could not be processed. */
  readonly period: string | null;
  readonly code: string;
  /** Ids and places only. */
  readonly message: string;
}

/** Documents of a tenant and UTC day that were quarantined for one reason. */
export interface QuarantineCount {
  readonly tenant_id: TenantId;
  readonly dt: string;
  /** Who refused them: ingest, of whose files the night only counts what no night has counted, or the night itself. */
  readonly stage: 'ingest' | 'night';
  readonly code: string;
  readonly documents: number;
}

/** Code of the failure that a night could not be added to `etl_runs`: what it published is visible all the same. */
export const NOT_RECORDED = 'run_not_recorded';

/** What a night read and wrote. */
export interface NightAccount extends DocumentCounts {
  readonly run_id: string;
  readonly started_at: string;
  readonly finished_at: string;
  /** By tenant and day; only days of which something was read, written or counted. */
  readonly days: readonly DayAccount[];
  /** Why documents were quarantined. */
  readonly reasons: readonly QuarantineCount[];
  /** Periods that readers do not see any more: their documents are gone, or their month has taken their place. */
  readonly retired: readonly { readonly tenant_id: TenantId; readonly period: string }[];
  readonly errors: readonly NightFailure[];
}
