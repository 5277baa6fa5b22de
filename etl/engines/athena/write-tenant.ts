import { type RawCallKey, rawCallKey } from '../../../pipeline/contract/index.ts';
import {
  AGGREGATE_TABLE_NAMES,
  FACT_TABLE_NAMES,
  type FactTableName,
  PERIOD_TABLE_NAMES,
} from '../../tables/index.ts';
import { StatementFailed, type StatementResult, type StatementRunner } from '../statements/index.ts';
import {
  DOCUMENTS,
  type ExternalTable,
  filesOf,
  LINES,
  namedPartition,
  type Partition,
  RAW,
  snapshotPartition,
  WINNERS,
} from './external-tables.ts';
import { statementsOf } from './periods.ts';
import { type RawFolders, readingsOf } from './raw-readings.ts';
import {
  insertAggregates,
  insertFacts,
  missingWinners,
  repeatedCalls,
  rowsDue,
  rowsWritten,
  stageLines,
  stageRaw,
  type TenantRun,
} from './statements.ts';

/** Longest text of a statement that Athena takes, in bytes. */
export const STATEMENT_BYTES = 262_144;

/** A runner and the signal that stops its work. */
export interface Working {
  readonly runner: StatementRunner;
  readonly signal?: AbortSignal;
}

/** A document that the run's list names and that did not become rows. */
export interface MissingWinner {
  readonly call_id: string;
  readonly revision: string;
  /** UTC day, `YYYY-MM-DD`. */
  readonly dt: string;
}

/** Rows of one table and day: what the documents must make, and what lies in the files. */
export interface RowCount {
  readonly table: FactTableName;
  readonly dt: string;
  readonly due: number;
  readonly written: number;
}

/** What a run wrote of a tenant, as counted by queries over documents and over files, independently. */
export interface TenantAccount {
  readonly rows: readonly RowCount[];
  /** Calls that were made from more than one document. */
  readonly repeated: readonly string[];
  /** True when every table and day has as many rows as its documents make, and no call stands twice. */
  readonly balanced: boolean;
}

/** A line of the run's list of winners, for a file below `staging/winners/tenant_id=T/snapshot=S/`; with line end. */
export const winnerLine = (key: RawCallKey): string =>
  `${[rawCallKey(key), key.callId, key.revision, key.dt].join('\u0001')}\n`;

/** Folders below the root that a run uses and that hold copies of documents: to be removed when it is over, whatever came of it. */
export const stagingFolders = ({ tenantId, snapshot }: TenantRun): string[] =>
  [WINNERS, LINES, DOCUMENTS].map((table) => namedPartition(table, tenantId, snapshot).folder);

async function ask({ runner, signal }: Working, sql: string): Promise<StatementResult> {
  const bytes = Buffer.byteLength(sql);
  if (bytes > STATEMENT_BYTES)
    throw new RangeError(`engines: a statement of ${bytes} bytes is longer than Athena takes`);
  return runner.run(sql, signal ? { signal } : {});
}

/** Tells the catalog of partitions; those that it knows already stay as they are. */
export async function addPartitions(
  working: Working,
  { catalog }: TenantRun,
  table: ExternalTable,
  partitions: readonly Partition[],
): Promise<void> {
  for (const sql of catalog.addPartitions(table, partitions))
    try {
      await ask(working, sql);
    } catch (error) {
      if (!(error instanceof StatementFailed) || error.reason !== 'ALREADY_EXISTS') throw error;
    }
}

/**
 * Reads and checks the documents that the run's list names (`staging/winners/…`, see {@link winnerLine}).
 * @returns those that the caller has to read by the long way: to be put as sealed lines below `staging/lines/…`, or into quarantine
 * @throws {StatementFailed}
 */
export async function stageTenant(
  working: Working,
  run: TenantRun,
  raw: RawFolders,
): Promise<MissingWinner[]> {
  const { tenantId, snapshot } = run;
  await addPartitions(
    working,
    run,
    RAW,
    raw.days.map((dt) => namedPartition(RAW, tenantId, dt)),
  );
  for (const table of [WINNERS, DOCUMENTS])
    await addPartitions(working, run, table, [namedPartition(table, tenantId, snapshot)]);
  for (const reading of readingsOf(tenantId, raw)) await ask(working, stageRaw(run, reading));
  const { rows } = await ask(working, missingWinners(run));
  return rows.map(([call_id, revision, dt]) => ({
    call_id: String(call_id),
    revision: String(revision),
    dt: String(dt),
  }));
}

/** Adds the sealed lines below `staging/lines/tenant_id=T/snapshot=S/` to the run's documents. To be called once. */
export async function stageSealedLines(working: Working, run: TenantRun): Promise<void> {
  await addPartitions(working, run, LINES, [namedPartition(LINES, run.tenantId, run.snapshot)]);
  await ask(working, stageLines(run));
}

/**
 * Writes all tables of the given periods from the staged documents, at most a hundred periods a statement.
 * Nothing of it is visible before the pointers name the snapshot.
 * @throws {StatementFailed} the files that were written then are swept, as nothing names them
 */
export async function writeTenant(
  working: Working,
  run: TenantRun,
  periods: readonly string[],
): Promise<TenantAccount> {
  for (const table of PERIOD_TABLE_NAMES)
    await addPartitions(
      working,
      run,
      filesOf(table),
      periods.map((period) => snapshotPartition(table, run.tenantId, period, run.snapshot)),
    );
  for (const some of statementsOf(periods)) {
    for (const table of FACT_TABLE_NAMES) await ask(working, insertFacts(run, table, some));
    for (const table of AGGREGATE_TABLE_NAMES) await ask(working, insertAggregates(run, table, some));
  }
  return account(working, run);
}

/** Counts a run by queries: what its documents must make, and what its files hold. */
async function account(working: Working, run: TenantRun): Promise<TenantAccount> {
  const counts = new Map<string, RowCount>();
  const note = ([table, dt, rows]: readonly unknown[], which: 'due' | 'written') => {
    const key = `${table} ${dt}`;
    const known = counts.get(key) ?? { table: table as FactTableName, dt: String(dt), due: 0, written: 0 };
    counts.set(key, { ...known, [which]: Number(rows) });
  };
  for (const row of (await ask(working, rowsDue(run))).rows) note(row, 'due');
  for (const row of (await ask(working, rowsWritten(run))).rows) note(row, 'written');
  const repeated = (await ask(working, repeatedCalls(run))).rows.map(([callId]) => String(callId));
  const rows = [...counts.values()];
  return {
    rows,
    repeated,
    balanced: repeated.length === 0 && rows.every(({ due, written }) => due === written),
  };
}
