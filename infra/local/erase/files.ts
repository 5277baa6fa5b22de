import { open, readdir, rm } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import { isMissing } from '../folder-store.ts';

/** A file below a folder. */
export interface FoundFile {
  /** Absolute. */
  readonly path: string;
  /** Below the folder, parts separated by `/`. */
  readonly name: string;
  /** Whether it is a symbolic link. */
  readonly isLink: boolean;
}

/** The name of a file below a folder, parts separated by `/`. */
export const nameBelow = (folder: string, path: string): string =>
  relative(folder, path).split(sep).join('/');

/** All files below a folder, hidden ones included; none when it is not there. Links are files and are not followed. */
export async function filesBelow(folder: string): Promise<FoundFile[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries
      .filter((entry) => !entry.isDirectory())
      .map((entry) => {
        const path = join(entry.parentPath, entry.name);
        return { path, name: nameBelow(folder, path), isLink: entry.isSymbolicLink() };
      });
  } catch (error) {
    if (isMissing(error)) return [];
    throw error;
  }
}

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
export async function removeFiles(paths: Iterable<string>): Promise<number> {
  const folders = new Set<string>();
  let removed = 0;
  for (const path of paths) {
    try {
      await rm(path);
      removed += 1;
      folders.add(dirname(path));
    } catch (error) {
      if (!isMissing(error)) throw error;
    }
  }
  for (const folder of folders) await syncFolder(folder);
  return removed;
}

async function syncFolder(folder: string): Promise<void> {
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
