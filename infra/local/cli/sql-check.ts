import { StatementFailed, type StatementRunner } from '../../../etl/engines/statements/index.ts';
import { trinoRunner } from '../../../etl/engines/trino/index.ts';
import { TABLE_NAMES } from '../../../etl/tables/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import { type Difference, differences } from '../../../sql/comparison.ts';
import type { QueryResult } from '../../../sql/query/index.ts';
import { CheckRefused } from '../errors.ts';
import { shownValue } from './formats.ts';

/** A Trino with the same lake. */
export interface CheckOptions {
  readonly check: string;
  readonly checkCatalog: string;
  readonly checkSchema: string;
  readonly checkUser: string;
}

/** Runs a query on the other engine too. What differs is a line each; none when nothing does. */
export type Check = (sql: string, ours: QueryResult, signal: AbortSignal) => Promise<string[]>;

/**
 * Makes sure that the Trino shows this tenant's rows only, and gives the check against it.
 * @throws {CheckRefused}
 */
export async function openCheck(options: CheckOptions, tenantId: TenantId): Promise<Check> {
  const { checkCatalog: catalog, checkSchema: schema, checkUser: user } = options;
  const trino = trinoRunner({ url: options.check.replace(/\/+$/, ''), user, catalog, schema });
  await refuseForeignRows(trino, tenantId);
  return async (sql, ours, signal) => {
    try {
      const { columns, rows } = await trino.run(sql, { signal });
      return differences(sql, ours, { columns, rows }).map(asLine);
    } catch (error) {
      if (!(error instanceof StatementFailed) || error.kind !== 'user') throw reachable(error);
      return [`Trino refuses it: ${error.reason}`];
    }
  };
}

/** A comparison of one tenant's rows with everybody's would be wrong, and would show them. */
async function refuseForeignRows(trino: StatementRunner, tenantId: TenantId): Promise<void> {
  const ask = async (sql: string): Promise<readonly (readonly unknown[])[]> => {
    try {
      return (await trino.run(sql)).rows;
    } catch (error) {
      throw reachable(error);
    }
  };
  const there = new Set((await ask('SHOW TABLES')).flat());
  const tables = TABLE_NAMES.filter((table) => there.has(table));
  if (tables.length === 0)
    throw new CheckRefused('sql: the Trino to check with has no tables of the lake in that schema', {
      hint: 'Name its catalog and schema: --check-catalog, --check-schema (docs/sql.md).',
    });
  const counts = tables.map(
    (table) => `SELECT count(*) AS n FROM "${table}" WHERE tenant_id IS DISTINCT FROM '${tenantId}'`,
  );
  const foreign = (await ask(counts.join(' UNION ALL '))).some(([count]) => count !== 0);
  if (foreign)
    throw new CheckRefused('sql: the Trino to check with shows rows of other tenants', {
      hint: `Mount the files of ${tenantId} alone in a schema of their own (docs/sql.md).`,
    });
}

function reachable(error: unknown): unknown {
  if (!(error instanceof StatementFailed)) return error;
  return new CheckRefused(`sql: the Trino to check with did not answer (${error.reason})`, { cause: error });
}

/** One difference, as a person reads it. */
export function asLine(difference: Difference): string {
  switch (difference.kind) {
    case 'columns':
      return `columns: here (${difference.ours}), Trino (${difference.theirs})`;
    case 'row_count':
      return `rows: here ${difference.ours}, Trino ${difference.theirs}`;
    case 'row_at':
      return `row ${difference.position}: here ${row(difference.ours)}, Trino ${row(difference.theirs)}`;
    case 'order':
      return `row ${difference.position}: the same rows in another order; name more columns in ORDER BY to settle it`;
    case 'only_ours':
      return `only here${times(difference.times)}: ${row(difference.row)}`;
    case 'only_theirs':
      return `only in Trino${times(difference.times)}: ${row(difference.row)}`;
  }
}

const row = (values: readonly unknown[] | null): string =>
  values === null ? 'none' : `(${values.map(shownValue).join(', ')})`;

const times = (count: number): string => (count === 1 ? '' : ` (${count} times)`);
