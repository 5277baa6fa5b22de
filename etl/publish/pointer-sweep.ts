import type { Pointer } from './pointer.ts';
import { stillNeeded } from './pointer-history.ts';

/** How old the files of a snapshot must be that no pointer has ever named: a run that writes them may still be under way. */
export const ORPHAN_MS = 24 * 60 * 60 * 1000;

/** An object below `curated/`. */
export interface StoredObject {
  readonly key: string;
  readonly modified: Date;
}

/** Folder of one snapshot of one table: `curated/<table>/tenant_id=T/period=P/<snapshot>`. */
export interface SnapshotFolder {
  readonly table: string;
  readonly period: string;
  readonly snapshot: string;
}

/** The snapshot that a curated object belongs to; null for objects that are none of the tenant's. */
export function snapshotOf(key: string, tenantId: string): SnapshotFolder | null {
  const [, table, tenant, period, snapshot] =
    /^curated\/([a-z][a-z_]*)\/tenant_id=([^/]+)\/period=([^/]+)\/([^/]+)\/[^/]+$/.exec(key) ?? [];
  if (tenant !== tenantId || !table || !period || !snapshot) return null;
  return { table, period, snapshot };
}

const nameOf = (period: string, snapshot: string | null): string => `${period}/${snapshot}`;

/**
 * Whether nobody can need an object of a tenant any more: its snapshot was replaced longer ago than a query may run, or was
 * never named and is too old to be of a run under way. Objects that are no tables' files stay.
 * @param pointers all of the tenant's, read after the objects were listed
 */
export function mayGo(
  pointers: readonly Pointer[],
  tenantId: string,
  now: Date,
): (object: StoredObject) => boolean {
  const named = new Set<string>();
  const needed = new Set<string>();
  for (const { period, entries } of pointers) {
    for (const { snapshot } of entries) named.add(nameOf(period, snapshot));
    for (const { snapshot } of stillNeeded(entries, now)) needed.add(nameOf(period, snapshot));
  }
  return ({ key, modified }) => {
    const folder = snapshotOf(key, tenantId);
    if (folder === null) return false;
    const name = nameOf(folder.period, folder.snapshot);
    if (named.has(name)) return !needed.has(name);
    return now.getTime() - modified.getTime() > ORPHAN_MS;
  };
}
