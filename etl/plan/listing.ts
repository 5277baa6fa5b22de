import { hash } from 'node:crypto';

/** Objects of one folder. */
export interface ListedFolder {
  /** What their keys begin with, without the slash at its end. */
  readonly folder: string;
  /** The rest of each key: no slash is in it. */
  readonly names: readonly string[];
  /**
   * What the store knows the folder by as it was before its names were read. It has another one as soon as a name comes or
   * goes, and then for good; a store that cannot promise that gives none, nor does it for a folder that holds anything else.
   */
  readonly stamp?: string;
}

/** Keys as folders and names. Keys of a folder that do not stand side by side come as several entries. */
export function* foldersOf(keys: Iterable<string>): Generator<ListedFolder> {
  let listed: { folder: string; names: string[] } | undefined;
  for (const key of keys) {
    const slash = Math.max(0, key.lastIndexOf('/'));
    const folder = key.slice(0, slash);
    if (listed?.folder !== folder) {
      if (listed) yield listed;
      listed = { folder, names: [] };
    }
    listed.names.push(key.slice(slash + 1));
  }
  if (listed) yield listed;
}

/** All objects of a tenant, by folder; a folder without any is left out. */
export type Listing = ReadonlyMap<string, Omit<ListedFolder, 'folder'>>;

/** Puts what a store lists together, folder by folder. */
export class ListingBuilder {
  readonly #folders = new Map<string, Omit<ListedFolder, 'folder'>>();

  add({ folder, ...listed }: ListedFolder): void {
    const before = this.#folders.get(folder);
    // A stamp is of a whole folder.
    const all = before ? { names: [...before.names, ...listed.names] } : listed;
    if (all.names.length > 0) this.#folders.set(folder, all);
  }

  finish(): Listing {
    return this.#folders;
  }
}

/**
 * What names in their order have in common with no others: the first half of their SHA-256, hex. The same names in another
 * order have another one.
 */
export const digestOf = (names: readonly string[]): string =>
  hash('sha256', names.join('/'), 'hex').slice(0, 32);
