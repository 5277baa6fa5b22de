import {
  CciError,
  KeyRefused,
  parseRawCallKey,
  type RawCallKey,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import { isDay } from './period.ts';

/** A raw call document as its key tells it. */
export interface RawDocument extends RawCallKey {
  readonly key: string;
}

/** A key under the tenant's prefix that is not one of a raw call document. */
export interface RefusedKey {
  readonly key: string;
  readonly error: CciError;
}

/** The raw listing of one tenant, by call. */
export interface RawIndex {
  /** Revisions of each call, newest first. */
  readonly calls: ReadonlyMap<string, readonly RawDocument[]>;
  readonly refused: readonly RefusedKey[];
}

/** Tells days of the calendar; a listing has few days and many keys. */
function dayCheck(): (dt: string) => boolean {
  const known = new Map<string, boolean>();
  return (dt) => {
    const before = known.get(dt);
    if (before !== undefined) return before;
    known.set(dt, isDay(dt));
    return isDay(dt);
  };
}

function parseKey(tenantId: TenantId, key: string, isCalendarDay: (dt: string) => boolean): RawDocument {
  const parsed = parseRawCallKey(key);
  if (parsed.tenantId !== tenantId)
    throw new KeyRefused('plan: the key of another tenant in a listing', { where: key });
  if (!isCalendarDay(parsed.dt))
    throw new KeyRefused('plan: dt in a key is no day of the calendar', { where: key });
  return { ...parsed, key };
}

const newestFirst = (a: RawDocument, b: RawDocument): number =>
  compare(b.revision, a.revision) || compare(b.key, a.key);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Sorts a listing into calls and their revisions. A key that comes twice counts once; the order of the listing is of no account. */
export function indexKeys(tenantId: TenantId, keys: Iterable<string>): RawIndex {
  const calls = new Map<string, RawDocument[]>();
  const refused: RefusedKey[] = [];
  const isCalendarDay = dayCheck();
  for (const key of new Set(keys)) {
    try {
      const document = parseKey(tenantId, key, isCalendarDay);
      const revisions = calls.get(document.callId);
      if (revisions) revisions.push(document);
      else calls.set(document.callId, [document]);
    } catch (error) {
      if (!(error instanceof CciError)) throw error;
      refused.push({ key, error });
    }
  }
  for (const revisions of calls.values()) if (revisions.length > 1) revisions.sort(newestFirst);
  refused.sort((a, b) => compare(a.key, b.key));
  return { calls, refused };
}
