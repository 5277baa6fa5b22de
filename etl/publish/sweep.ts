import { lstatSync, readdirSync } from 'node:fs';
import { rm, rmdir } from 'node:fs/promises';
import { basename, dirname, join, sep } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { PERIOD_TABLE_NAMES, type TableName } from '../tables/index.ts';
import { filesOfManifest, type Manifest } from './manifest.ts';
import { tenantFolder } from './paths.ts';

/** How long the files of a replaced version stay for readers that resolved it before, in milliseconds. */
export const GRACE_MS = 60 * 60 * 1000;

/** Folders of files that stay. */
interface KnownFolders {
  readonly known: ReadonlySet<string>;
  /** Folders right above those. */
  readonly above: ReadonlySet<string>;
}

/** Files below a folder; those are left out that lie in a known one. */
function filesBelow(folder: string, folders: KnownFolders): string[] {
  const { known, above } = folders;
  return namesIn(folder).flatMap((name) => {
    const path = folder + sep + name;
    if (known.has(path)) return [];
    // Of the others, which are few, one has to look what they are.
    const entry = above.has(path) ? null : lstatSync(path, { throwIfNoEntry: false });
    if (entry === null || entry?.isDirectory()) return filesBelow(path, folders);
    return entry?.isFile() ? [path] : [];
  });
}

/** At once: a folder takes ten microseconds, and ten times as much to hand to a thread and to be told of. */
function namesIn(folder: string): string[] {
  try {
    return readdirSync(folder);
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

/** Whether a reader may still hold a file that was replaced. */
export const isInGrace = ({ retired_at }: { readonly retired_at: string }, now: Date): boolean =>
  now.getTime() - Date.parse(retired_at) < GRACE_MS;

/** Files of one table of one tenant that stay. */
export interface KeptFiles {
  readonly root: string;
  readonly table: TableName;
  readonly tenantId: TenantId;
  /** Absolute paths. */
  readonly keep: ReadonlySet<string>;
  /**
   * Id, or beginning of the id, of the night that sweeps: what later ones wrote stays. A night that slept until another took
   * over would take that one's files for left behind.
   */
  readonly until?: string;
}

/** A snapshot's name opens with the time at which its night began. */
const BEGUN = /^\d{8}T\d{9}Z(?=-)/;

/** Whether a file is of a night that began later than the one with this id. */
function isLater(file: string, until: string | undefined): boolean {
  const [begun] = BEGUN.exec(basename(dirname(file))) ?? [];
  return until !== undefined && begun !== undefined && begun > until.slice(0, begun.length);
}

/** Removes all other files of a tenant's table. @returns how many */
export async function removeOthers({ root, table, tenantId, keep, until }: KeptFiles): Promise<number> {
  const top = join(root, tenantFolder(table, tenantId));
  let removed = 0;
  // A night writes one file into a folder of its own: beside one that stays there is nothing.
  const known = new Set([...keep].map((file) => dirname(file)));
  const above = new Set([...known].map((folder) => dirname(folder)));
  for (const file of filesBelow(top, { known, above })) {
    if (isLater(file, until)) continue;
    await rm(file, { force: true });
    await removeEmpty(dirname(file), top);
    removed += 1;
  }
  return removed;
}

/**
 * Removes a tenant's files that no reader can need: those of versions replaced longer than {@link GRACE_MS} ago,
 * and those that no version ever named, which a killed night left. To be called by the holder of the lease only,
 * since the files of a night under way look the same.
 * @param now when that one's night began
 * @returns the number of files removed
 */
export async function sweep(root: string, manifest: Manifest, now: Date): Promise<number> {
  const keep = new Set(
    [...filesOfManifest(manifest), ...manifest.retired.filter((file) => isInGrace(file, now))].map(
      ({ path }) => join(root, path),
    ),
  );
  const until = now.toISOString().replace(/[-:.]/g, '');
  const sweeping = PERIOD_TABLE_NAMES.map((table) =>
    removeOthers({ root, table, tenantId: manifest.tenant_id, keep, until }),
  );
  // None goes on when another has failed: it would take what the night writes next for left behind.
  await Promise.allSettled(sweeping);
  return (await Promise.all(sweeping)).reduce((sum, files) => sum + files, 0);
}
