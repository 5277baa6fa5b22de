import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import {
  callOf,
  concerns,
  documentOf,
  type ErasurePlan,
  type IsKept,
  isNamed,
  isWhole,
  type NamedDocument,
  nameOf,
  type Place,
  sha256,
  type Trace,
  tracesIn,
} from '../../../etl/erase/index.ts';
import { rawCallPrefix, type TenantId } from '../../../pipeline/contract/index.ts';
import type { FolderStore } from '../folder-store.ts';
import {
  type ContentOf,
  readableOf,
  readingContent,
  searchedBytes,
  tracesOfContent,
  withContent,
} from './content.ts';
import { removeFiles } from './files.ts';

/** Everything below a tenant's raw prefix, by what its name says. */
export async function* rawDocuments(store: FolderStore, tenantId: TenantId): AsyncGenerator<NamedDocument> {
  for await (const key of store.list(rawCallPrefix(tenantId))) yield { key, call: callOf(key) };
}

/** The raw call documents, all revisions. */
export function rawPlace(store: FolderStore): Place {
  return {
    name: 'raw documents',
    find: async (plan) => (await keysOf(store, plan)).length,
    erase: async (plan) => removeFiles((await keysOf(store, plan)).map((key) => store.pathOf(key))),
    traces: (tenantId, isKept) => tracesOfRaw(store, tenantId, isKept),
  };
}

async function keysOf(store: FolderStore, plan: ErasurePlan): Promise<string[]> {
  const keys: string[] = [];
  for await (const { key, call } of rawDocuments(store, plan.tenant_id))
    if (isWhole(plan) || (call ? isNamed(plan.calls, call) : await isOfThem(store, plan, key)))
      keys.push(key);
  return keys;
}

/** Whether an object whose name is none of a call document is of a call that goes, by its name or what is in it. */
async function isOfThem(store: FolderStore, plan: ErasurePlan, key: string): Promise<boolean> {
  if (concerns(plan, Buffer.from(key)) || plan.contents.has(await hashOf(store, key))) return true;
  return withContent(async (contentOf) => {
    for await (const content of readableOf(contentOf, store.pathOf(key)))
      if (concerns(plan, searchedBytes(content))) return true;
    return false;
  });
}

/** SHA-256 (hex) of an object of any size. */
async function hashOf(store: FolderStore, key: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(store.pathOf(key))) hash.update(chunk);
  return hash.digest('hex');
}

function tracesOfRaw(store: FolderStore, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  return readingContent(async function* (contentOf) {
    for await (const { key, call } of rawDocuments(store, tenantId)) {
      if (call === null) {
        yield { kind: 'content', value: await hashOf(store, key), file: key };
        yield* tracesOfForeign(contentOf, store, key, isKept);
        continue;
      }
      const bytes = await store.get(key);
      yield { kind: 'content', value: sha256(bytes), file: key };
      const document = documentOf(key, bytes);
      if (!document) {
        yield* tracesOfForeign(contentOf, store, key, isKept);
        continue;
      }
      yield { kind: 'call', value: document.call_id, file: key };
      yield { kind: 'call', value: nameOf(document.call_id, document.revision), file: key };
      yield { kind: 'content', value: document.source.content_sha256, file: key };
      yield* tracesIn(document.source.uri ?? '', isKept, key);
    }
  });
}

/** What an object gives away that is no call document. A night quarantines what is damaged, so that is no finding. */
async function* tracesOfForeign(
  contentOf: ContentOf,
  store: FolderStore,
  key: string,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  yield* tracesIn(key, isKept, key);
  for await (const content of readableOf(contentOf, store.pathOf(key)))
    yield* tracesOfContent(key, content, isKept);
}
