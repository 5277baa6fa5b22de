import { isUtf8 } from 'node:buffer';
import type { Dirent } from 'node:fs';
import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isMissing } from '../folder-store.ts';

/** A path as file systems take it: bytes where a name in it is not UTF-8. */
export type DiskPath = string | Buffer;

/** A file below a folder. */
export interface FoundFile {
  /** Absolute. */
  readonly path: DiskPath;
  /** Below the folder, parts separated by `/`; what is not UTF-8 in it is U+FFFD. */
  readonly name: string;
  /** Whether it is a symbolic link. */
  readonly isLink: boolean;
}

/** The name of a file below a folder, parts separated by `/`. */
export const nameBelow = (folder: string, path: string): string =>
  relative(folder, path).split(sep).join('/');

/** All files below a folder, hidden ones included; none when it is not there. Links are files and are not followed. */
export async function filesBelow(folder: DiskPath): Promise<FoundFile[]> {
  const files: FoundFile[] = [];
  const folders = [{ path: folder, above: '' }];
  for (let next = folders.pop(); next !== undefined; next = folders.pop())
    for (const entry of await entriesOf(next.path)) {
      const path = pathIn(next.path, entry.name);
      const name = next.above + entry.name.toString();
      if (entry.isDirectory()) folders.push({ path, above: `${name}/` });
      else files.push({ path, name, isLink: entry.isSymbolicLink() });
    }
  return files;
}

async function entriesOf(folder: DiskPath): Promise<Dirent<Buffer>[]> {
  try {
    return await readdir(folder, { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

const pathIn = (folder: DiskPath, name: Buffer): DiskPath =>
  typeof folder === 'string' && isUtf8(name)
    ? join(folder, name.toString())
    : Buffer.concat([Buffer.from(folder), Buffer.from(sep), name]);

const folderOf = (path: DiskPath): DiskPath =>
  typeof path === 'string' ? dirname(path) : path.subarray(0, path.lastIndexOf(sep));

/** Folders of a home that may be links to another disk. */
const LINKED = ['raw', 'curated', 'quarantine'];

/** All files below a home, see {@link filesBelow}; also where one of its own folders is a link. */
export async function filesOfHome(root: string): Promise<FoundFile[]> {
  const files = await filesBelow(root);
  const linked = files.filter(({ name, isLink }) => isLink && LINKED.includes(name));
  const within = await Promise.all(
    linked.map(async ({ path, name: top }) =>
      (await filesBelow(path)).map((file) => ({ ...file, name: `${top}/${file.name}` })),
    ),
  );
  return [...files.filter((file) => !linked.includes(file)), ...within.flat()];
}

/**
 * Removes files, and makes that survive a power cut before it returns.
 * @returns how many were there
 */
export async function removeFiles(paths: Iterable<DiskPath>): Promise<number> {
  const folders = new Set<DiskPath>();
  let removed = 0;
  for (const path of paths) {
    try {
      await rm(path);
      removed += 1;
      folders.add(folderOf(path));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  for (const folder of folders) await syncFolder(folder);
  return removed;
}

async function syncFolder(folder: DiskPath): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    // File systems that cannot sync folders keep names by themselves.
    if (code !== 'EINVAL' && code !== 'EPERM' && code !== 'ENOTSUP') throw error;
  } finally {
    await handle.close();
  }
}
