import { randomUUID } from 'node:crypto';
import type { Dirent } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { KeyRefused } from '../../pipeline/contract/index.ts';

/** Objects by key in a folder laid out as the bucket is. A put is complete or not there at all. */
export class FolderStore {
  readonly #root: string;
  constructor(root: string) {
    this.#root = root;
  }

  /** Writes an object whole: to a temporary name, flushed, then renamed. */
  async put(key: string, bytes: Uint8Array): Promise<void> {
    const path = this.pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
    const file = await open(temporary, 'wx');
    try {
      await file.writeFile(bytes);
      await file.sync();
    } finally {
      await file.close();
    }
    await rename(temporary, path);
  }

  async get(key: string): Promise<Uint8Array> {
    return readFile(this.pathOf(key));
  }

  async has(key: string): Promise<boolean> {
    try {
      await access(this.pathOf(key));
      return true;
    } catch (error) {
      if (isMissing(error)) return false;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
  }

  /** Keys that begin with a prefix ending in a slash, in no particular order. Temporary files are not objects. */
  async *list(prefix: string): AsyncIterable<string> {
    for await (const { folder, names } of this.folders(prefix))
      for (const name of names) yield `${folder}/${name}`;
  }

  /** The same, folder by folder; the next one is read while one is dealt with. */
  async *folders(prefix: string): AsyncIterable<{ folder: string; names: readonly string[] }> {
    const folders: string[] = [];
    const read = (folder: string) => ({ folder, entries: ahead(entriesOf(this.pathOf(folder))) });
    for (let reading: ReturnType<typeof read> | null = read(prefix.slice(0, -1)); reading !== null; ) {
      const { folder, entries } = reading;
      const names: string[] = [];
      for (const entry of await entries) {
        if (entry.name.startsWith('.')) continue;
        const name = keyPartOf(entry.name);
        if (entry.isDirectory()) folders.push(`${folder}/${name}`);
        else if (entry.isFile()) names.push(name);
      }
      const next = folders.pop();
      reading = next === undefined ? null : read(next);
      yield { folder, names };
    }
  }

  /**
   * Absolute path of an object.
   * @throws {KeyRefused} when the key would leave the folder
   */
  pathOf(key: string): string {
    const path = join(this.#root, ...key.split('/').map(fileNameOf));
    if (path === this.#root || path.startsWith(this.#root + sep)) return path;
    throw new KeyRefused('infra: key leads out of the lake', { where: key.slice(0, 200) });
  }
}

/** Longest name of a file, in bytes, that file systems take (NAME_MAX). */
const LONGEST_NAME = 255;

/**
 * Name of a key's part in the folder: as it is, unless it is too long for a file system. A call id of 128 characters with many
 * colons is, percent-encoded; then `~` stands for `%3A`, which no call id holds.
 */
const fileNameOf = (part: string): string =>
  part.length > LONGEST_NAME ? part.replaceAll('%3A', '~') : part;

/** The part of a key that {@link fileNameOf} named so. */
function keyPartOf(name: string): string {
  if (!name.includes('~')) return name;
  const part = name.replaceAll('~', '%3A');
  return part.length > LONGEST_NAME ? part : name;
}

/** Whoever waits for it hears of its failure; nobody does when a listing is not read to its end. */
function ahead<T>(reading: Promise<T>): Promise<T> {
  reading.catch(() => undefined);
  return reading;
}

async function entriesOf(folder: string): Promise<Dirent[]> {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

/** Whether an error says that a file or folder is not there. */
export function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT';
}
