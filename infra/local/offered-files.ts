import type { Dirent } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileUnreadable, UsageError } from './errors.ts';
import { pathOnDisk, spellingOf } from './file-spelling.ts';

/** Endings of the files that a folder offers; files that are named one by one are offered whatever they are called. */
export const OFFERED_ENDINGS = ['.json', '.vtt', '.srt', '.txt'] as const;

/** How a sidecar is called: `NAME.meta.json` beside `NAME.json`, in upper case too. It is never offered itself. */
export const SIDECAR_ENDING = '.meta.json';

const SIDECAR_ENDINGS = [SIDECAR_ENDING, SIDECAR_ENDING.toUpperCase()];

/** A file that was found. */
interface FoundFile {
  /** As the user named it, spelled by {@link spellingOf}. */
  readonly path: string;
  /** The same whatever way leads there. */
  readonly real: string;
  readonly isLink: boolean;
}

/**
 * The files that the given paths offer, as the user named them and by {@link spellingOf}, each once, folders searched to the
 * bottom, sorted within each folder. Links are what they lead to; where a file is offered by a link and by its own name, it goes by
 * its own, which its sidecar has. A folder that cannot be searched is offered itself, to be refused with a reason.
 * @throws {UsageError} when a path does not exist
 */
export async function offeredFiles(paths: readonly string[]): Promise<string[]> {
  const offered = new Map<string, FoundFile>();
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      const held = offered.get(file.real);
      if (held === undefined || (held.isLink && !file.isLink)) offered.set(file.real, file);
    }
  }
  return Array.from(offered.values(), ({ path }) => path);
}

/**
 * Size of an offered file in bytes.
 * @throws {FileUnreadable} when it cannot be had
 */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(pathOnDisk(path))).size;
  } catch (cause) {
    throw new FileUnreadable('infra: the file cannot be read', path, cause);
  }
}

/**
 * Bytes of an offered file.
 * @throws {FileUnreadable} when they cannot be had
 */
export async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(pathOnDisk(path));
  } catch (cause) {
    throw new FileUnreadable('infra: the file cannot be read', path, cause);
  }
}

/**
 * Bytes of the file's sidecar; null without one.
 * @throws {FileUnreadable} when there is one and it cannot be read
 */
export async function sidecarOf(path: string): Promise<Uint8Array | null> {
  const stem = path.replace(/\.[^./\\]*$/, '');
  for (const ending of SIDECAR_ENDINGS) {
    try {
      return await readFile(pathOnDisk(stem + ending));
    } catch (cause) {
      // Beside a name that is as long as names may be there is none.
      if (!isOfPath(cause) || !NOTHING_THERE.includes(cause.code))
        throw new FileUnreadable('infra: the sidecar cannot be read', stem + ending, cause);
    }
  }
  return null;
}

async function filesOf(named: string): Promise<FoundFile[]> {
  // What was shown by its spelling may be named by it.
  for (const path of [spellingOf(named), named]) {
    const kind = await kindOf(path);
    if (kind === null) continue;
    if (kind !== 'folder') return isSidecar(path) ? [] : [await foundAt(path)];
    const files: FoundFile[] = [];
    await search(path, files, new Set());
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }
  throw new UsageError('ingest: no such file or folder', {
    where: named,
    ...(named.includes(REPLACEMENT) && {
      hint: 'A name that is not UTF-8 cannot be named: name its folder.',
    }),
  });
}

/** What Node makes of an argument's bytes that are not UTF-8. */
const REPLACEMENT = '\ufffd';

/**
 * Adds the files of a folder.
 * @param seen real paths of the folders searched already: a link may lead back up
 */
async function search(folder: string, files: FoundFile[], seen: Set<string>): Promise<void> {
  const real = await realPathOf(folder);
  if (seen.has(real)) return;
  seen.add(real);
  const entries = await entriesOf(folder);
  if (entries === null) files.push(await foundAt(folder));
  for (const entry of entries ?? []) {
    const name = spellingOf(entry.name);
    const path = join(folder, name);
    const isLink = entry.isSymbolicLink();
    // What a link leads to is only known by following it; one that leads nowhere is offered, to be refused with a reason.
    const kind = isLink ? ((await kindOf(path)) ?? 'file') : kindIn(entry);
    if (kind === 'folder') await search(path, files, seen);
    // Of a plain file the system need not be asked again.
    else if (kind === 'file' && isOffered(name))
      files.push(isLink ? await foundAt(path) : { path, real: join(real, name), isLink });
  }
}

const foundAt = async (path: string): Promise<FoundFile> => ({
  path,
  real: await realPathOf(path),
  isLink: await isLink(path),
});

/** What a folder holds, names as bytes: not all of them need be UTF-8. Null when it cannot be searched. */
async function entriesOf(folder: string): Promise<Dirent<Buffer>[] | null> {
  try {
    return await readdir(pathOnDisk(folder), { withFileTypes: true, encoding: 'buffer' });
  } catch (error) {
    if (isOfPath(error)) return null;
    throw error;
  }
}

type Kind = 'file' | 'folder' | 'other';

const kindIn = (entry: { isFile(): boolean; isDirectory(): boolean }): Kind =>
  entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';

/** What a path leads to; null when there is nothing. What may not be looked at counts as a file, which then cannot be read. */
async function kindOf(path: string): Promise<Kind | null> {
  try {
    return kindIn(await stat(pathOnDisk(path)));
  } catch (error) {
    if (!isOfPath(error)) throw error;
    return NOTHING_THERE.includes(error.code) ? null : 'file';
  }
}

async function realPathOf(path: string): Promise<string> {
  try {
    return spellingOf(await realpath(pathOnDisk(path), { encoding: 'buffer' }));
  } catch (error) {
    if (isOfPath(error)) return path;
    throw error;
  }
}

async function isLink(path: string): Promise<boolean> {
  try {
    return (await lstat(pathOnDisk(path))).isSymbolicLink();
  } catch (error) {
    if (isOfPath(error)) return false;
    throw error;
  }
}

/** Codes of a path that leads to nothing: not there, below a file, links in a circle, longer than a path can be. */
const NOTHING_THERE = ['ENOENT', 'ENOTDIR', 'ELOOP', 'ENAMETOOLONG'];

/** Codes that speak of the one path asked for, and not of the machine. */
const OF_PATH = [...NOTHING_THERE, 'EACCES', 'EPERM', 'EIO', 'ESTALE'];

/** Whether an error is about the path that was asked for: others are still to be had. */
const isOfPath = (error: unknown): error is Error & { readonly code: string } =>
  error instanceof Error && 'code' in error && OF_PATH.includes(String(error.code));

const isSidecar = (name: string): boolean => SIDECAR_ENDINGS.some((ending) => name.endsWith(ending));

function isOffered(name: string): boolean {
  const lower = name.toLowerCase();
  return !isSidecar(name) && OFFERED_ENDINGS.some((ending) => lower.endsWith(ending));
}
