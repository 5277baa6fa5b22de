import type { PointerEntry } from './pointer.ts';
import { stillNeeded } from './pointer-history.ts';

/**
 * How old the newest file of a snapshot must be that no pointer names, over all tables and in milliseconds: a run that writes
 * it may still be under way. Publishing leaves such a snapshot alone some time before (`PUBLISHABLE_MS`).
 */
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

/** Key of what lies in the folder of one snapshot of one table; ends with a slash. */
export const snapshotPrefix = (tenantId: string, { table, period, snapshot }: SnapshotFolder): string =>
  `curated/${table}/tenant_id=${tenantId}/period=${period}/${snapshot}/`;

/** A period and what its pointer says, with what came of its changes put in ({@link settle}). */
export interface KnownPeriod {
  readonly period: string;
  readonly entries: readonly PointerEntry[];
}

/** Whose objects are swept, and when. */
export interface Sweeping {
  readonly tenantId: string;
  readonly now: Date;
}

/** An object's snapshot of all tables. */
const nameOf = ({ period, snapshot }: { period: string; snapshot: string | null }): string =>
  `${period}/${snapshot}`;

/**
 * The objects of a tenant that nobody can need any more: their snapshot was replaced longer ago than a query may run, or no
 * pointer names it and it is too old to be of a run under way. Objects that are no tables' files stay.
 * @param objects all of the tenant's tables, since a snapshot is as old as its newest one
 * @param periods all of the tenant's, read after the objects were listed
 */
export function removable(
  objects: readonly StoredObject[],
  periods: readonly KnownPeriod[],
  { tenantId, now }: Sweeping,
): StoredObject[] {
  const named = new Set<string>();
  const needed = new Set<string>();
  for (const { period, entries } of periods) {
    for (const { snapshot } of entries) named.add(nameOf({ period, snapshot }));
    for (const { snapshot } of stillNeeded(entries, now)) needed.add(nameOf({ period, snapshot }));
  }
  const newest = newestOf(objects, tenantId);
  return objects.filter(({ key }) => {
    const folder = snapshotOf(key, tenantId);
    if (folder === null) return false;
    const name = nameOf(folder);
    if (named.has(name)) return !needed.has(name);
    return now.getTime() - (newest.get(name) ?? 0) > ORPHAN_MS;
  });
}

/** When the newest object of each snapshot was written, in milliseconds since 1970. */
function newestOf(objects: readonly StoredObject[], tenantId: string): Map<string, number> {
  const newest = new Map<string, number>();
  for (const { key, modified } of objects) {
    const folder = snapshotOf(key, tenantId);
    if (folder === null) continue;
    const name = nameOf(folder);
    newest.set(name, Math.max(newest.get(name) ?? 0, modified.getTime()));
  }
  return newest;
}
