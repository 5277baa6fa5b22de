import { type Catalog, type View, versionedName } from '../catalog.ts';
import { type FindRelation, lakeRelations, translate } from '../duckdb/index.ts';

/** The views and tables that a statement reads itself, not through others: views with their version. */
export function relationsRead(sql: string, catalog: Catalog): ReadonlySet<string> {
  const find = lakeRelations(catalog);
  const read = new Set<string>();
  const listening: FindRelation = Object.assign(
    (parts: readonly string[]) => {
      const relation = find(parts);
      const name = parts.at(-1) ?? '';
      const view: View | undefined = catalog.view(name);
      if (relation) read.add(view ? versionedName(view) : name);
      return relation;
    },
    { ...(find.names && { names: find.names }), ...(find.schema && { schema: find.schema }) },
  );
  translate(sql, listening);
  return read;
}
