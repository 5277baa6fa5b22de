import {
  CciError,
  KeyRefused,
  parseRawCallFolder,
  parseRawCallName,
  type RawCallFolder,
  type RawCallKey,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import { foldersOf, type ListedFolder } from './listing.ts';
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

const newestFirst = (a: RawDocument, b: RawDocument): number =>
  compare(b.revision, a.revision) || compare(b.key, a.key);

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/**
 * What every key of a folder has in common.
 * @throws {KeyRefused} {TenantRefused} when it is no folder of the tenant's raw call documents
 */
export function folderOf(tenantId: TenantId, folder: string, where = folder): RawCallFolder {
  const parsed = parseRawCallFolder(folder, where);
  if (parsed.tenantId !== tenantId)
    throw new KeyRefused('plan: the key of another tenant in a listing', { where });
  if (!isDay(parsed.dt)) throw new KeyRefused('plan: dt in a key is no day of the calendar', { where });
  return parsed;
}

/** The folder's tenant and day, or null when it is none of the tenant's raw call documents. */
export function folderOrNull(tenantId: TenantId, folder: string): RawCallFolder | null {
  try {
    return folderOf(tenantId, folder);
  } catch (error) {
    if (error instanceof CciError) return null;
    throw error;
  }
}

/** Sorts a listing into calls and their revisions. A key that comes twice counts once; the order of the listing is of no account. */
export class RawIndexer {
  readonly #tenantId: TenantId;
  readonly #calls = new Map<string, RawDocument[]>();
  readonly #refused = new Map<string, CciError>();

  constructor(tenantId: TenantId) {
    this.#tenantId = tenantId;
  }

  add({ folder, names }: ListedFolder): void {
    const known = folderOrNull(this.#tenantId, folder);
    for (const name of names) {
      const key = `${folder}/${name}`;
      try {
        const { tenantId, dt } = known ?? folderOf(this.#tenantId, folder, key);
        const { callId, revision } = parseRawCallName(name, key);
        this.#note({ key, tenantId, dt, callId, revision });
      } catch (error) {
        if (!(error instanceof CciError)) throw error;
        this.#refused.set(key, error);
      }
    }
  }

  /** What was added. Nothing is to be added afterwards. */
  finish(): RawIndex {
    for (const revisions of this.#calls.values()) if (revisions.length > 1) revisions.sort(newestFirst);
    const refused = [...this.#refused].map(([key, error]) => ({ key, error }));
    return { calls: this.#calls, refused: refused.sort((a, b) => compare(a.key, b.key)) };
  }

  #note(document: RawDocument): void {
    const revisions = this.#calls.get(document.callId);
    if (revisions === undefined) this.#calls.set(document.callId, [document]);
    else if (revisions.every(({ key }) => key !== document.key)) revisions.push(document);
  }
}

/** The index of objects by their keys. */
export function indexKeys(tenantId: TenantId, keys: Iterable<string>): RawIndex {
  const indexer = new RawIndexer(tenantId);
  for (const listed of foldersOf(keys)) indexer.add(listed);
  return indexer.finish();
}
