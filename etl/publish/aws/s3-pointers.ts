import { setTimeout } from 'node:timers/promises';
import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import {
  type Change,
  changeKey,
  checkedPointer,
  lineOf,
  parseChange,
  parsePointer,
  pointerKey,
  pointerPrefix,
} from '../pointer.ts';
import { PointerLost, PointerUndecided } from '../pointer-errors.ts';
import { isOwnWrite, type PointerStore, type StoredPointer } from '../pointer-store.ts';
import { snapshotPrefix } from '../pointer-sweep.ts';
import { listObjects } from './list-objects.ts';

/** A bucket and the client to reach it with. */
export interface Bucket {
  readonly client: S3Client;
  readonly bucket: string;
}

/** Pointers in S3: each is one object, replaced only by who says what it was. */
export interface S3Pointers extends PointerStore {
  /** All pointers of a tenant, in the order of their periods. */
  list(tenantId: TenantId): Promise<StoredPointer[]>;
}

/** How S3 says that a condition does not hold: it was looked at, or two writes met, or the object is gone. */
const LOST = new Set([409, 412, 404]);

/** How S3 says that two writes met: this one is not there, and of the other nobody knows yet whether it will be. */
const CONFLICT = 409;

/** How long to wait before the next look at an object whose writes met, in milliseconds. */
const PAUSES_MS = [20, 50, 100, 200, 400, 800, 1600, 3200];

const statusOf = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } } | null)?.$metadata?.httpStatusCode;

/** Pointers below `curated/` of a bucket. @param pausesMs how long to wait before each next look where writes met */
export function s3Pointers(place: Bucket, pausesMs: readonly number[] = PAUSES_MS): S3Pointers {
  const untilKnown = <T>(key: string, ask: () => Promise<T | null>): Promise<T> =>
    askedAgain(ask, key, pausesMs);
  const read = async (tenantId: TenantId, period: string): Promise<StoredPointer | null> => {
    const object = await readText(place, pointerKey(tenantId, period));
    return object && { pointer: parsePointer(object.text, tenantId, period), etag: object.etag };
  };
  const readChange = async (tenantId: TenantId, change: string): Promise<Change | null> => {
    const object = await readText(place, changeKey(tenantId, change));
    return object && parseChange(object.text, tenantId, change);
  };
  return {
    read,
    readChange,
    async write(pointer, expected) {
      const own = checkedPointer(pointer);
      const { tenant_id, period } = own;
      const key = pointerKey(tenant_id, period);
      await untilKnown(key, async () => {
        const lost = await writeIf(place, key, lineOf(own), expected);
        if (!lost) return true;
        // The client repeats a write whose answer was lost, and then loses to itself.
        const stands = await read(tenant_id, period);
        if (stands !== null && isOwnWrite(own, stands.pointer)) return true;
        if (statusOf(lost) === CONFLICT && (stands?.etag ?? null) === expected) return null;
        throw new PointerLost('publish: somebody else has published this period', {
          where: key,
          cause: lost,
        });
      });
    },
    async decide(change) {
      const key = changeKey(change.tenant_id, change.change);
      return untilKnown(key, async () => {
        const lost = await writeIf(place, key, lineOf(change), null);
        return lost ? readChange(change.tenant_id, change.change) : change;
      });
    },
    async written(tenantId, folder) {
      let newest: Date | null = null;
      for await (const { modified } of listObjects(place, snapshotPrefix(tenantId, folder)))
        if (newest === null || modified > newest) newest = modified;
      return newest;
    },
    async list(tenantId) {
      const pointers: StoredPointer[] = [];
      for await (const { key } of listObjects(place, pointerPrefix(tenantId))) {
        const [, period] = /\/period=([^/]+)\.json$/.exec(key) ?? [];
        const pointer = period === undefined ? null : await read(tenantId, period);
        if (pointer) pointers.push(pointer);
      }
      return pointers;
    },
  };
}

/** Asks again as long as the answer is null. @throws {PointerUndecided} when it stays so */
async function askedAgain<T>(
  ask: () => Promise<T | null>,
  key: string,
  pausesMs: readonly number[],
): Promise<T> {
  for (const pause of pausesMs) {
    const answer = await ask();
    if (answer !== null) return answer;
    await setTimeout(pause);
  }
  throw new PointerUndecided('publish: S3 does not say which of two writes is there', { where: key });
}

/** @returns what S3 said when the condition did not hold, undefined when it is written */
async function writeIf(
  { client, bucket }: Bucket,
  key: string,
  text: string,
  expected: string | null,
): Promise<unknown> {
  const condition = expected === null ? { IfNoneMatch: '*' } : { IfMatch: expected };
  const request = { Bucket: bucket, Key: key, Body: text, ContentType: 'application/json', ...condition };
  try {
    await client.send(new PutObjectCommand(request));
    return undefined;
  } catch (error) {
    if (!LOST.has(statusOf(error) ?? 0) || isNamed(error, 'NoSuchBucket')) throw error;
    return error;
  }
}

const isNamed = (error: unknown, name: string): boolean => error instanceof Error && error.name === name;

async function readText(
  { client, bucket }: Bucket,
  key: string,
): Promise<{ text: string; etag: string } | null> {
  try {
    const { Body, ETag } = await client.send(new GetObjectCommand({ Bucket: bucket, Key: key }));
    if (Body === undefined || ETag === undefined)
      throw new TypeError(`publish: S3 gave no body or no etag for ${key}`);
    return { text: await Body.transformToString('utf-8'), etag: ETag };
  } catch (error) {
    if (isNamed(error, 'NoSuchKey')) return null;
    throw error;
  }
}
