import { cpSync, mkdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type ColumnType, TABLE_NAMES, TABLES } from '../../etl/tables/index.ts';
import { type Catalog, versionedName } from '../../sql/catalog.ts';
import type { TenantFiles } from '../../sql/duckdb/index.ts';
import type { Trino } from './trino.ts';

/** Puts a tenant's Parquet into Trino's warehouse as Hive tables with the lake's partition keys, and creates every view. */
export async function mountLake(
  trino: Trino,
  home: string,
  { tenantId, files }: TenantFiles,
  catalog: Catalog,
): Promise<void> {
  await trino.must('CREATE SCHEMA IF NOT EXISTS hive.lake');
  for (const table of TABLE_NAMES) {
    mkdirSync(join(home, 'warehouse', table), { recursive: true });
    for (const [index, file] of files[table].entries()) {
      const [period = 'period=2026-01'] = /period=[^/]+/.exec(file) ?? [];
      const folder = join(home, 'warehouse', table, `tenant_id=${tenantId}`, period);
      mkdirSync(folder, { recursive: true });
      // Files of one period may have the same name in different snapshots.
      cpSync(file, join(folder, `${index}-${basename(file)}`));
    }
    const columns = Object.entries(TABLES[table].columns).map(
      ([name, { type }]) => `"${name}" ${trinoColumn(type)}`,
    );
    await trino.must(`DROP TABLE IF EXISTS hive.lake.${table}`);
    await trino.must(
      `CREATE TABLE hive.lake.${table} (${columns.join(', ')}, tenant_id varchar, period varchar)
       WITH (external_location = 'local:///warehouse/${table}', format = 'PARQUET', partitioned_by = ARRAY['tenant_id', 'period'])`,
    );
    await trino.must(`CALL hive.system.sync_partition_metadata('lake', '${table}', 'FULL')`);
  }
  for (const view of catalog.views)
    for (const name of catalog.view(view.name) === view
      ? [versionedName(view), view.name]
      : [versionedName(view)])
      await trino.must(`CREATE OR REPLACE VIEW hive.lake.${name} AS ${view.sql}`);
}

function trinoColumn(type: ColumnType): string {
  if (typeof type === 'string') return type;
  if ('array' in type) return `array(${trinoColumn(type.array)})`;
  return `row(${Object.entries(type.row)
    .map(([name, field]) => `"${name}" ${trinoColumn(field)}`)
    .join(', ')})`;
}
