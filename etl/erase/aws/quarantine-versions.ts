import {
  type QuarantineRecord,
  quarantineRecordSchema,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import { isWhole } from '../plan.ts';
import type { Place, QuarantinedObject } from '../ports.ts';
import { renamedIn } from '../renamed.ts';
import { type ObjectReader, objectReader } from './object-content.ts';
import { type Bucket, type ObjectVersion, versionsBelow } from './object-versions.ts';
import { versionedPlace } from './versioned-place.ts';

const prefixOf = (tenantId: TenantId): string => `quarantine/tenant_id=${tenantId}/`;

/** `quarantine/tenant_id=T/dt=D/<id>.…`: an id has no dot. */
function partsOf(key: string): { readonly id: string; readonly dt: string } {
  const [, , day = '', name = ''] = key.split('/');
  return { id: name.split('.')[0] ?? name, dt: day.replace(/^dt=/, '') };
}

/** Quarantined objects in S3, all versions. Names there are made of hashes. */
export const quarantineVersions = (bucket: Bucket): Place =>
  versionedPlace(bucket, {
    name: 'quarantine, all versions',
    prefix: prefixOf,
    tells: (plan) => (key) => isWhole(plan) || plan.quarantined.has(partsOf(key).id) || null,
    hidden: { quarantined: (tenantId) => hiddenObjects(bucket, tenantId) },
  });

/** What was taken out of quarantine and is kept as versions. */
async function* hiddenObjects(bucket: Bucket, tenantId: TenantId): AsyncGenerator<QuarantinedObject> {
  const byId = new Map<string, ObjectVersion[]>();
  for await (const version of versionsBelow(bucket, prefixOf(tenantId))) {
    if (version.isLatest && !version.isDeleteMarker) continue;
    const { id } = partsOf(version.key);
    byId.set(id, [...(byId.get(id) ?? []), version]);
  }
  const reader = objectReader(bucket);
  for (const [id, versions] of byId) yield await described(reader, id, versions);
}

async function described(
  reader: ObjectReader,
  quarantine_id: string,
  versions: readonly ObjectVersion[],
): Promise<QuarantinedObject> {
  const record = await recordOf(reader, versions);
  const read = record === null ? versions : versions.filter(({ key }) => !isRecord(key));
  return {
    quarantine_id,
    dt: partsOf(versions[0]?.key ?? '').dt,
    texts: record === null ? [] : [record.path, record.reason, record.where ?? ''],
    path: record?.path ?? null,
    content_sha256: record?.content_sha256 ?? null,
    ...renamedIn(record, () => newestBytes(reader, read)),
    async *contents() {
      for (const version of read)
        for await (const content of reader.contents(version))
          if (content.kind === 'bytes') yield content.bytes;
    },
  };
}

/** The newest kept bytes that can be read. */
async function newestBytes(
  reader: ObjectReader,
  versions: readonly ObjectVersion[],
): Promise<Uint8Array | null> {
  for (const version of versions) {
    const bytes = version.isDeleteMarker ? null : await reader.whole(version);
    if (bytes) return bytes;
  }
  return null;
}

const isRecord = (key: string): boolean => key.endsWith('.json');

/** The newest record that can be read. One that cannot says nothing; its bytes are searched like the others. */
async function recordOf(
  reader: ObjectReader,
  versions: readonly ObjectVersion[],
): Promise<QuarantineRecord | null> {
  for (const version of versions.filter(({ key, isDeleteMarker }) => isRecord(key) && !isDeleteMarker)) {
    const bytes = await reader.whole(version);
    const record = bytes && recordIn(bytes);
    if (record) return record;
  }
  return null;
}

function recordIn(bytes: Uint8Array): QuarantineRecord | null {
  try {
    return quarantineRecordSchema.parse(JSON.parse(Buffer.from(bytes).toString()));
  } catch {
    return null;
  }
}
