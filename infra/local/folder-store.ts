import { randomUUID } from 'node:crypto';
import { createReadStream, type Dirent, statSync } from 'node:fs';
import { access, mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';
import { KeyRefused } from '../../pipeline/contract/index.ts';
import { NoObject } from './errors.ts';

/** What is put: whole, or part by part where it does not go into memory. */
export type ObjectBytes = Uint8Array | AsyncIterable<Uint8Array>;

/** Objects of one folder. */
export interface StoredFolder {
  /** What their keys begin with, without the slash at its end. */
  readonly folder: string;
  /** The rest of each key. */
  readonly names: readonly string[];
  /** What the folder was known by before it was read; another one as soon as a name comes or goes. Only where it holds nothing else. */
  readonly stamp?: string;
}

/** Objects by key in a folder laid out as the bucket is. A put is complete or not there at all. */
export class FolderStore {
  readonly #root: string;
  readonly #clock: () => number;

  /** @param clock milliseconds since 1970, of the machine that holds the folder */
  constructor(root: string, clock: () => number = Date.now) {
    this.#root = root;
    this.#clock = clock;
  }

  /** Writes an object whole: to a temporary name, flushed, then renamed. */
  async put(key: string, bytes: ObjectBytes): Promise<void> {
    const path = this.pathOf(key);
    await mkdir(dirname(path), { recursive: true });
    const temporary = join(dirname(path), `.${randomUUID()}.tmp`);
    try {
      await writeWhole(temporary, bytes);
      await rename(temporary, path);
    } catch (error) {
      // What is left would fill the disk more with every try.
      await rm(temporary, { force: true });
      throw error;
    }
  }

  async get(key: string): Promise<Uint8Array> {
    return readFile(this.pathOf(key));
  }

  /** An object from its beginning, part by part. */
  parts(key: string): AsyncIterable<Uint8Array> {
    return createReadStream(this.pathOf(key));
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

  /**
   * Keys that begin with a prefix ending in a slash, in no particular order. Temporary files are not objects.
   * @throws {NoObject} when a link lies there, or anything else that is neither a file nor a folder
   */
  async *list(prefix: string): AsyncIterable<string> {
    for await (const { folder, names } of this.folders(prefix))
      for (const name of names) yield `${folder}/${name}`;
  }

  /**
   * The same, folder by folder; the next one is read while one is dealt with.
   * @param stamps that folders had before: one that still has it holds objects and nothing else
   * @throws {NoObject} as {@link list} does
   */
  async *folders(prefix: string, stamps: ReadonlyMap<string, string> = NONE): AsyncIterable<StoredFolder> {
    const folders: string[] = [];
    const read = (folder: string) => ({ folder, reading: ahead(this.#read(folder, stamps.get(folder))) });
    for (let next: ReturnType<typeof read> | undefined = read(prefix.slice(0, -1)); next; ) {
      const { names, within, stamp } = await next.reading;
      const { folder } = next;
      for (const name of within) folders.push(`${folder}/${name}`);
      const other = folders.pop();
      next = other === undefined ? undefined : read(other);
      yield { folder, names, ...(stamp !== null && { stamp }) };
    }
  }

  /**
   * The folders below a prefix beside some that were listed before. Null when one of those is gone or has another stamp, or
   * when objects lie right below the prefix.
   * @param stamps of folders right below the prefix
   * @throws {NoObject} as {@link list} does
   */
  async beside(prefix: string, stamps: ReadonlyMap<string, string>): Promise<StoredFolder[] | null> {
    const above = prefix.slice(0, -1);
    const { names, within } = await this.#read(above);
    const folders = within.map((name) => `${above}/${name}`);
    const others = folders.filter((folder) => !stamps.has(folder));
    if (names.length > 0 || folders.length - others.length < stamps.size) return null;
    for (const [folder, stamp] of stamps)
      if (stamp !== stampOf(this.pathOf(folder), this.#clock)) return null;
    const listed: StoredFolder[] = [];
    for (const other of others) for await (const one of this.folders(`${other}/`)) listed.push(one);
    return listed;
  }

  async #read(key: string, before?: string): Promise<FolderEntries> {
    const folder = this.pathOf(key);
    // Before its names: what comes meanwhile gives it another one.
    const stamp = stampOf(folder, this.#clock);
    if (stamp !== null && stamp === before) {
      const names = (await readdir(folder)).filter((name) => !name.startsWith('.')).map(keyPartOf);
      return { names, within: [], stamp };
    }
    const entries = (await entriesOf(folder)).filter(({ name }) => !name.startsWith('.'));
    const other = entries.find((entry) => !entry.isFile() && !entry.isDirectory());
    if (other !== undefined) throw new NoObject(`${key}/${keyPartOf(other.name)}`);
    const within = entries.filter((entry) => entry.isDirectory()).map(({ name }) => keyPartOf(name));
    return {
      names: entries.filter((entry) => entry.isFile()).map(({ name }) => keyPartOf(name)),
      within,
      stamp: within.length === 0 ? stamp : null,
    };
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

async function writeWhole(path: string, bytes: ObjectBytes): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
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

interface FolderEntries {
  readonly names: readonly string[];
  /** Names of folders. */
  readonly within: readonly string[];
  /** Null when there is more than objects, too. */
  readonly stamp: string | null;
}

const NONE: ReadonlyMap<string, string> = new Map();

/** A folder that was changed so lately may be changed again without being marked with another time. */
const UNSETTLED_MS = 10_000;

/**
 * What a folder is known by until a name in it comes or goes: which one it is, and when it was changed. Nobody can set the
 * second of these times. Null when it is not there or was changed just now. Asked at once: to hand the question to a thread
 * takes ten times as long.
 */
function stampOf(folder: string, clock: () => number): string | null {
  try {
    const { dev, ino, mtimeNs, ctimeNs, ctimeMs } = statSync(folder, { bigint: true });
    return clock() - Number(ctimeMs) < UNSETTLED_MS ? null : [dev, ino, mtimeNs, ctimeNs].join('-');
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
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
