import { join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { TABLE_NAMES, type TableName } from '../tables/index.ts';
import { readManifest } from './manifest-store.ts';

/** The files that make up a tenant's tables at one version. */
export interface CurrentFiles {
  /** 0 before the first night; counts up with every publication. */
  readonly version: number;
  /** Absolute paths by table, in the order of their periods; empty for a table without rows. */
  readonly files: Readonly<Record<TableName, readonly string[]>>;
}

/**
 * Which files a reader opens. They stay where they are for {@link GRACE_MS} after a newer version has replaced them.
 * Resolve once a query: all tables of one answer belong together.
 * @throws {ManifestRefused} when the manifest is damaged
 */
export async function currentFiles(
  { curated }: { readonly curated: { readonly root: string } },
  tenantId: TenantId,
): Promise<CurrentFiles> {
  const { version, periods } = await readManifest(curated, tenantId);
  const ordered = Object.entries(periods).sort(([a], [b]) => (a < b ? -1 : 1));
  const filesOf = (table: TableName): string[] =>
    ordered.flatMap(([, { files }]) => (files[table] ? [join(curated.root, files[table].path)] : []));
  const files = Object.fromEntries(TABLE_NAMES.map((table) => [table, filesOf(table)]));
  return { version, files: files as Record<TableName, string[]> };
}
