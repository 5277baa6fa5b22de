import { CHANGES, CURRENT_VIEW, filesOf, POINTERS } from '../../etl/engines/athena/index.ts';
import { PERIOD_TABLES, type PeriodTableName, type TableName } from '../../etl/tables/index.ts';
import type { Fence } from '../../sql/fence/index.ts';

/** What the fence comes to in Glue and S3 (docs/aws-lake.md, "What the catalog holds"). */
export interface Reach {
  /** Glue tables with rows of all tenants: each needs the row filter. */
  readonly tables: readonly string[];
  /** Athena views, which show no more than the tables below them do. */
  readonly views: readonly string[];
  /** Folders of the tenant's files below the bucket, with a slash at the end. */
  readonly folders: readonly string[];
}

const isPeriodTable = (table: TableName): table is PeriodTableName => table in PERIOD_TABLES;

/** Relations and folders behind the fence's tables and views. */
export function reachOf(fence: Fence): Reach {
  const inPeriods = fence.tables.filter(isPeriodTable);
  const others = fence.tables.filter((table) => !isPeriodTable(table));
  const small = [POINTERS, CHANGES];
  return {
    tables: [...inPeriods.map((table) => filesOf(table).name), ...others, ...small.map(({ name }) => name)],
    views: [...inPeriods, CURRENT_VIEW, ...fence.views],
    folders: [
      ...fence.tables.map((table) => fence.folder(table)),
      ...small.map(({ folder }) => `${folder}/tenant_id=${fence.tenantId}/`),
    ],
  };
}
