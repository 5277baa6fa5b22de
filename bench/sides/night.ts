import { duckdbEngine, type NightPorts, type RawDocuments, runNight } from '../../etl/index.ts';
import { FolderStore } from '../../infra/local/folder-store.ts';
import { rawCallPrefix } from '../../pipeline/contract/index.ts';
import { TIME_ZONE } from '../corpus.ts';
import type { Task } from '../side.ts';

/** Folders of documents as the night sees them: those of all together. No key is in two of them. */
export function rawFiles(...folders: readonly string[]): RawDocuments {
  const [first, ...others] = folders.map((folder) => new FolderStore(folder));
  if (first === undefined) throw new RangeError('bench: no folder of documents');
  // Of the first and largest nothing is noted: the product lists one store, and has no such index to fill.
  const storeOf = new Map<string, FolderStore>();
  const where = (key: string): FolderStore => storeOf.get(key) ?? first;
  return {
    async *list(tenantId, stamps) {
      yield* first.folders(rawCallPrefix(tenantId), stamps);
      for (const store of others)
        for await (const listed of store.folders(rawCallPrefix(tenantId))) {
          for (const name of listed.names) storeOf.set(`${listed.folder}/${name}`, store);
          yield listed;
        }
    },
    // The product's one store would show the folders of the others as well.
    async beside(tenantId, stamps) {
      const prefix = rawCallPrefix(tenantId);
      const listed = await first.beside(prefix, stamps);
      if (listed === null) return null;
      for (const store of others)
        for (const folder of (await store.beside(prefix, new Map())) ?? []) {
          for (const name of folder.names) storeOf.set(`${folder.folder}/${name}`, store);
          listed.push(folder);
        }
      return listed;
    },
    read: (key) => where(key).get(key),
    pathOf: (key) => where(key).pathOf(key),
  };
}

/** What ingest never refused: these documents are all whole, and a night that quarantines one has failed. */
const quarantine: NightPorts['quarantine'] = {
  put: async ({ code }) => {
    throw new Error(`bench: a document was quarantined: ${code}`);
  },
  pending: async () => [],
  markCounted: async () => undefined,
};

/**
 * The product's own night over a folder: plan, read, check, shape, sort, write, account, publish.
 * @param at when the night runs, ISO 8601; decides which month is the running one
 * @throws when the account does not add up
 */
export async function night(
  raw: RawDocuments,
  { tenantDays, out: root }: Pick<Task, 'tenantDays' | 'out'>,
  at: string,
): Promise<void> {
  const tenants = new Set(tenantDays.map(({ tenantId }) => tenantId));
  const account = await runNight(
    { raw, curated: { root }, quarantine, engine: duckdbEngine() },
    {
      tenants: [...tenants].map((tenant_id) => ({ tenant_id, time_zone: TIME_ZONE })),
      now: () => new Date(at),
    },
  );
  if (!account.balanced || account.errors.length > 0)
    throw new Error(`bench: the night failed: ${JSON.stringify(account.errors)}`);
}

/** The night after the last day. */
export const AFTER_THE_LAST_DAY = '2026-10-05T02:00:00Z';
/** The night after the day that only some tenants have. */
export const AFTER_THE_NEW_DAY = '2026-10-06T02:00:00Z';
/** When the month is closed, so that each tenant has one file a table. */
export const IN_THE_NEXT_MONTH = '2026-11-02T02:00:00Z';
