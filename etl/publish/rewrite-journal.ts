import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { JournalTableName } from '../tables/index.ts';
import { sealFile } from './durable.ts';
import { curatedFile } from './paths.ts';
import type { JournalFile } from './run-journal-pointer.ts';
import { journalFile, readJournal, replaceJournal } from './run-journal-store.ts';
import { removeOthers } from './sweep.ts';

/** Writes a journal file anew at the second path (both absolute, its folder is not there) without what must go; false, and nothing written, when nothing in it must. */
export type RewriteRuns = (file: string, to: string) => Promise<boolean>;

type Curated = { readonly root: string };

/** Rewrites the files of a tenant's record of the nights one by one and removes those that it replaces at once. For the holder of the lease only. */
export async function rewriteJournal(
  curated: Curated,
  tenantId: TenantId,
  rewrite: RewriteRuns,
  snapshot: string,
): Promise<number> {
  const { root } = curated;
  const before = await readJournal(curated, tenantId, 'etl_runs');
  const files: JournalFile[] = [];
  let rewritten = 0;
  for (const [position, file] of before.files.entries()) {
    const to = curatedFile({
      table: 'etl_runs',
      tenantId,
      period: file.period,
      snapshot: `${snapshot}.${position}`,
    });
    const isChanged = await rewrite(join(root, file.path), join(root, to));
    if (isChanged) rewritten += 1;
    files.push(isChanged ? { ...file, path: to, ...(await sealFile(join(root, to))) } : file);
  }
  if (rewritten > 0)
    await replaceJournal(curated, { ...before, entries: before.entries + 1, files, retired: [] }, 'etl_runs');
  const keep = new Set(files.map(({ path }) => join(root, path)));
  if (before.files.length > 0) await removeOthers({ root, table: 'etl_runs', tenantId, keep });
  return rewritten;
}

/** Removes a journal of a tenant: the pointer first, so that no reader finds a file gone. */
export async function removeJournal(
  { root }: Curated,
  tenantId: TenantId,
  table: JournalTableName,
): Promise<number> {
  await rm(journalFile(root, tenantId, table), { force: true });
  return removeOthers({ root, table, tenantId, keep: new Set() });
}
