import { createHash } from 'node:crypto';
import { type Catalog, versionedName } from './catalog.ts';

/** SHA-256 (hexadecimal) of each published version's SQL, as `sql/frozen.json` keeps it: a published version never changes. */
export function hashesOf(catalog: Catalog): { readonly [view: string]: string } {
  const entries = catalog.views.map(
    (view) => [versionedName(view), createHash('sha256').update(view.sql).digest('hex')] as const,
  );
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What to do about published versions whose text has changed. */
export const howToChange = (names: readonly string[]): string =>
  `a published version never changes; make the next one of each: ${names
    .map((name) => `node scripts/bump-view.mjs ${name.replace(/_v\d+$/, '')}`)
    .join('; ')}`;

/** The hashes with those of new versions added; what is frozen stays as it is. */
export const frozenWith = (
  frozen: { readonly [view: string]: string },
  catalog: Catalog,
): { readonly [view: string]: string } => ({
  ...hashesOf(catalog),
  ...frozen,
});
