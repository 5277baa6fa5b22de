import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import {
  type CatalogColumn,
  casesSchema,
  columnsOf,
  columnsSchema,
  NAME,
  type QueryCase,
} from './case-schema.ts';
import { CatalogBroken } from './errors.ts';

export type { CatalogColumn } from './case-schema.ts';

const LAYERS = ['staging', 'marts'] as const;

const viewSchema = z.strictObject({
  /** Begins with "one row per". */
  grain: z.string().regex(/^one row per /),
  owner: z.string().min(1),
  /** Says that readers should move on; the version stays all the same. */
  deprecated: z
    .strictObject({
      /** Day, UTC. */
      since: z.iso.date(),
      /** View to read in its place, with or without its version. */
      use: z.string().regex(NAME),
      reason: z.string().min(1),
    })
    .optional(),
  /** Views that the SQL reads; a staging view reads the table that it is named after. */
  depends_on: z.array(z.string().regex(NAME)),
  /** Columns that identify a row. */
  key: z.array(z.string()).min(1),
  columns: columnsSchema,
  /** Promises about the rows; each query returns the rows that break it. */
  invariants: z.array(z.strictObject({ promise: z.string(), violations: z.string() })),
  cases: casesSchema,
});

/** Why readers should move on from a version of a view. */
export interface Deprecation {
  /** Day, UTC. */
  readonly since: string;
  /** View to read in its place. */
  readonly use: string;
  readonly reason: string;
}

/** One version of a published view. */
export interface View {
  readonly name: string;
  readonly version: number;
  readonly layer: (typeof LAYERS)[number];
  /** File of the SQL, relative to `sql/`. */
  readonly file: string;
  /** Athena SQL. */
  readonly sql: string;
  readonly grain: string;
  readonly owner: string;
  readonly deprecated?: Deprecation;
  readonly dependsOn: readonly string[];
  readonly key: readonly string[];
  readonly columns: readonly CatalogColumn[];
  readonly invariants: readonly { readonly promise: string; readonly violations: string }[];
  readonly cases: readonly QueryCase[];
}

/** The published views, each after those that it reads. */
export interface Catalog {
  readonly views: readonly View[];
  /** The view of a name, `call_list` or `call_list_v1`: without a version the current one; undefined when there is none. */
  view(name: string): View | undefined;
  /** The current version of each name. */
  readonly current: readonly View[];
}

/** Name of one version, as it can be queried: `call_list_v1`. */
export const versionedName = ({ name, version }: Pick<View, 'name' | 'version'>): string =>
  `${name}_v${version}`;

/**
 * Loads `sql/{staging,marts}/*.vN.sql` with their yml.
 * @throws {CatalogBroken} when a yml does not fit its schema, or a view reads what is not there
 */
export function loadCatalog(root: string = fileURLToPath(new URL('.', import.meta.url))): Catalog {
  const found = LAYERS.flatMap((layer) =>
    readdirSync(`${root}/${layer}`)
      .filter((file) => file.endsWith('.sql'))
      .map((file) => readView(root, layer, file)),
  );
  const newest = new Map<string, View>();
  for (const view of found)
    if ((newest.get(view.name)?.version ?? 0) < view.version) newest.set(view.name, view);
  const byName = new Map<string, View>(found.map((view) => [versionedName(view), view]));
  for (const [name, view] of newest) byName.set(name, view);
  const views = inOrder(found, byName);
  for (const { deprecated, file } of views)
    if (deprecated && !byName.has(deprecated.use))
      throw new CatalogBroken(`sql: deprecated in favour of ${deprecated.use}, which is not there`, {
        where: file.replace(/sql$/, 'yml'),
      });
  return {
    views,
    current: views.filter((view) => newest.get(view.name) === view),
    view: (name) => byName.get(name),
  };
}

function readView(root: string, layer: View['layer'], file: string): View {
  const where = `${layer}/${file}`;
  const [, name, version] = /^([a-z][a-z0-9_]*)\.v([1-9]\d*)\.sql$/.exec(file) ?? [];
  if (!name || !version) throw new CatalogBroken('sql: a view is named name.vN.sql', { where });
  const parsed = viewSchema.safeParse(
    parse(readFileSync(`${root}/${layer}/${name}.v${version}.yml`, 'utf8')),
  );
  if (!parsed.success)
    throw new CatalogBroken(`sql: ${z.prettifyError(parsed.error)}`, { where: where.replace(/sql$/, 'yml') });
  const { columns, depends_on, deprecated, ...rest } = parsed.data;
  return {
    ...rest,
    ...(deprecated && { deprecated }),
    name,
    version: Number(version),
    layer,
    file: where,
    sql: readFileSync(`${root}/${where}`, 'utf8'),
    dependsOn: depends_on,
    columns: columnsOf(columns),
    cases: rest.cases as readonly QueryCase[],
  };
}

function inOrder(found: readonly View[], byName: ReadonlyMap<string, View>): View[] {
  const ordered = new Set<View>();
  const visit = (view: View, path: readonly string[]): void => {
    if (path.includes(view.name))
      throw new CatalogBroken('sql: views read each other in a circle', {
        where: [...path, view.name].join(' → '),
      });
    for (const name of view.dependsOn) {
      const needed = byName.get(name);
      if (!needed) throw new CatalogBroken(`sql: there is no view ${name}`, { where: view.file });
      visit(needed, [...path, view.name]);
    }
    ordered.add(view);
  };
  for (const view of found) visit(view, []);
  return [...ordered];
}
