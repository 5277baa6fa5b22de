import { join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES, type PeriodTableName, type TableName } from '../tables/index.ts';
import { readManifest } from './manifest-store.ts';
import type { RunJournal } from './run-journal-pointer.ts';
import { readJournal } from './run-journal-store.ts';

/** The files that make up a tenant's tables at one version. */
export interface CurrentFiles {
  /** 0 before the first night; counts up with every publication. Nights that published nothing leave it: what is asked of the calls stays the same. */
  readonly version: number;
  /** 0 before the first night; counts up with every night, since each adds to `etl_runs`, and when an erasure rewrites that. */
  readonly nights: number;
  /** 0 before the first check; counts up with every night after which the data was checked. */
  readonly checks: number;
  /** Absolute paths by table, in the order of their periods, late ones last; empty for a table without rows. */
  readonly files: Readonly<Record<TableName, readonly string[]>>;
}

/**
 * Which files a reader opens. They stay where they are for {@link GRACE_MS} after a newer version has replaced them.
 * Resolve once a query: all tables of one answer belong together.
 * @throws {ManifestRefused} when the manifest is damaged
 * @throws {JournalRefused} when the record of the nights or of the checks is
 */
export async function currentFiles(
  { curated }: { readonly curated: { readonly root: string } },
  tenantId: TenantId,
): Promise<CurrentFiles> {
  // The manifest first: a night publishes before it writes its entry, so the record is never behind the data.
  const { version, periods, late } = await readManifest(curated, tenantId);
  const journal = await readJournal(curated, tenantId, 'etl_runs');
  const checks = await readJournal(curated, tenantId, 'check_runs');
  const ordered = Object.entries(periods).sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = [...ordered.map(([, part]) => part), ...(late ? [late] : [])];
  const filesOf = (table: PeriodTableName): string[] =>
    parts.flatMap(({ files }) => (files[table] ? [join(curated.root, files[table].path)] : []));
  const files = Object.fromEntries(PERIOD_TABLE_NAMES.map((table) => [table, filesOf(table)]));
  const pathsOf = (record: RunJournal): string[] => record.files.map(({ path }) => join(curated.root, path));
  return {
    version,
    nights: journal.entries,
    checks: checks.entries,
    files: {
      ...(files as Record<PeriodTableName, string[]>),
      etl_runs: pathsOf(journal),
      check_runs: pathsOf(checks),
    },
  };
}
