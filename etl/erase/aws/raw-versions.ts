import { rawCallPrefix, type TenantId } from '../../../pipeline/contract/index.ts';
import { contentsOf, documentOf } from '../facts.ts';
import { callOf, isNamed } from '../names.ts';
import { isWhole } from '../plan.ts';
import type { HiddenDocument, IsKept, Place } from '../ports.ts';
import { wordsOf } from '../tokens.ts';
import type { Trace } from '../tombstone.ts';
import { tracesIn } from '../traces.ts';
import { type ObjectReader, objectReader, tracesOfObject } from './object-content.ts';
import { type Bucket, type ObjectVersion, versionsBelow } from './object-versions.ts';
import { versionedPlace } from './versioned-place.ts';

/**
 * Everything in a key that could be a call id: words of it below the prefix, without folders that name a column. Folders of
 * all keys would make an id of the tenant, the year and the like.
 */
export function idsInName(below: string, isKept: IsKept): Iterable<string> {
  const parts = below.split('/').filter((part) => !/^\w+=/.test(part));
  return wordsOf(parts.join(' '), isKept);
}

const below = (key: string, tenantId: TenantId): string => key.slice(rawCallPrefix(tenantId).length);

/** Raw call documents in S3, versions that were overwritten or deleted included. */
export const rawVersions = (bucket: Bucket): Place =>
  versionedPlace(bucket, {
    name: 'raw documents, all versions',
    prefix: rawCallPrefix,
    tells: (plan) => (key) => {
      if (isWhole(plan)) return true;
      const call = callOf(key);
      if (call !== null) return isNamed(plan.calls, call);
      const isAnothers = (id: string): boolean => plan.alike.has(id);
      for (const id of idsInName(below(key, plan.tenant_id), isAnothers)) if (plan.calls.has(id)) return true;
      return null;
    },
    isTold: (key) => callOf(key) !== null,
    idsIn: (key, isKept, tenantId) => {
      const call = callOf(key);
      return call === null ? idsInName(below(key, tenantId), isKept) : [call.callId];
    },
    traces: tracesOfVersion,
    hidden: { documents: (tenantId) => hiddenDocuments(bucket, tenantId) },
  });

async function* hiddenDocuments(bucket: Bucket, tenantId: TenantId): AsyncGenerator<HiddenDocument> {
  const reader = objectReader(bucket);
  for await (const version of versionsBelow(bucket, rawCallPrefix(tenantId))) {
    const { key, isLatest, isDeleteMarker } = version;
    if (isLatest && !isDeleteMarker) continue;
    // What is refused here is `unreadable` in the proof.
    const read = async () => (await reader.whole(version)) ?? new Uint8Array();
    yield { key, call: callOf(key), read };
  }
}

/** What a version gives away. Of the current one of a call the name tells enough: who chose what goes has read it. */
async function* tracesOfVersion(
  reader: ObjectReader,
  version: ObjectVersion,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  const { key, isLatest, isDeleteMarker } = version;
  const isCalls = callOf(key) !== null;
  if (isDeleteMarker || (isLatest && isCalls)) return;
  const bytes = isCalls ? await reader.whole(version) : null;
  const document = bytes === null ? null : documentOf(key, bytes);
  if (bytes === null || document === null) {
    yield* tracesOfObject(reader, version, isKept);
    return;
  }
  for (const value of contentsOf(key, bytes)) yield { kind: 'content', value, file: key };
  yield* tracesIn(document.source.uri ?? '', isKept, key);
}
