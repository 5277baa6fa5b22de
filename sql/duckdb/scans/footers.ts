import type { DuckDBConnection } from '@duckdb/node-api';
import { literal } from '../engine.ts';

/** The pages of one column in one row group: those of all its leaves, when it has parts. */
export interface Chunk {
  /** Compressed, as they lie in the file. */
  readonly bytes: number;
  /** Smallest and greatest value as texts; null when the footer does not say, or the column has parts. */
  readonly least: string | null;
  readonly greatest: string | null;
}

/** A row group of a file: its columns by their names in the table. */
export type RowGroup = ReadonlyMap<string, Chunk>;

/** Reads what the footers of Parquet files say of their columns: one entry a row group, of all the files. */
export async function readFooters(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<RowGroup[]> {
  const reader = await connection.runAndReadAll(
    `SELECT file_name, row_group_id, path_in_schema, total_compressed_size, stats_min_value, stats_max_value
     FROM parquet_metadata([${files.map(literal).join(', ')}])`,
  );
  const groups = new Map<string, Map<string, Chunk>>();
  for (const [file, group, path, bytes, least, greatest] of reader.getRows()) {
    const [name = '', ...parts] = String(path).split(', ');
    const columns = groups.get(`${group} ${file}`) ?? new Map<string, Chunk>();
    groups.set(`${group} ${file}`, columns);
    columns.set(name, {
      bytes: (columns.get(name)?.bytes ?? 0) + Number(bytes),
      least: parts.length > 0 ? null : textOf(least),
      greatest: parts.length > 0 ? null : textOf(greatest),
    });
  }
  return [...groups.values()];
}

const textOf = (value: unknown): string | null => (typeof value === 'string' ? value : null);
