import { dirname } from 'node:path';
import {
  type ErasurePlan,
  type IsKept,
  isWhole,
  type Place,
  type QuarantinedObject,
  renamedIn,
  type Trace,
} from '../../../etl/erase/index.ts';
import {
  type QuarantineRecord,
  quarantineRecordSchema,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import type { FolderStore } from '../folder-store.ts';
import type { LocalQuarantine } from '../state/quarantine.ts';
import { type ContentOf, readableOf, readingContent, searchedBytes, tracesOfContent } from './content.ts';
import { removeFiles } from './files.ts';

/** Files of one quarantined object, by how their names end. */
interface KeptObject {
  readonly id: string;
  readonly dt: string;
  readonly record: QuarantineRecord | null;
  /** Keys of content, sidecar and record. */
  readonly keys: readonly string[];
}

const prefixOf = (tenantId: TenantId): string => `quarantine/tenant_id=${tenantId}/`;

/** `quarantine/tenant_id=T/dt=D/<id>.…`: an id has no dot. */
const partsOf = (key: string): { readonly id: string; readonly dt: string } => {
  const [, , day = '', name = ''] = key.split('/');
  return { id: name.split('.')[0] ?? name, dt: day.replace(/^dt=/, '') };
};

async function keptObjects(store: FolderStore, tenantId: TenantId): Promise<KeptObject[]> {
  const byStem = new Map<string, string[]>();
  for await (const key of store.list(prefixOf(tenantId))) {
    const stem = `${dirname(key)}/${partsOf(key).id}`;
    byStem.set(stem, [...(byStem.get(stem) ?? []), key]);
  }
  const objects: KeptObject[] = [];
  for (const [stem, keys] of byStem)
    objects.push({ ...partsOf(`${stem}.json`), keys, record: await recordOf(store, keys) });
  return objects;
}

async function recordOf(store: FolderStore, keys: readonly string[]): Promise<QuarantineRecord | null> {
  const key = keys.find((name) => name.endsWith('.json'));
  if (key === undefined) return null;
  try {
    return quarantineRecordSchema.parse(JSON.parse(Buffer.from(await store.get(key)).toString()));
  } catch {
    // A damaged record says nothing; its bytes are searched like the others.
    return null;
  }
}

const textsOf = (record: QuarantineRecord | null): string[] =>
  record === null ? [] : [record.path, record.reason, record.where ?? ''];

/** A tenant's quarantined objects: those with files, and those of which only the register knows. */
export function quarantinedObjects(
  store: FolderStore,
  register: LocalQuarantine,
  tenantId: TenantId,
): AsyncGenerator<QuarantinedObject> {
  return readingContent(async function* (contentOf) {
    const seen = new Set<string>();
    for (const { id, dt, record, keys } of await keptObjects(store, tenantId)) {
      seen.add(id);
      const read = record === null ? keys : keys.filter((key) => !key.endsWith('.json'));
      const contents = () => contentsIn(contentOf, store, read);
      yield { ...described(id, dt, record), ...renamedIn(record, () => keptBytes(store, record)), contents };
    }
    for (const record of register.entries(tenantId))
      if (!seen.has(record.quarantine_id))
        yield {
          ...described(record.quarantine_id, record.dt, record),
          ...renamedIn(record, () => keptBytes(store, record)),
          contents: async function* () {},
        };
  });
}

const keptBytes = async (store: FolderStore, record: QuarantineRecord | null): Promise<Uint8Array | null> =>
  record !== null && (await store.has(record.key)) ? store.get(record.key) : null;

/** What can be read of some objects. What is damaged lies here for that, and is no finding. */
async function* contentsIn(
  contentOf: ContentOf,
  store: FolderStore,
  keys: readonly string[],
): AsyncGenerator<Uint8Array> {
  for (const key of keys)
    for await (const content of readableOf(contentOf, store.pathOf(key))) yield searchedBytes(content);
}

const described = (quarantine_id: string, dt: string, record: QuarantineRecord | null) => ({
  quarantine_id,
  dt,
  texts: textsOf(record),
  path: record?.path ?? null,
  content_sha256: record?.content_sha256 ?? null,
});

/** What could not be used: bytes, sidecar and record. */
export function quarantinePlace(store: FolderStore): Place {
  const keysOf = async (plan: ErasurePlan): Promise<string[]> =>
    (await keptObjects(store, plan.tenant_id))
      .filter(({ id }) => isWhole(plan) || plan.quarantined.has(id))
      .flatMap(({ keys }) => keys);
  return {
    name: 'quarantine',
    find: async (plan) => (await keysOf(plan)).length,
    erase: async (plan) => removeFiles((await keysOf(plan)).map((key) => store.pathOf(key))),
    traces: (tenantId, isKept) => tracesOfQuarantine(store, tenantId, isKept),
  };
}

function tracesOfQuarantine(store: FolderStore, tenantId: TenantId, isKept: IsKept): AsyncGenerator<Trace> {
  return readingContent(async function* (contentOf) {
    for await (const key of store.list(prefixOf(tenantId)))
      for await (const content of readableOf(contentOf, store.pathOf(key)))
        yield* tracesOfContent(key, content, isKept);
  });
}
