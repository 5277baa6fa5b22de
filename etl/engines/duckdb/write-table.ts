import type { WrittenFile } from '../../run/index.ts';
import type { TableName } from '../../tables/index.ts';
import { ParquetWriteFailed } from '../errors.ts';
import type { Connections } from './connections.ts';
import { literal } from './literals.ts';
import { parquetOptions } from './parquet-options.ts';

/** Where and how files are written. */
export interface Writes {
  readonly connections: Connections;
  /** Codec of the files. */
  readonly compression: string;
}

/** The rows of a table's file. */
export interface TableRows {
  readonly table: TableName;
  /** The query that makes them. */
  readonly rows: string;
  /** Their order; null when they come in it. */
  readonly order: string | null;
  /** How many documents they are made from, if that is known. */
  readonly documents?: number;
  /** How many of them are pruned together. */
  readonly rowGroupRows?: number;
}

/**
 * Writes a table's rows into a new file.
 * @returns how many the engine says there were
 * @throws {ParquetWriteFailed} the engine's own text stays in `cause`: it may quote values
 */
export async function writeTable(
  { connections, compression }: Writes,
  { table, rows, order, documents, rowGroupRows }: TableRows,
  file: string,
): Promise<WrittenFile> {
  const sorted = order === null ? rows : `SELECT * FROM (${rows}) ORDER BY ${order}`;
  const copy = `COPY (${sorted}) TO ${literal(file)} ${parquetOptions(compression, documents, rowGroupRows)}`;
  try {
    const answer = await connections.use((connection) => connection.runAndReadAll(copy));
    return { rows: Number(answer.getRows()[0]?.[0]) };
  } catch (cause) {
    throw new ParquetWriteFailed(`engines: table ${table} could not be written`, { where: file, cause });
  }
}
