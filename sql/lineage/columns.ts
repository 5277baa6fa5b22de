import { type Catalog, versionedName } from '../catalog.ts';
import {
  type FindRelation,
  lakeRelations,
  merged,
  type Origins,
  type Relation,
  through,
  translate,
} from '../duckdb/index.ts';

/** Where one column comes from. */
export interface ColumnLineage {
  /** Null for a column without a name. */
  readonly column: string | null;
  /** Columns of the tables and views that the statement reads; views carry their version, `call_list_v1`. */
  readonly direct: Origins;
  /** The same down to columns of tables. */
  readonly tables: Origins;
}

/** Whether a column comes from no column and no row of anything. */
export const isConstant = ({ tables }: ColumnLineage): boolean =>
  tables.columns.length === 0 && tables.rows.length === 0;

const known = new WeakMap<Catalog, ReadonlyMap<string, readonly ColumnLineage[]>>();

/**
 * Lineage of every version of every view, by versioned name.
 * @throws {CatalogBroken} when a view's SQL is refused or gives other columns than its yml says
 */
export function lineageOf(catalog: Catalog): ReadonlyMap<string, readonly ColumnLineage[]> {
  const found = known.get(catalog);
  if (found) return found;
  const views = new Map<string, readonly ColumnLineage[]>();
  for (const view of catalog.views) views.set(versionedName(view), columnsOf(view.sql, catalog, views));
  known.set(catalog, views);
  return views;
}

/**
 * Lineage of a statement's columns.
 * @throws {SqlRefused} when the statement is not run here
 */
export const lineageOfStatement = (sql: string, catalog: Catalog): readonly ColumnLineage[] =>
  columnsOf(sql, catalog, lineageOf(catalog));

function columnsOf(
  sql: string,
  catalog: Catalog,
  views: ReadonlyMap<string, readonly ColumnLineage[]>,
): readonly ColumnLineage[] {
  const { fields } = translate(sql, withOrigins(catalog));
  return fields.map(({ name, origins }) => {
    const direct = origins ?? merged([]);
    return { column: name, direct, tables: downToTables(direct, views) };
  });
}

/** The catalog's relations, whose columns say that they come from themselves. */
function withOrigins(catalog: Catalog): FindRelation {
  const find = lakeRelations(catalog);
  const named = (parts: readonly string[]): Relation | null => {
    const relation = find(parts);
    const name = parts.at(-1) ?? '';
    const view = catalog.view(name);
    return relation && ownedBy(view ? versionedName(view) : name, relation);
  };
  return Object.assign(named, { traced: true as const });
}

const ownedBy = (name: string, relation: Relation): Relation => ({
  ...relation,
  fields: relation.fields.map((field) => ({
    ...field,
    origins: { columns: [{ relation: name, column: field.name, how: 'copied' as const }], rows: [] },
  })),
});

function downToTables(direct: Origins, views: ReadonlyMap<string, readonly ColumnLineage[]>): Origins {
  const below = direct.columns.map((origin): Origins => {
    const columns = views.get(origin.relation);
    if (!columns) return { columns: [origin], rows: [] };
    const source = columns.find(({ column }) => column === origin.column);
    return through(source?.tables ?? merged([]), origin.how);
  });
  const rows = direct.rows.flatMap((relation) => {
    const columns = views.get(relation);
    return columns ? tablesOf(columns) : [relation];
  });
  return merged([...below, { columns: [], rows }]);
}

const tablesOf = (columns: readonly ColumnLineage[]): string[] =>
  columns.flatMap(({ tables }) => [...tables.columns.map(({ relation }) => relation), ...tables.rows]);
