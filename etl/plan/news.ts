import { createHash } from 'node:crypto';
import { CciError, callIdOfName, rawCallFolder, type TenantId } from '../../pipeline/contract/index.ts';
import { digestOf, type Listing } from './listing.ts';
import { periodOf } from './period.ts';
import { folderOrNull, type RawIndex, RawIndexer } from './raw-index.ts';

/** What a night that settled everything saw of a tenant's raw objects: the next one need not look into what is the same. */
export interface ListingNote {
  /** {@link conclusionOf} what it came to. */
  readonly conclusion: string;
  /** {@link digestOf} the names of each day. */
  readonly days: Readonly<Record<string, string>>;
  /** Stamps of the folders of days, as far as the store gave any. */
  readonly stamps?: Readonly<Record<string, string>> | undefined;
}

/** What a listing led to, beside the documents themselves. */
export interface Conclusion {
  /** What is visible, by period. */
  readonly periods: Readonly<Record<string, { readonly fingerprint: string }>>;
  /** Keys of objects that are known to be unusable. */
  readonly damaged: readonly { readonly key: string }[];
  /** Erased calls that the tenant has had. */
  readonly erased: number;
}

/** Equal only when the same periods stand, the same objects are known as damaged, and no call was erased since. */
export function conclusionOf({ periods, damaged, erased }: Conclusion): string {
  const parts = Object.entries(periods).map(([period, { fingerprint }]) => `${period} ${fingerprint}`);
  const keys = damaged.map(({ key }) => key);
  return createHash('sha256')
    .update(JSON.stringify([parts.sort(), keys.sort(), erased]))
    .digest('hex')
    .slice(0, 32);
}

/** A listing by days. */
export interface ListedDays {
  /** Names of the objects of each day, as far as they were listed. */
  readonly names: ReadonlyMap<string, readonly string[]>;
  /** {@link digestOf} them. */
  readonly digests: Readonly<Record<string, string>>;
  /** Stamps of their folders, as far as the store gave any. */
  readonly stamps: Readonly<Record<string, string>>;
}

/**
 * A listing by days, or null when there are objects in other folders than those of days.
 * @param note of an earlier listing: what it knows of a folder with the same stamp need not be found out again
 */
export function daysOf(tenantId: TenantId, listing: Listing, note?: ListingNote): ListedDays | null {
  const names = new Map<string, readonly string[]>();
  const stamps: Record<string, string> = {};
  const digests: Record<string, string> = {};
  for (const [folder, listed] of listing) {
    const day = folderOrNull(tenantId, folder);
    if (day === null) return null;
    const { dt } = day;
    const { stamp } = listed;
    names.set(dt, listed.names);
    if (stamp !== undefined) stamps[dt] = stamp;
    const noted = stamp !== undefined && stamp === note?.stamps?.[dt] ? note.days[dt] : undefined;
    digests[dt] = noted ?? digestOf(listed.names);
  }
  return { names, digests, stamps };
}

/** The listing that a note was made of and other days with it, of which alone it has the names. */
export const withNoted = ({ days, stamps = {} }: ListingNote, others: ListedDays): ListedDays => ({
  names: others.names,
  digests: { ...days, ...others.digests },
  stamps: { ...stamps, ...others.stamps },
});

/** What news are told apart by. */
export interface NewsInput {
  readonly tenantId: TenantId;
  readonly listed: ListedDays;
  readonly note: ListingNote;
  /** What stands now. */
  readonly standing: Conclusion;
  readonly now: Date;
}

/**
 * The documents of days that are new as a whole, when everything else is as it was: no other day has changed, no month has
 * closed over one, and no call of the new days has documents on the others. Then all periods that stand stay as they are, and
 * only these are to be planned. Null when that is not so, or cannot be told from names: everything is to be indexed then. It
 * says nothing of calls on days whose names were not listed.
 */
export function newsOf({ tenantId, listed, note, standing, now }: NewsInput): RawIndex | null {
  if (note.conclusion !== conclusionOf(standing)) return null;
  const known = Object.keys(note.days);
  if (known.some((dt) => note.days[dt] !== listed.digests[dt])) return null;
  const settled = new Set(known.map((dt) => periodOf(dt, now)));
  if (!isSame(settled, Object.keys(standing.periods))) return null;
  const fresh = [...listed.names.keys()].filter((dt) => note.days[dt] === undefined);
  if (fresh.some((dt) => settled.has(periodOf(dt, now)))) return null;
  const indexer = new RawIndexer(tenantId);
  for (const dt of fresh)
    indexer.add({ folder: rawCallFolder(tenantId, dt), names: listed.names.get(dt) ?? [] });
  const index = indexer.finish();
  const others = fresh.length === 0 ? [] : known.flatMap((dt) => listed.names.get(dt) ?? []);
  return others.some((name) => index.calls.has(callIdOrName(name))) ? null : index;
}

const isSame = (a: ReadonlySet<string>, b: readonly string[]): boolean =>
  a.size === b.length && b.every((one) => a.has(one));

/** The call id in the name of a raw object; of one that no call can have, the name. */
export function callIdOrName(name: string): string {
  try {
    return callIdOfName(name);
  } catch (error) {
    if (error instanceof CciError) return name;
    throw error;
  }
}
