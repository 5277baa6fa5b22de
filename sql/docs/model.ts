import { type Column, TABLE_NAMES, TABLES, type TableName } from '../../etl/tables/index.ts';
import { type Catalog, type CatalogColumn, type View, versionedName } from '../catalog.ts';
import { lakeRelations, translate } from '../duckdb/index.ts';
import { type ColumnLineage, lineageOf } from '../lineage/index.ts';

/** What is known of the data of one tenant in a relation. */
export interface RelationFacts {
  readonly rows: number;
  /** Newest `call_date`, `YYYY-MM-DD`; null when it has none. */
  readonly newestCallDate: string | null;
}

/** What is known of one tenant's lake; times are UTC, as Trino prints them. */
export interface LakeFacts {
  readonly tenant: string;
  /** When the last night ended that published something. */
  readonly lastPublishedAt: string | null;
  readonly lastRunStatus: string | null;
  /** What was processed before then is in the data. */
  readonly completeAsOf: string | null;
  /** By name, views with their version. */
  readonly relations: ReadonlyMap<string, RelationFacts>;
}

/** A column of another view that is made of a column. */
export interface ColumnUse {
  readonly relation: string;
  readonly column: string;
}

export interface DocumentedColumn extends CatalogColumn {
  /** Where it comes from; null for a column of a table. */
  readonly lineage: ColumnLineage | null;
  readonly usedBy: readonly ColumnUse[];
}

/** A table or one version of a view, as its page tells of it. */
export interface Entry {
  /** Views carry their version. */
  readonly name: string;
  readonly kind: 'table' | 'staging' | 'mart';
  readonly grain: string;
  readonly key: readonly string[];
  readonly columns: readonly DocumentedColumn[];
  /** Names of entries that it reads, and of those that read it. */
  readonly reads: readonly string[];
  readonly readBy: readonly string[];
  /** Null for a table. */
  readonly view: View | null;
  /** Whether its plain name means this version; true for tables. */
  readonly current: boolean;
  readonly facts: RelationFacts | null;
}

/** Every table and every version of every view, each after those that it reads. */
export function entriesOf(catalog: Catalog, facts: LakeFacts | null): readonly Entry[] {
  const lineage = lineageOf(catalog);
  const uses = usesOf(lineage);
  const reads = new Map(catalog.views.map((view) => [versionedName(view), readsOf(view, catalog, lineage)]));
  const documented = (relation: string, columns: readonly CatalogColumn[]): readonly DocumentedColumn[] =>
    columns.map((column, index) => ({
      ...column,
      lineage: lineage.get(relation)?.[index] ?? null,
      usedBy: uses.get(`${relation}.${column.name}`) ?? [],
    }));
  const shared = (name: string) => ({
    name,
    reads: reads.get(name) ?? [],
    readBy: [...reads].filter(([, names]) => names.includes(name)).map(([reader]) => reader),
    facts: facts?.relations.get(name) ?? null,
  });
  const tables = TABLE_NAMES.map((name): Entry => {
    const { grain, key } = TABLES[name];
    const columns = documented(name, tableColumns(name, catalog));
    return { ...shared(name), kind: 'table', grain, key, columns, view: null, current: true };
  });
  const views = catalog.views.map((view): Entry => {
    const name = versionedName(view);
    return {
      ...shared(name),
      kind: view.layer === 'staging' ? 'staging' : 'mart',
      grain: view.grain,
      key: view.key,
      columns: documented(name, view.columns),
      view,
      current: catalog.view(view.name) === view,
    };
  });
  return [...tables, ...views];
}

const PARTITION_DOCS: { readonly [column: string]: string } = {
  tenant_id: 'Tenant that the row belongs to; from the partition.',
  period: 'UTC day (YYYY-MM-DD) or month (YYYY-MM) that the file covers; from the partition.',
};

/** A table's columns with the types that a statement sees. */
function tableColumns(table: TableName, catalog: Catalog): readonly CatalogColumn[] {
  const own: { readonly [name: string]: Column } = TABLES[table].columns;
  const { columns } = translate(`SELECT * FROM ${table}`, lakeRelations(catalog));
  return columns.map(({ name, type }) => ({
    name,
    type,
    nullable: own[name]?.nullable === true,
    doc: own[name]?.doc ?? PARTITION_DOCS[name] ?? '',
  }));
}

function usesOf(
  lineage: ReadonlyMap<string, readonly ColumnLineage[]>,
): ReadonlyMap<string, readonly ColumnUse[]> {
  const uses = new Map<string, ColumnUse[]>();
  for (const [relation, columns] of lineage)
    for (const { column, direct } of columns)
      for (const origin of direct.columns) {
        const from = `${origin.relation}.${origin.column}`;
        uses.set(from, [...(uses.get(from) ?? []), { relation, column: column ?? '' }]);
      }
  return uses;
}

/** Views by the yml, tables by the lineage. */
function readsOf(
  view: View,
  catalog: Catalog,
  lineage: ReadonlyMap<string, readonly ColumnLineage[]>,
): readonly string[] {
  const views = view.dependsOn.flatMap((name) => {
    const needed = catalog.view(name);
    return needed ? [versionedName(needed)] : [];
  });
  const origins = (lineage.get(versionedName(view)) ?? []).flatMap(({ direct }) => [
    ...direct.columns.map(({ relation }) => relation),
    ...direct.rows,
  ]);
  return [...new Set([...views, ...origins])];
}
