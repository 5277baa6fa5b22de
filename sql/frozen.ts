import { createHash } from 'node:crypto';
import { type Catalog, versionedName } from './catalog.ts';

/** SHA-256 (hexadecimal) of each published version's SQL, as `sql/frozen.json` keeps it: a published version never changes. */
export function hashesOf(catalog: Catalog): { readonly [view: string]: string } {
  const entries = catalog.views.map(
    (view) => [versionedName(view), createHash('sha256').update(view.sql).digest('hex')] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The hashes with those of new versions added; what is frozen stays as it is. */
export const frozenWith = (
  frozen: { readonly [view: string]: string },
  catalog: Catalog,
): { readonly [view: string]: string } => ({
  ...hashesOf(catalog),
  ...frozen,
});
