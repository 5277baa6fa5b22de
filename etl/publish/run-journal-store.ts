import { dirname, join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { JournalTableName } from '../tables/index.ts';
import { type Fence, makeFolder, readText, replaceFile } from './durable.ts';
import { JournalRefused } from './errors.ts';
import { MANIFEST_FOLDER } from './paths.ts';
import { READ_ONCE } from './read-once.ts';
import { emptyJournal, journalSchema, type RunJournal } from './run-journal-pointer.ts';

/** Absolute path of the file that names the files of a tenant's journal. */
export const journalFile = (root: string, tenantId: TenantId, table: JournalTableName): string =>
  join(root, MANIFEST_FOLDER, `${table}.tenant_id=${tenantId}.json`);

/**
 * The journal that a tenant's readers see now; without files before the first night.
 * @throws {JournalRefused} when it is damaged, of another version or of another tenant
 */
export async function readJournal(
  curated: { readonly root: string },
  tenantId: TenantId,
  table: JournalTableName,
): Promise<RunJournal> {
  const where = journalFile(curated.root, tenantId, table);
  let text: string;
  try {
    text = await readText(where);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return emptyJournal(tenantId);
    throw error;
  }
  const journal = parse(text, where);
  const paths = [...journal.files, ...journal.retired].map(({ path }) => path);
  const own = `curated/${table}/tenant_id=${tenantId}/`;
  const foreign = paths.some((path) => !path.startsWith(own));
  if (journal.tenant_id === tenantId && !foreign) return journal;
  throw new JournalRefused('publish: a journal names another tenant, or another table', { where });
}

/** Makes a journal the one that readers see. All files that it names must be complete and on disk. */
export async function replaceJournal(
  curated: { readonly root: string },
  next: RunJournal,
  table: JournalTableName,
  lease?: Fence,
): Promise<void> {
  const path = journalFile(curated.root, next.tenant_id, table);
  await makeFolder(dirname(path));
  await replaceFile(path, `${JSON.stringify(journalSchema.parse(next, READ_ONCE))}\n`, lease);
}

function parse(text: string, where: string): RunJournal {
  try {
    return journalSchema.parse(JSON.parse(text), READ_ONCE);
  } catch (cause) {
    throw new JournalRefused('publish: the record of the nights or of the checks cannot be read', {
      where,
      hint: 'Put it back from a backup; moved aside, the record begins anew, and the tables of the calls are not touched.',
      cause,
    });
  }
}
