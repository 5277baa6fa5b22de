import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import {
  type ColumnType,
  currentFiles,
  type NightPorts,
  type Table,
  type TableName,
} from '../../../etl/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';

export type Row = Record<string, unknown>;

/** All rows of a file as hyparquet reads them: dates and timestamps are Date, bigints are bigint. */
export async function readByHyparquet(path: string, columns?: string[]): Promise<Row[]> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  const file = buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
  return parquetReadObjects({ file, compressors, ...(columns && { columns }) });
}

interface ParquetJs {
  readonly ParquetReader: {
    openFile(path: string): Promise<{
      getCursor(columns: readonly (readonly string[])[]): { next(): Promise<Row | null> };
      close(): Promise<void>;
    }>;
  };
}

/** Paths of the values of a column in a file, lists being stored as `column.list.element`. */
function leaves(name: string, type: ColumnType): string[][] {
  if (typeof type === 'string') return [[name]];
  if ('array' in type) return leaves('element', type.array).map((path) => [name, 'list', ...path]);
  return Object.entries(type.row).flatMap(([field, inner]) =>
    leaves(field, inner).map((path) => [name, ...path]),
  );
}

/** All rows of a file as parquetjs-lite reads them. It fails on timestamps that are dictionary-coded, so it reads no timestamps. */
export async function readByParquetJs(path: string, { columns }: Table): Promise<Row[]> {
  const { ParquetReader } = createRequire(import.meta.url)('parquetjs-lite') as ParquetJs;
  const reader = await ParquetReader.openFile(path);
  const cursor = reader.getCursor(
    Object.entries(columns).flatMap(([name, { type }]) => (type === 'timestamp' ? [] : leaves(name, type))),
  );
  const rows: Row[] = [];
  for (let row = await cursor.next(); row; row = await cursor.next()) rows.push(row);
  await reader.close();
  return rows;
}

/** What a reader of the lake sees in one table now, in the order of files and rows. */
export async function visibleRows(ports: NightPorts, tenantId: TenantId, table: TableName): Promise<Row[]> {
  const { files } = await currentFiles(ports, tenantId);
  const parts = await Promise.all(files[table].map((path) => readByHyparquet(path)));
  return parts.flat();
}
