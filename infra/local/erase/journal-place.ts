import { randomBytes } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import {
  concerns,
  type ErasurePlan,
  type IsKept,
  isWhole,
  type Place,
  type Trace,
} from '../../../etl/erase/index.ts';
import { readJournal, removeJournal, rewriteJournal } from '../../../etl/publish/index.ts';
import { JOURNAL_TABLE_NAMES } from '../../../etl/tables/index.ts';
import { revisionOf, type TenantId } from '../../../pipeline/contract/index.ts';
import { filesBelow } from './files.ts';
import { type ParquetReader, tracesOfFiles, withParquet } from './parquet.ts';

/** What stands in the record of the nights instead of a message that named an erased call. */
export const HIDDEN_MESSAGE = 'the message named a call that was erased';

/** Messages of a file that name a call that goes. */
async function messagesOf(reader: ParquetReader, file: string, plan: ErasurePlan): Promise<string[]> {
  const messages = (await reader.distinct(file, 'error_message')) ?? [];
  return messages.filter((message) => concerns(plan, Buffer.from(message)));
}

/**
 * The records of the nights (`etl_runs`), whose messages name ids, and of the checks (`check_runs`), which name no call. Of a
 * whole tenant both go.
 */
export function journalPlace(root: string): Place {
  return {
    name: 'record of the nights and of the checks',
    async find(plan) {
      const { files } = await readJournal({ root }, plan.tenant_id, 'etl_runs');
      const checks = await readJournal({ root }, plan.tenant_id, 'check_runs');
      if (isWhole(plan)) return files.length + checks.files.length;
      if (files.length === 0) return 0;
      return withParquet(async (reader) => {
        let found = 0;
        for (const { path } of files) found += (await messagesOf(reader, join(root, path), plan)).length;
        return found;
      });
    },
    async erase(plan) {
      if (isWhole(plan)) return removeJournals(root, plan.tenant_id);
      const snapshot = revisionOf(new Date(), randomBytes(4).toString('hex'));
      return withParquet((reader) =>
        rewriteJournal({ root }, plan.tenant_id, (file, to) => hide(reader, plan, file, to), snapshot),
      );
    },
    traces: (tenantId, isKept) => tracesOfJournal(root, tenantId, isKept),
  };
}

async function removeJournals(root: string, tenantId: TenantId): Promise<number> {
  let removed = 0;
  for (const table of JOURNAL_TABLE_NAMES) removed += await removeJournal({ root }, tenantId, table);
  return removed;
}

async function hide(reader: ParquetReader, plan: ErasurePlan, file: string, to: string): Promise<boolean> {
  const messages = await messagesOf(reader, file, plan);
  if (messages.length === 0) return false;
  await mkdir(dirname(to), { recursive: true });
  await reader.replace(
    file,
    to,
    'error_message',
    new Map(messages.map((message) => [message, HIDDEN_MESSAGE])),
  );
  return true;
}

async function* tracesOfJournal(root: string, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  const paths: string[] = [];
  for (const table of JOURNAL_TABLE_NAMES) {
    const files = await filesBelow(join(root, 'curated', table, `tenant_id=${tenantId}`));
    for (const { path } of files) paths.push(path.toString());
  }
  if (paths.length > 0) yield* tracesOfFiles(root, paths, isKept);
}
