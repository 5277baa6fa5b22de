import { type ColumnType, TABLES, type TableName } from '../../etl/tables/index.ts';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Catalog, type View, versionedName } from '../catalog.ts';
import { CatalogBroken, SqlRefused } from '../errors.ts';
import type { FindRelation, Relation } from './analysis/context.ts';
import { literal } from './engine.ts';
import { type Translated, translate } from './translate.ts';
import { duckType, type Type, typeOfColumn, VARCHAR } from './types/type.ts';

/** DuckDB schema and Athena database that the tables are in. */
export const LAKE = 'lake';

/** Columns of a table as a statement sees them: those of its files, then the partition's. */
function columnsOf(table: TableName): readonly { name: string; column: ColumnType | null; type: Type }[] {
  const own = Object.entries(TABLES[table].columns).map(([name, { type }]) => ({
    name,
    column: type,
    type: typeOfColumn(type),
  }));
  return [
    ...own,
    { name: 'tenant_id', column: null, type: VARCHAR },
    { name: 'period', column: null, type: VARCHAR },
  ];
}

/** DuckDB SQL that makes a table a view over its files, with the catalog's types and the partition's values as columns. */
export function tableSql(table: TableName, tenantId: TenantId, files: readonly string[]): string {
  const columns = columnsOf(table).map(({ name, column, type }, index) => {
    const value =
      files.length === 0
        ? 'NULL'
        : column
          ? fromFile(`"${name}"`, column)
          : name === 'tenant_id'
            ? literal(tenantId)
            : periodSql;
    return `CAST(${value} AS ${duckType(type)}) AS c${index + 1}`;
  });
  const from = files.length === 0 ? 'WHERE FALSE' : `FROM (${rowsOf(table, files)}) AS f`;
  return `CREATE VIEW ${LAKE}.${table} AS SELECT ${columns.join(', ')} ${from}`;
}

/**
 * The rows of files by the names of their columns. A file may be older than a column or a field of a row: a relation
 * without rows that has all of them gives the others NULL, as Athena does.
 */
function rowsOf(table: TableName, files: readonly string[]): string {
  const all = Object.entries(TABLES[table].columns).map(
    ([name, { type }]) => `CAST(NULL AS ${writtenType(type)}) AS "${name}"`,
  );
  const list = files.map(literal).join(', ');
  return `SELECT * FROM read_parquet([${list}], filename = true, hive_partitioning = false, union_by_name = true)
    UNION ALL BY NAME SELECT ${all.join(', ')} WHERE FALSE`;
}

/** The DuckDB type that a column has in the files, with its fields by name. */
function writtenType(type: ColumnType): string {
  if (typeof type === 'string') return type.toUpperCase();
  if ('array' in type) return `${writtenType(type.array)}[]`;
  return `STRUCT(${Object.entries(type.row)
    .map(([name, field]) => `"${name}" ${writtenType(field)}`)
    .join(', ')})`;
}

const periodSql = "nullif(regexp_extract(filename, 'period=([^/]+)', 1), '')";

/** A file's column with the fields of its rows by position. */
function fromFile(sql: string, type: ColumnType): string {
  // Hive's reader rounds what is finer than its milliseconds.
  if (type === 'timestamp') return `trino.round_timestamp(${sql}, 1000)`;
  if (typeof type === 'string') return sql;
  if ('array' in type)
    return typeof type.array === 'string'
      ? sql
      : `list_transform(${sql}, lambda e: ${fromFile('e', type.array)})`;
  const fields = Object.entries(type.row).map(
    ([name, field], index) => `f${index + 1} := ${fromFile(`(${sql})."${name}"`, field)}`,
  );
  return `CASE WHEN ${sql} IS NOT NULL THEN struct_pack(${fields.join(', ')}) END`;
}

const TABLE_RELATIONS: ReadonlyMap<string, Relation> = new Map(
  (Object.keys(TABLES) as TableName[]).map((table) => [
    table,
    {
      sql: `${LAKE}.${table}`,
      partitionedBy: ['tenant_id', 'period'],
      // A file may hold NaN, whoever wrote it.
      fields: columnsOf(table).map(({ name, type }) => ({ name, type, wild: type.kind === 'double' })),
    },
  ]),
);

/** A name's last part when it stands alone or in the lake's database. */
const inLake = (parts: readonly string[]): string | undefined =>
  parts.length === 1 || (parts.length === 2 && parts[0] === LAKE) ? parts.at(-1) : undefined;

const translated = new WeakMap<Catalog, FindRelation>();

/**
 * Finds tables and published views, with and without their version. A view is translated when it is first asked for: a
 * query reads few of them.
 * @throws {CatalogBroken} from what is returned, when a view's SQL is refused or gives other columns than its yml says
 */
export function lakeRelations(catalog: Catalog): FindRelation {
  const known = translated.get(catalog);
  if (known) return known;
  const views = new Map<View, Relation>();
  const relationOf = (view: View): Relation => {
    const relation = views.get(view) ?? viewRelation(view, reachable(view, catalog, relationOf));
    views.set(view, relation);
    return relation;
  };
  const published = catalog.views.filter(({ layer }) => layer === 'marts');
  const find: FindRelation = Object.assign(
    (parts: readonly string[]) => {
      const name = inLake(parts);
      if (name === undefined) return null;
      const view = catalog.view(name);
      return (view ? relationOf(view) : TABLE_RELATIONS.get(name)) ?? null;
    },
    {
      schema: LAKE,
      names: [
        ...new Set([
          ...TABLE_RELATIONS.keys(),
          ...published.flatMap((view) => [versionedName(view), view.name]),
        ]),
      ],
    },
  );
  translated.set(catalog, find);
  return find;
}

/** What a view may read: the views that its yml names, and the tables in staging. */
function reachable(view: View, catalog: Catalog, relationOf: (view: View) => Relation): FindRelation {
  return (parts) => {
    const name = parts.length === 1 ? parts[0] : undefined;
    if (name === undefined) return null;
    const needed = view.dependsOn.includes(name) ? catalog.view(name) : undefined;
    if (needed) return relationOf(needed);
    return view.layer === 'staging' ? (TABLE_RELATIONS.get(name) ?? null) : null;
  };
}

function translatedView(view: View, find: FindRelation): Translated {
  try {
    return translate(view.sql, find);
  } catch (error) {
    if (!(error instanceof SqlRefused)) throw error;
    throw new CatalogBroken(`sql: ${versionedName(view)} is not run: ${error.message}`, {
      where: view.file,
      cause: error,
    });
  }
}

function viewRelation(view: View, find: FindRelation): Relation {
  const { duckdbSql, columns, fields } = translatedView(view, find);
  const has = columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  const wants = view.columns.map(({ name, type }) => `${name} ${type}`).join(', ');
  if (has !== wants)
    throw new CatalogBroken(`sql: ${versionedName(view)} gives (${has}) and its yml says (${wants})`, {
      where: view.file,
    });
  return { sql: `(${duckdbSql})`, fields: fields as Relation['fields'] };
}

/**
 * Translates every view.
 * @throws {CatalogBroken} when one's SQL is refused or gives other columns than its yml says
 */
export function translateViews(catalog: Catalog): void {
  const find = lakeRelations(catalog);
  for (const view of catalog.views) find([versionedName(view)]);
}

/** The DuckDB SQL of a view, to be shown where a case of it fails. */
export const viewSql = (view: View, catalog: Catalog): string =>
  lakeRelations(catalog)([versionedName(view)])?.sql ?? '';
