import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { type Table as ArrowTable, tableFromIPC, type Vector } from 'apache-arrow';
import { type FileMetaData, parquetMetadataAsync, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import { readParquet } from 'parquet-wasm';
import {
  type ColumnType,
  currentFiles,
  type NightPorts,
  type Table,
  type TableName,
} from '../../../etl/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';

export type Row = Record<string, unknown>;

/** The bytes of a file in a buffer of their own. */
async function bufferOf(path: string): Promise<ArrayBuffer> {
  const { buffer, byteOffset, byteLength } = await readFile(path);
  return buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer;
}

/** All rows of a file as hyparquet reads them: dates and timestamps are Date, bigints are bigint. */
export async function readByHyparquet(path: string, columns?: string[]): Promise<Row[]> {
  return parquetReadObjects({ file: await bufferOf(path), compressors, ...(columns && { columns }) });
}

/** What the footer of a file says. */
export const readFooter = async (path: string): Promise<FileMetaData> =>
  parquetMetadataAsync(await bufferOf(path));

/** A file as Rust's parquet crate reads it, in Arrow. */
export const readByParquetWasm = async (path: string): Promise<ArrowTable> =>
  tableFromIPC(readParquet(await readFile(path)).intoIPCStream());

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

type Decode = (type: ColumnType, value: unknown) => unknown;

/** From what a reader gives for dates, timestamps and bigints to the values of row types. */
const scalar: Decode = (type, value) => {
  if (value === null || value === undefined) return null;
  if (type === 'date') return new Date(value as Date | number).toISOString().slice(0, 10);
  if (type === 'timestamp') return new Date(value as Date | number).toISOString();
  return type === 'bigint' ? Number(value) : value;
};

/** A decoder of whole values, from how a reader shows lists and rows. */
function decoderOf(leaf: Decode, items: (value: unknown) => Iterable<unknown>): Decode {
  const decode: Decode = (type, value) => {
    if (typeof type === 'string' || value === null || value === undefined) return leaf(type, value);
    if ('array' in type) return Array.from(items(value), (item) => decode(type.array, item));
    return Object.fromEntries(
      Object.entries(type.row).map(([name, field]) => [name, decode(field, (value as Row)[name])]),
    );
  };
  return decode;
}

/** parquetjs-lite gives dictionary-coded numbers as text. */
const scalarOfParquetJs: Decode = (type, value) =>
  type === 'integer' || type === 'double'
    ? scalar(type, value === null || value === undefined ? null : Number(value))
    : scalar(type, value);

/** The values of the row types from what each reader gives. */
export const DECODERS = {
  hyparquet: decoderOf(scalar, (value) => value as unknown[]),
  /** It shows lists as they are stored: `{list: [{element: …}]}`. */
  parquetJs: decoderOf(scalarOfParquetJs, (value) =>
    ((value as { list?: { element: unknown }[] }).list ?? []).map(({ element }) => element),
  ),
  arrow: decoderOf(scalar, (value) => value as Vector),
} as const;

/** Rows of a reader in the values of the table's row type. */
export const decodeRows = ({ columns }: Table, rows: Iterable<object>, decode: Decode): Row[] =>
  Array.from(rows, (row) =>
    Object.fromEntries(
      Object.entries(columns).map(([name, { type }]) => [name, decode(type, (row as Row)[name])]),
    ),
  );

/** What a reader of the lake sees in one table now, in the order of files and rows. */
export async function visibleRows(ports: NightPorts, tenantId: TenantId, table: TableName): Promise<Row[]> {
  const { files } = await currentFiles(ports, tenantId);
  const parts = await Promise.all(files[table].map((path) => readByHyparquet(path)));
  return parts.flat();
}
