import type { Catalog, Deprecation } from '../catalog.ts';
import { versionedName } from '../catalog.ts';
import { SqlRefused } from '../errors.ts';
import { relationsRead } from './relations.ts';

/** A deprecated view that a statement reads. */
export interface DeprecatedRead {
  /** With its version. */
  readonly view: string;
  readonly deprecated: Deprecation;
}

/** The deprecated views that a statement reads itself; none of a statement that is not run, which says so itself. */
export function deprecatedViewsRead(sql: string, catalog: Catalog): readonly DeprecatedRead[] {
  if (catalog.views.every(({ deprecated }) => deprecated === undefined)) return [];
  try {
    const read = relationsRead(sql, catalog);
    return catalog.views.flatMap(({ deprecated, ...view }) =>
      deprecated && read.has(versionedName(view)) ? [{ view: versionedName(view), deprecated }] : [],
    );
  } catch (error) {
    if (error instanceof SqlRefused) return [];
    throw error;
  }
}

/** One line for the author of a statement. */
export const deprecationText = ({ view, deprecated: { since, use, reason } }: DeprecatedRead): string =>
  `${view} is deprecated since ${since}: ${reason}; use ${use}`;
