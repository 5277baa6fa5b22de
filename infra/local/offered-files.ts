import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { FileUnreadable, UsageError } from './errors.ts';
import { isMissing } from './folder-store.ts';

/** Endings of the files that a folder offers; files that are named one by one are offered whatever they are called. */
export const OFFERED_ENDINGS = ['.json', '.vtt', '.srt', '.txt'] as const;

/** How a sidecar is called: `NAME.meta.json` beside `NAME.json`, in upper case too. It is never offered itself. */
export const SIDECAR_ENDING = '.meta.json';

const SIDECAR_ENDINGS = [SIDECAR_ENDING, SIDECAR_ENDING.toUpperCase()];

/**
 * The files that the given paths offer, as the user named them, each once, folders searched to the bottom, sorted
 * within each folder. Links are what they lead to.
 * @throws {UsageError} when a path does not exist
 */
export async function offeredFiles(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      const real = await realPathOf(file);
      if (!found.has(real)) found.set(real, file);
    }
  }
  return [...found.values()];
}

/**
 * Bytes of an offered file.
 * @throws {FileUnreadable} when they cannot be had
 */
export async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    return await readFile(path);
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
      return await readFile(stem + ending);
    } catch (cause) {
      if (!isMissing(cause))
        throw new FileUnreadable('infra: the sidecar cannot be read', stem + ending, cause);
    }
  }
  return null;
}

async function filesOf(path: string): Promise<string[]> {
  const kind = await kindOf(path);
  if (kind === null) throw new UsageError('ingest: no such file or folder', { where: path });
  if (kind !== 'folder') return isSidecar(path) ? [] : [path];
  const files = await filesBelow(path, new Set());
  return files.sort((a, b) => (a < b ? -1 : 1));
}

/** @param seen real paths of the folders searched already: a link may lead back up */
async function filesBelow(folder: string, seen: Set<string>): Promise<string[]> {
  const real = await realpath(folder);
  if (seen.has(real)) return [];
  seen.add(real);
  const files: string[] = [];
  for (const entry of await readdir(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    // What a link leads to is only known by following it; one that leads nowhere is offered, to be refused with a reason.
    const kind = entry.isSymbolicLink() ? ((await kindOf(path)) ?? 'file') : kindIn(entry);
    if (kind === 'folder') files.push(...(await filesBelow(path, seen)));
    else if (kind === 'file' && isOffered(entry.name)) files.push(path);
  }
  return files;
}

type Kind = 'file' | 'folder' | 'other';

const kindIn = (entry: { isFile(): boolean; isDirectory(): boolean }): Kind =>
  entry.isDirectory() ? 'folder' : entry.isFile() ? 'file' : 'other';

/** What a path leads to; null when there is nothing. */
async function kindOf(path: string): Promise<Kind | null> {
  try {
    return kindIn(await stat(path));
  } catch (error) {
    if (isMissing(error) || isLoop(error)) return null;
    throw error;
  }
}

async function realPathOf(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (isMissing(error) || isLoop(error)) return path;
    throw error;
  }
}

/** Whether an error says that links lead in a circle. */
const isLoop = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && error.code === 'ELOOP';

const isSidecar = (name: string): boolean => SIDECAR_ENDINGS.some((ending) => name.endsWith(ending));

function isOffered(name: string): boolean {
  const lower = name.toLowerCase();
  return !isSidecar(name) && OFFERED_ENDINGS.some((ending) => lower.endsWith(ending));
}
