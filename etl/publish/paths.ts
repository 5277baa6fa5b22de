import { join } from 'node:path';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { TableName } from '../tables/index.ts';

/** Where manifests and the lease lie, below the root. */
export const MANIFEST_FOLDER = 'curated/_manifests';

/** What an engine may spill to while a night runs, below the root. Names that begin with `_` are no tables. */
export const SPILL_FOLDER = 'curated/_spill';

/** Folder of one table of one tenant, below the root. */
export const tenantFolder = (table: TableName, tenantId: TenantId): string =>
  `curated/${table}/tenant_id=${tenantId}`;

/** The parts of a curated file's path. */
export interface CuratedFile {
  readonly table: TableName;
  readonly tenantId: TenantId;
  /** `YYYY-MM`, `YYYY-MM-DD` or `late`. */
  readonly period: string;
  readonly snapshot: string;
}

/** Path of a table's file below the root: `curated/<table>/tenant_id=T/period=P/<snapshot>/part-0.parquet`. */
export const curatedFile = ({ table, tenantId, period, snapshot }: CuratedFile): string =>
  `${tenantFolder(table, tenantId)}/period=${period}/${snapshot}/part-0.parquet`;

/** Absolute path of a tenant's manifest. */
export const manifestFile = (root: string, tenantId: TenantId): string =>
  join(root, MANIFEST_FOLDER, `tenant_id=${tenantId}.json`);
