import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parse } from 'yaml';
import { z } from 'zod';
import { TABLE_NAMES } from '../etl/tables/index.ts';
import type { CatalogColumn, QueryCase } from './case-schema.ts';
import { casesSchema, columnsOf, columnsSchema, NAME } from './case-schema.ts';
import type { Catalog } from './catalog.ts';
import { derivedChecks } from './derived-checks.ts';
import { CatalogBroken } from './errors.ts';

const checkSchema = z.strictObject({
  /** What should be so, for who reads the result. */
  promise: z.string().min(1),
  /** error: do not trust the numbers; warning: look at it. */
  severity: z.enum(['error', 'warning']),
  owner: z.string().min(1),
  /** Tables and views that the SQL reads. */
  reads: z.array(z.string().regex(NAME)).min(1),
  /** What to do when it is not so. */
  advice: z.string().min(1),
  /** Columns of the rows that break the promise. */
  columns: columnsSchema,
  cases: casesSchema.min(1),
});

/** A query that must return no rows. */
export interface Check {
  readonly name: string;
  readonly promise: string;
  readonly severity: 'error' | 'warning';
  readonly owner: string;
  /** Table or view that the check follows from; null for one that is written in `sql/checks`. */
  readonly of: string | null;
  readonly reads: readonly string[];
  readonly advice: string;
  /** Athena SQL; each row that it returns breaks the promise. */
  readonly sql: string;
  /** What the `?` of the SQL stand for. */
  readonly parameters: readonly 'tenant_id'[];
  /** Columns of the rows; empty for a check that is derived from a view, whose promise says which rows it means. */
  readonly columns: readonly CatalogColumn[];
  readonly cases: readonly QueryCase[];
}

/**
 * Loads `sql/checks/*.sql` with their yml, and derives those of tenants, grains and the views' own promises from the catalog.
 * @throws {CatalogBroken} when a yml does not fit its schema, or a check reads what is not there
 */
export function loadChecks(
  catalog: Catalog,
  root: string = fileURLToPath(new URL('.', import.meta.url)),
): readonly Check[] {
  const written = readdirSync(`${root}/checks`)
    .filter((file) => file.endsWith('.sql'))
    .sort()
    .map((file) => readCheck(root, file));
  const checks = [...written, ...derivedChecks(catalog)];
  const tables: readonly string[] = TABLE_NAMES;
  for (const { name, reads } of checks)
    for (const relation of reads)
      if (!tables.includes(relation) && catalog.view(relation) === undefined)
        throw new CatalogBroken(`sql: there is no table or view ${relation}`, { where: `checks/${name}` });
  return checks;
}

function readCheck(root: string, file: string): Check {
  const name = file.replace(/\.sql$/, '');
  const where = `checks/${name}.yml`;
  if (!NAME.test(name))
    throw new CatalogBroken('sql: a check is named name.sql', { where: `checks/${file}` });
  const parsed = checkSchema.safeParse(readYml(`${root}/${where}`, where));
  if (!parsed.success) throw new CatalogBroken(`sql: ${z.prettifyError(parsed.error)}`, { where });
  const { columns, cases, ...rest } = parsed.data;
  if (cases.every(({ expect }) => expect.length === 0))
    throw new CatalogBroken('sql: a check needs a case that breaks its promise', { where });
  return {
    name,
    ...rest,
    of: null,
    sql: readFileSync(`${root}/checks/${file}`, 'utf8'),
    parameters: [],
    columns: columnsOf(columns),
    cases: cases as readonly QueryCase[],
  };
}

function readYml(file: string, where: string): unknown {
  try {
    return parse(readFileSync(file, 'utf8'));
  } catch (cause) {
    throw new CatalogBroken('sql: the yml of a check cannot be read', { where, cause });
  }
}
