import type { TenantId } from '../../../pipeline/contract/index.ts';
import { concerns } from '../matching.ts';
import type { ErasurePlan } from '../plan.ts';
import type { HiddenHoldings, IsKept, Place } from '../ports.ts';
import type { Trace } from '../tombstone.ts';
import { type ObjectReader, objectReader, tracesOfObject } from './object-content.ts';
import { type Bucket, type ObjectVersion, versionsBelow } from './object-versions.ts';
import { type Removal, readingOf, remove, workOn } from './remove.ts';
import { type UnfinishedUpload, uploadsBelow } from './uploads.ts';

/** What a key alone tells: whether the thing goes, or null when it has to be read to know. */
type Tells = (key: string) => boolean | null;

/** Which versions below a prefix an erasure removes, and what they give away. */
export interface VersionedPlace {
  readonly name: string;
  /** Ends with a slash. */
  readonly prefix: (tenantId: TenantId) => string;
  /** Decides once a plan what the keys tell. */
  readonly tells: (plan: ErasurePlan) => Tells;
  /** Ids that a key gives away; by default none: a name is made of hashes or by an engine. */
  readonly idsIn?: (key: string, isKept: IsKept, tenantId: TenantId) => Iterable<string>;
  /** Whether a key says of itself which call it is of, so that what cannot be read has no secret. */
  readonly isTold?: (key: string) => boolean;
  /** What a version gives away besides; by default everything that stands in it. */
  readonly traces?: (reader: ObjectReader, version: ObjectVersion, isKept: IsKept) => AsyncIterable<Trace>;
  readonly hidden?: HiddenHoldings;
}

/** Uploads that are unfinished for this long nobody finishes any more, in milliseconds. */
const ABANDONED_MS = 24 * 60 * 60 * 1000;

/**
 * Objects of a bucket with all their versions and delete markers, since deleting an object of a bucket with versions only
 * hides it; and unfinished uploads. What the name does not tell is read. A version under Object Lock cannot go before its
 * time: that is an error and not "done".
 */
export function versionedPlace(bucket: Bucket, place: VersionedPlace): Place {
  const { name, prefix, tells, hidden } = place;
  const chosen = async (plan: ErasurePlan): Promise<Removal> => {
    const below = prefix(plan.tenant_id);
    const told = tells(plan);
    const versions: ObjectVersion[] = [];
    const reader = objectReader(bucket);
    for await (const version of versionsBelow(bucket, below))
      if (told(version.key) ?? (await speaksOf(reader, version, plan))) versions.push(version);
    const uploads: UnfinishedUpload[] = [];
    for await (const upload of uploadsBelow(bucket, below))
      if (told(upload.key) ?? isAbandoned(upload, plan)) uploads.push(upload);
    return { versions, uploads };
  };
  return {
    name,
    ...(hidden === undefined ? {} : { hidden }),
    find: (plan) =>
      workOn(bucket, name, async () => {
        const { versions, uploads } = await chosen(plan);
        return versions.length + uploads.length;
      }),
    erase: (plan) => workOn(bucket, name, async () => remove(bucket, name, await chosen(plan))),
    traces: (tenantId, isKept) => readingOf(bucket, name, tracesOf(bucket, place, tenantId, isKept)),
  };
}

async function speaksOf(reader: ObjectReader, version: ObjectVersion, plan: ErasurePlan): Promise<boolean> {
  for await (const content of reader.contents(version)) {
    if (content.kind === 'bytes' && concerns(plan, content.bytes)) return true;
    if (content.kind === 'sha256' && plan.contents.has(content.value)) return true;
  }
  return false;
}

const isAbandoned = ({ begun }: UnfinishedUpload, { at }: ErasurePlan): boolean =>
  begun !== null && Date.parse(at) - begun.getTime() > ABANDONED_MS;

async function* tracesOf(
  bucket: Bucket,
  { prefix, idsIn = () => [], isTold = () => false, traces = tracesOfObject }: VersionedPlace,
  tenantId: TenantId,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  const reader = objectReader(bucket);
  const ofName = function* (key: string): Generator<Trace> {
    for (const value of idsIn(key, isKept, tenantId)) yield { kind: 'call', value, file: key };
  };
  for await (const version of versionsBelow(bucket, prefix(tenantId))) {
    yield* ofName(version.key);
    yield* traces(reader, version, isKept);
  }
  for await (const { key, uploadId } of uploadsBelow(bucket, prefix(tenantId))) {
    yield* ofName(key);
    if (!isTold(key)) yield { kind: 'unreadable', value: `${key} ${uploadId}`, file: key };
  }
}
