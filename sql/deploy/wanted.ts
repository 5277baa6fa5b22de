import { type Catalog, type View, versionedName } from '../catalog.ts';
import { sha256 } from './hash.ts';

/** A view as it should be on the engine. Names need no quotes: they are what the catalog allows. */
export interface WantedView {
  readonly name: string;
  /** The query that it is. */
  readonly text: string;
  /** SHA-256 of the text. */
  readonly textSha256: string;
  /** Views that the text reads. */
  readonly reads: readonly string[];
}

/** Every version under its own name and each current one under the plain name, each after those that it reads. */
export const wantedViews = (catalog: Catalog): WantedView[] =>
  catalog.views.flatMap((view) =>
    catalog.view(view.name) === view ? [versioned(view), plain(view)] : [versioned(view)],
  );

/** A view of the engine ends where its text does, so the end of the statement is left out. */
function versioned(view: View): WantedView {
  const text = view.sql.trim().replace(/;$/, '').trimEnd();
  return { name: versionedName(view), text, textSha256: sha256(text), reads: view.dependsOn };
}

function plain(view: View): WantedView {
  const text = `SELECT ${view.columns.map(({ name }) => `"${name}"`).join(', ')} FROM ${versionedName(view)}`;
  return { name: view.name, text, textSha256: sha256(text), reads: [versionedName(view)] };
}
