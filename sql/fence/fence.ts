import { TABLE_NAMES, type TableName } from '../../etl/tables/index.ts';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { type Catalog, versionedName } from '../catalog.ts';
import { FenceBroken } from '../errors.ts';

/** The relations and files that one tenant's session may read. It may write nothing. */
export interface Fence {
  readonly tenantId: TenantId;
  readonly tables: readonly TableName[];
  /** Names of the published views, with and without their version. */
  readonly views: readonly string[];
  /** What is true of every row. */
  readonly rowFilter: string;
  /** Folder below the lake's root that holds the table's files of the tenant, with a slash at the end. */
  folder(table: TableName): string;
}

/** The fence of a tenant over the tables and the published views. */
export function tenantFence(tenantId: TenantId, catalog: Catalog): Fence {
  return {
    tenantId,
    tables: TABLE_NAMES,
    views: [
      ...new Set([...catalog.views.map(versionedName), ...catalog.current.map(({ name }) => name)]),
    ].sort(),
    rowFilter: `tenant_id = '${tenantId}'`,
    folder: (table) => `curated/${table}/tenant_id=${tenantId}/`,
  };
}

/**
 * Checks that files lie in the tenant's folder of their table, and are not led out of it again.
 * @throws {FenceBroken} naming the table, not the file
 */
export function assertWithin(fence: Fence, files: { readonly [T in TableName]: readonly string[] }): void {
  for (const table of TABLE_NAMES)
    for (const file of files[table]) {
      const [, inside] = file.split(`/${fence.folder(table)}`);
      const leaves = inside === undefined || inside.split('/').includes('..');
      if (leaves || !fence.tables.includes(table))
        throw new FenceBroken(`sql: a file of ${table} lies outside the tenant's folder`, {
          where: fence.tenantId,
        });
    }
}

/** Finds the relations within the fence only; whatever else there is does not exist for the session. */
export function fenced<R, F extends (parts: readonly string[]) => R | null>(find: F, fence: Fence): F {
  const reached = new Set<string>([...fence.tables, ...fence.views]);
  const within = (parts: readonly string[]) => (reached.has(parts.at(-1) ?? '') ? find(parts) : null);
  return Object.assign(within as F, { ...find });
}
