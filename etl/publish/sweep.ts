import { readdir, rm, rmdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { TABLE_NAMES } from '../tables/index.ts';
import type { Manifest } from './manifest.ts';
import { tenantFolder } from './paths.ts';

/** How long the files of a replaced version stay for readers that resolved it before, in milliseconds. */
export const GRACE_MS = 60 * 60 * 1000;

async function filesBelow(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { recursive: true, withFileTypes: true });
    return entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Removes a folder and those above it, up to but without `top`, as far as they are empty. */
async function removeEmpty(folder: string, top: string): Promise<void> {
  if (folder === top) return;
  try {
    await rmdir(folder);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    if (code === 'ENOTEMPTY' || code === 'EEXIST' || code === 'ENOENT') return;
    throw error;
  }
  await removeEmpty(dirname(folder), top);
}

/**
 * Removes a tenant's files that no reader can need: those of versions replaced longer than {@link GRACE_MS} ago,
 * and those that no version ever named, which a killed night left. To be called by the holder of the lease only,
 * since the files of a night under way look the same.
 * @returns the number of files removed
 */
export async function sweep(root: string, manifest: Manifest, now: Date): Promise<number> {
  const isFresh = ({ retired_at }: { retired_at: string }) =>
    now.getTime() - Date.parse(retired_at) < GRACE_MS;
  const keep = new Set(
    [
      ...Object.values(manifest.periods).flatMap(({ files }) => Object.values(files)),
      ...manifest.retired.filter(isFresh),
    ].map(({ path }) => join(root, path)),
  );
  let removed = 0;
  for (const table of TABLE_NAMES) {
    const top = join(root, tenantFolder(table, manifest.tenant_id));
    for (const file of await filesBelow(top)) {
      if (keep.has(file)) continue;
      await rm(file, { force: true });
      await removeEmpty(dirname(file), top);
      removed += 1;
    }
  }
  return removed;
}
