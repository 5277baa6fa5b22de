import { hash } from 'node:crypto';

/** Objects of one folder. */
export interface ListedFolder {
  /** What their keys begin with, without the slash at its end. */
  readonly folder: string;
  /** The rest of each key: no slash is in it. */
  readonly names: readonly string[];
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

/** Names of all objects of a tenant, by folder. */
export type Listing = ReadonlyMap<string, readonly string[]>;

/** Puts what a store lists together, folder by folder. */
export class ListingBuilder {
  readonly #folders = new Map<string, readonly string[]>();

  add({ folder, names }: ListedFolder): void {
    const before = this.#folders.get(folder);
    if (names.length > 0) this.#folders.set(folder, before ? [...before, ...names] : names);
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
