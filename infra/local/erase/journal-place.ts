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

/** The record of the nights (`etl_runs`): its messages name ids. Of a whole tenant all of it goes. */
export function journalPlace(root: string): Place {
  return {
    name: 'record of the nights',
    async find(plan) {
      const { files } = await readJournal({ root }, plan.tenant_id);
      if (isWhole(plan) || files.length === 0) return files.length;
      return withParquet(async (reader) => {
        let found = 0;
        for (const { path } of files) found += (await messagesOf(reader, join(root, path), plan)).length;
        return found;
      });
    },
    async erase(plan) {
      if (isWhole(plan)) return removeJournal({ root }, plan.tenant_id);
      const snapshot = revisionOf(new Date(), randomBytes(4).toString('hex'));
      return withParquet((reader) =>
        rewriteJournal({ root }, plan.tenant_id, (file, to) => hide(reader, plan, file, to), snapshot),
      );
    },
    traces: (tenantId, isKept) => tracesOfJournal(root, tenantId, isKept),
  };
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
  const files = await filesBelow(join(root, 'curated/etl_runs', `tenant_id=${tenantId}`));
  if (files.length > 0)
    yield* tracesOfFiles(
      files.map(({ path }) => path),
      isKept,
    );
}
