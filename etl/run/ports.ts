import type { QuarantineRecord, TenantId } from '../../pipeline/contract/index.ts';
import type { RowOf, TABLES, TableName } from '../tables/index.ts';

/** Where the raw call documents lie. Keys are whole: `raw/calls/tenant_id=T/…`. */
export interface RawDocuments {
  /** Every key under the tenant's raw prefix, in any order, keys that nobody can parse included. */
  list(tenantId: TenantId): AsyncIterable<string>;
  /** The bytes of a listed key; rejects when they cannot be had. */
  read(key: string): Promise<Uint8Array>;
}

/** The folder that holds `curated/`. */
export interface CuratedFolder {
  /** Absolute path; `curated/…` begins below it. */
  readonly root: string;
}

/** Something that ingest quarantined and no night has counted yet, or that was offered again since one did. */
export interface PendingQuarantine {
  readonly quarantine_id: string;
  /** UTC day of arrival. */
  readonly dt: string;
}

/** Keeps what could not be used, and knows what has been counted. */
export interface Quarantine {
  /** Keeps the bytes and the record under the record's keys. Doing it again with the same id changes nothing. */
  put(record: QuarantineRecord, bytes: Uint8Array): Promise<void>;
  /** What was quarantined at stage `ingest` and is not marked as counted since. */
  pending(tenantId: TenantId): Promise<readonly PendingQuarantine[]>;
  /** Marks a tenant's as counted by that run; ids that are marked already stay as they are. Tenants may share ids. */
  markCounted(tenantId: TenantId, runId: string, quarantineIds: readonly string[]): Promise<void>;
}

/** Rows of one table. */
export type TableRow<T extends TableName = TableName> = RowOf<(typeof TABLES)[T]>;

/** What a written file turned out to hold, read back from its footer. */
export interface WrittenFile {
  readonly rows: number;
  readonly bytes: number;
}

/** Collects the rows of one period and writes each table into one sorted file. */
export interface PeriodWriter {
  append<T extends TableName>(table: T, rows: readonly TableRow<T>[]): Promise<void>;
  /** Writes the table's rows, sorted, to a new file at this absolute path and reads its footer back. */
  write(table: TableName, file: string): Promise<WrittenFile>;
  close(): Promise<void>;
}

/** Writes Parquet. One session a night. */
export interface Engine {
  /** @param spillFolder absolute path of an existing empty folder for what does not fit into memory */
  open(spillFolder: string): Promise<EngineSession>;
}

/** An engine at work; one period at a time. */
export interface EngineSession {
  begin(): Promise<PeriodWriter>;
  close(): Promise<void>;
}

/** Everything that a night needs from the outside. */
export interface NightPorts {
  readonly raw: RawDocuments;
  readonly curated: CuratedFolder;
  readonly quarantine: Quarantine;
  readonly engine: Engine;
}

/** What a night needs to know of a tenant. */
export interface NightTenant {
  readonly tenant_id: TenantId;
  /** IANA name. */
  readonly time_zone: string;
}

/** How far a night is with one tenant. */
export interface NightProgress {
  readonly tenant_id: TenantId;
  readonly period: string;
  /** Documents that the period is made from. */
  readonly documents: number;
  /** Position of the period among those to write, from 1, and how many there are. */
  readonly position: number;
  readonly of: number;
}

/** What a night is asked to do. */
export interface NightOptions {
  readonly tenants: readonly NightTenant[];
  /** Rewrites every period that contains a day from this one on (`YYYY-MM-DD`, UTC), changed or not. */
  readonly since?: string;
  /** Told before each period is written. */
  readonly onPeriod?: (progress: NightProgress) => void;
  /** The clock. Its first answer decides which month is the running one. */
  readonly now: () => Date;
}
