import { readdir, readFile, realpath, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { UsageError } from './errors.ts';
import { isMissing } from './folder-store.ts';

/** Endings of the files that a folder offers; files that are named one by one are offered whatever they are called. */
export const OFFERED_ENDINGS = ['.json', '.vtt', '.srt', '.txt'] as const;

/** How a sidecar is called: `NAME.meta.json` beside `NAME.json`. It is never offered itself. */
export const SIDECAR_ENDING = '.meta.json';

/**
 * The files that the given paths offer, as the user named them, each once, folders searched to the bottom, sorted
 * within each folder.
 * @throws {UsageError} when a path does not exist
 */
export async function offeredFiles(paths: readonly string[]): Promise<string[]> {
  const found = new Map<string, string>();
  for (const path of paths) {
    for (const file of await filesOf(path)) {
      const real = await realpath(file);
      if (!found.has(real)) found.set(real, file);
    }
  }
  return [...found.values()];
}

/** Bytes of the file's sidecar; null without one. */
export async function sidecarOf(path: string): Promise<Uint8Array | null> {
  const stem = path.replace(/\.[^./\\]*$/, '');
  try {
    return await readFile(`${stem}${SIDECAR_ENDING}`);
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function filesOf(path: string): Promise<string[]> {
  const kind = await kindOf(path);
  if (kind === 'file') return path.endsWith(SIDECAR_ENDING) ? [] : [path];
  const entries = await readdir(path, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && isOffered(entry.name))
    .map((entry) => join(entry.parentPath, entry.name));
  return files.sort((a, b) => (a < b ? -1 : 1));
}

async function kindOf(path: string): Promise<'file' | 'folder'> {
  try {
    return (await stat(path)).isDirectory() ? 'folder' : 'file';
  } catch (error) {
    if (!isMissing(error)) throw error;
    throw new UsageError('ingest: no such file or folder', { where: path });
  }
}

function isOffered(name: string): boolean {
  const lower = name.toLowerCase();
  return !lower.endsWith(SIDECAR_ENDING) && OFFERED_ENDINGS.some((ending) => lower.endsWith(ending));
}
