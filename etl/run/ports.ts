import type { QuarantineRecord, TenantId } from '../../pipeline/contract/index.ts';
import type { LateRule, ListedFolder } from '../plan/index.ts';
import type { DayRange } from '../shape/index.ts';
import type {
  AggregateTableName,
  FactTableName,
  PeriodTableName,
  RowOf,
  TABLES,
  TableName,
} from '../tables/index.ts';

/** Where the raw call documents lie. Keys are whole: `raw/calls/tenant_id=T/…`. */
export interface RawDocuments {
  /**
   * Every object under the tenant's raw prefix, in any order, names that nobody can parse included. A folder may come in parts.
   * @param stamps that folders had when they were listed before, by their keys without the slash at the end
   */
  list(tenantId: TenantId, stamps?: ReadonlyMap<string, string>): AsyncIterable<ListedFolder>;
  /**
   * The folders that a listing would give beside these, when these are all there and still have these stamps; null when not.
   * For a store that can tell without listing.
   * @param stamps by the folders' keys without the slash at the end
   */
  beside?(tenantId: TenantId, stamps: ReadonlyMap<string, string>): Promise<readonly ListedFolder[] | null>;
  /** The bytes of a listed key; rejects when they cannot be had. */
  read(key: string): Promise<Uint8Array>;
  /** The bytes of a listed key from its beginning, part by part, where they need not go into memory at once. */
  readParts?(key: string): AsyncIterable<Uint8Array>;
  /** Absolute path of a listed key, where every document is a file of this machine: a thread of its own reads them then. */
  pathOf?(key: string): string;
  /** The bytes of listed keys, each once and in any order, where reading many at once is cheaper than one by one. */
  readMany?(keys: readonly string[]): AsyncIterable<readonly [key: string, bytes: Uint8Array]>;
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
  /** Code of the error that refused it. */
  readonly code: string;
}

/** Keeps what could not be used, and knows what has been counted. */
export interface Quarantine {
  /** Keeps the bytes, which may come in parts, and the record under the record's keys. Doing it again with the same id changes nothing. */
  put(record: QuarantineRecord, bytes: Uint8Array | AsyncIterable<Uint8Array>): Promise<void>;
  /** What was quarantined at stage `ingest` and is not marked as counted since. */
  pending(tenantId: TenantId): Promise<readonly PendingQuarantine[]>;
  /** Marks a tenant's as counted by that run; ids that are marked already stay as they are. Tenants may share ids. */
  markCounted(tenantId: TenantId, runId: string, quarantineIds: readonly string[]): Promise<void>;
}

/** Rows of one table. */
export type TableRow<T extends TableName = TableName> = RowOf<(typeof TABLES)[T]>;

/** A file that was written. */
export interface WrittenFile {
  readonly rows: number;
}

/** Rows by UTC day. */
export type RowsByDay = Readonly<Record<string, number>>;

/** Bytes above which a line is long: an engine may take all of a file with such a line at once. */
export const LONG_LINE_BYTES = 1 << 20;

/** Bytes that a line file with a long line has at most, unless that is its only one. */
export const LONG_LINES_BYTES = 8 << 20;

/** Sealed documents (pipeline/contract, seal), one a line, UTF-8, each line ended. */
export interface LineFile {
  /** Absolute. */
  readonly path: string;
  readonly documents: number;
  /** Bytes of the whole file. */
  readonly bytes: number;
  /** Bytes of the longest line. */
  readonly longest: number;
}

/** Files of earlier versions whose rows stand again, without those of some calls. */
export interface KeptFiles {
  /** Absolute paths by table; a table without rows has none. */
  readonly files: Readonly<Partial<Record<FactTableName, readonly string[]>>>;
  /** Ids of the calls in them that do not stand any more. */
  readonly exceptCalls: readonly string[];
}

/** A table's file of one period, as it turned out when it was read back. */
export interface WrittenTable extends WrittenFile {
  /** Rows in the file. */
  readonly days: RowsByDay;
}

/** What was written of one period. */
export interface WrittenPeriod {
  /** Rows that each table should have, by day: worked out from the documents and the kept files, not from what was written. */
  readonly made: Readonly<Record<FactTableName, RowsByDay>>;
  /** Tables without rows have no file. */
  readonly tables: Readonly<Partial<Record<PeriodTableName, WrittenTable>>>;
}

/** Collects the documents of one period and writes each table into one sorted file. */
export interface PeriodWriter {
  /** Files may be added at the same time; each may be removed afterwards. */
  add(lines: LineFile): Promise<void>;
  keep(kept: KeptFiles): Promise<void>;
  /**
   * @param fileOf absolute path of a table's new file; its folder exists
   * @param onFactsWritten told when it holds nothing any more of what was added: what is left is made from files
   */
  write(fileOf: (table: PeriodTableName) => string, onFactsWritten?: () => void): Promise<WrittenPeriod>;
  close(): Promise<void>;
}

/** The revisions that rows of `calls` were made from, by call. */
export type CallRevisions = ReadonlyMap<string, string>;

/** A day of the running month, a month that is closed, or late calls of several of them, of which no sums are made. */
export type PeriodKind = 'day' | 'month' | 'late';

/** What sums of a period are made over. Paths are absolute. */
export interface SummedFacts {
  /** Files of facts, which may hold rows of other days too. */
  readonly facts: Readonly<Partial<Record<FactTableName, readonly string[]>>>;
  readonly days: DayRange;
  /** Files of the sums as they are. */
  readonly sums: Readonly<Partial<Record<AggregateTableName, string>>>;
  /** Files of `calls` that came or went since those were made: only sums of their days and agents are other ones. */
  readonly changed: readonly string[];
}

/** Turns sealed documents into Parquet. One session a night. */
export interface Engine {
  /** @param spillFolder absolute path of a folder for what does not fit into memory; it is there and empty before a period begins */
  open(spillFolder: string): Promise<EngineSession>;
}

/** An engine at work; several periods may be under way, each with a writer of its own. */
export interface EngineSession {
  /**
   * @param timeZone IANA name of the tenant's zone
   * @param days on which all calls of the period started, UTC; without them any day may come
   * @param kind files of a month have the order of their table, whatever their size; without it they are meant
   */
  begin(timeZone: string, days?: DayRange, kind?: PeriodKind): Promise<PeriodWriter>;
  /** What files of `calls` were made from. */
  revisions(files: readonly string[]): Promise<CallRevisions>;
  /** Whether files of `calls`, at least one, hold any of these calls. */
  holdAny(files: readonly string[], callIds: readonly string[]): Promise<boolean>;
  /**
   * Writes the sums of a period's days into a sorted file each.
   * @param fileOf absolute path of a table's new file; its folder exists
   * @returns what is in each file; a table without rows may have none
   */
  writeSums(
    facts: SummedFacts,
    fileOf: (table: AggregateTableName) => string,
  ): Promise<Readonly<Partial<Record<AggregateTableName, WrittenFile>>>>;
  /** Writes rows that are ready, with those of earlier files of the table, into a new sorted file; its folder exists. */
  writeRows<T extends TableName>(
    table: T,
    rows: readonly TableRow<T>[],
    file: string,
    earlier: readonly string[],
  ): Promise<WrittenFile>;
  close(): Promise<void>;
}

/** Knows the calls that were erased for good. Their documents stay unread, should somebody put them back. */
export interface ErasedCalls {
  /** Tells a tenant's erased calls by their ids, and revisions that went alone by `<id>.<revision>`; null when none was ever erased. Asked once a night and tenant. */
  callsOf(tenantId: TenantId): ((callId: string) => boolean) | null;
  /** How many a tenant has had; grows with each erasure. */
  count(tenantId: TenantId): number;
}

/** Everything that a night needs from the outside. */
export interface NightPorts {
  readonly raw: RawDocuments;
  readonly curated: CuratedFolder;
  readonly quarantine: Quarantine;
  readonly engine: Engine;
  /** Without it, nothing is taken for erased. */
  readonly erased?: ErasedCalls;
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

export type { LateRule } from '../plan/index.ts';

/** What a night is asked to do. */
export interface NightOptions {
  readonly tenants: readonly NightTenant[];
  /** Rewrites every period that contains a day from this one on (`YYYY-MM-DD`, UTC), changed or not. */
  readonly since?: string;
  /** How many calls may lie apart from their periods; without it {@link LATE_RULE}. */
  readonly late?: LateRule;
  /** Told before each period is written. */
  readonly onPeriod?: (progress: NightProgress) => void;
  /** Told, before a tenant is planned, how many raw objects of erased calls lie in its folder again. */
  readonly onPutBack?: (found: { readonly tenant_id: TenantId; readonly documents: number }) => void;
  /** The clock. Its first answer decides which month is the running one. */
  readonly now: () => Date;
}
