import { dirname, join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { JOURNAL_TABLES, JournalTableName, RowOf } from '../tables/index.ts';
import { type Fence, makeFolder, sealFile } from './durable.ts';
import { curatedFile } from './paths.ts';
import type { JournalFile, RunJournal } from './run-journal-pointer.ts';
import { readJournal, replaceJournal } from './run-journal-store.ts';
import { isInGrace, removeOthers } from './sweep.ts';

/** Files of one month that a reader opens at most: the next night gathers them into one. */
export const JOURNAL_FILES_A_MONTH = 31;

/** Writes Parquet of the journal: rows, and those of earlier files (absolute paths), to a new file; says how many it holds. */
export type WriteRuns<T extends JournalTableName> = (
  rows: readonly RowOf<(typeof JOURNAL_TABLES)[T]>[],
  file: string,
  earlier: readonly string[],
) => Promise<{ readonly rows: number }>;

/** What a night adds to a tenant's journal. */
export interface JournalEntry<T extends JournalTableName> {
  readonly table: T;
  readonly tenantId: TenantId;
  readonly runId: string;
  /** Of this night, and of an earlier one that left none. */
  readonly rows: readonly RowOf<(typeof JOURNAL_TABLES)[T]>[];
  /** The night that published what readers see, or what was checked in full; null before the first. */
  readonly published: string | null;
  /** When the night, or the check, is done with the tenant. */
  readonly now: Date;
  /** Of the night. */
  readonly lease?: Fence;
}

/**
 * Adds a night's rows to the journal of its tenant: in a new file, which takes up those of its month when they are too many.
 * What was replaced longer than the grace ago, or never named, is removed. To be called by the holder of the lease only.
 * @throws {JournalRefused} when the journal is damaged
 */
export async function appendToJournal<T extends JournalTableName>(
  curated: { readonly root: string },
  write: WriteRuns<T>,
  entry: JournalEntry<T>,
): Promise<void> {
  const before = await readJournal(curated, entry.tenantId, entry.table);
  const retired = before.retired.filter((file) => isInGrace(file, entry.now));
  await sweepJournal(curated.root, { ...before, retired }, entry);
  const period = entry.now.toISOString().slice(0, 7);
  const ofMonth = before.files.filter((file) => file.period === period);
  const gathered = ofMonth.length >= JOURNAL_FILES_A_MONTH ? ofMonth : [];
  const added = await newFile({ root: curated.root, period, write, entry, gathered });
  const retired_at = entry.now.toISOString();
  const next = {
    ...before,
    entries: before.entries + 1,
    published: entry.published,
    files: [...before.files.filter((file) => !gathered.includes(file)), added],
    retired: [...retired, ...gathered.map(({ path }) => ({ path, retired_at }))],
  };
  await replaceJournal(curated, next, entry.table, entry.lease);
}

async function sweepJournal(
  root: string,
  { tenant_id, files, retired }: RunJournal,
  { table, runId: until }: { readonly table: JournalTableName; readonly runId: string },
): Promise<void> {
  const keep = new Set([...files, ...retired].map(({ path }) => join(root, path)));
  await removeOthers({ root, table, tenantId: tenant_id, keep, until });
}

interface NewFile<T extends JournalTableName> {
  readonly root: string;
  readonly period: string;
  readonly write: WriteRuns<T>;
  readonly entry: JournalEntry<T>;
  readonly gathered: readonly JournalFile[];
}

async function newFile<T extends JournalTableName>({
  root,
  period,
  write,
  entry,
  gathered,
}: NewFile<T>): Promise<JournalFile> {
  const { table, tenantId, runId, rows } = entry;
  const path = curatedFile({ table, tenantId, period, snapshot: runId });
  const file = join(root, path);
  await makeFolder(dirname(file));
  const written = await write(
    rows,
    file,
    gathered.map((earlier) => join(root, earlier.path)),
  );
  return { period, path, rows: written.rows, ...(await sealFile(file)) };
}
