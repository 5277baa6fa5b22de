import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type ColumnType, TABLE_NAMES, TABLES, type TableName } from '../../etl/tables/index.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import type { TenantFiles } from '../../sql/duckdb/index.ts';

/** Rows of tables; a column that is left out is NULL. */
export type GivenRows = { readonly [T in TableName]?: readonly { readonly [column: string]: unknown }[] };

/** Parquet files of one tenant in a temporary folder, laid out as the lake lays them out. */
export interface WrittenLake extends TenantFiles {
  readonly folder: string;
  remove(): void;
}

/** DuckDB's name of a lake column's type. */
export function duckColumn(type: ColumnType): string {
  if (typeof type === 'string') return type.toUpperCase();
  if ('array' in type) return `${duckColumn(type.array)}[]`;
  return `STRUCT(${Object.entries(type.row)
    .map(([name, field]) => `"${name}" ${duckColumn(field)}`)
    .join(', ')})`;
}

/** Writes the rows as Parquet files, one a table and none for a table without rows. */
export async function writeLake(given: GivenRows, tenant = 'acme', period = '2026-01'): Promise<WrittenLake> {
  const folder = mkdtempSync(join(tmpdir(), 'cci-sql-'));
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const files = Object.fromEntries(TABLE_NAMES.map((table) => [table, [] as string[]])) as Record<
    TableName,
    string[]
  >;
  for (const table of TABLE_NAMES) {
    const rows = given[table] ?? [];
    if (rows.length === 0) continue;
    const file = join(
      folder,
      `curated/${table}/tenant_id=${tenant}/period=${period}/snapshot/part-0.parquet`,
    );
    await connection.run(
      `CREATE TABLE ${table} (${Object.entries(TABLES[table].columns)
        .map(([name, { type }]) => `"${name}" ${duckColumn(type)}`)
        .join(', ')})`,
    );
    for (const row of rows) await connection.run(insert(table, row));
    mkdirSync(join(file, '..'), { recursive: true });
    await connection.run(`COPY ${table} TO '${file}' (FORMAT parquet)`);
    files[table].push(file);
  }
  connection.closeSync();
  instance.closeSync();
  return {
    tenantId: parseTenantId(tenant),
    files,
    folder,
    remove: () => rmSync(folder, { recursive: true }),
  };
}

function insert(table: TableName, row: { readonly [column: string]: unknown }): string {
  const unknown = Object.keys(row).filter((name) => !(name in TABLES[table].columns));
  if (unknown.length > 0) throw new Error(`${table} has no column ${unknown.join(', ')}`);
  const names = Object.keys(row).map((name) => `"${name}"`);
  return `INSERT INTO ${table} (${names.join(', ')}) VALUES (${Object.values(row).map(duckLiteral).join(', ')})`;
}

/** A value as DuckDB's SQL writes it. */
export function duckLiteral(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (Array.isArray(value)) return `[${value.map(duckLiteral).join(', ')}]`;
  if (typeof value === 'object')
    return `{${Object.entries(value)
      .map(([name, item]) => `'${name}': ${duckLiteral(item)}`)
      .join(', ')}}`;
  if (typeof value === 'number' && !Number.isFinite(value)) return `CAST('${value}' AS DOUBLE)`;
  return typeof value === 'string' ? `'${value.replaceAll("'", "''")}'` : String(value);
}
