import { mkdir } from 'node:fs/promises';
import { dirname } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { Engine, EngineSession, PeriodWriter, WrittenFile } from '../../run/index.ts';
import { TABLE_NAMES, TABLES, type TableName } from '../../tables/index.ts';
import { ParquetWriteFailed } from '../errors.ts';
import { rowOrder } from '../types.ts';
import { TableBuffer } from './table-buffer.ts';

/** Codecs of Parquet that the engine writes. */
export type Compression = 'snappy' | 'zstd';

/** How the engine uses the machine. */
export interface DuckDbOptions {
  /** Codec of the Parquet files; see {@link DUCKDB_DEFAULTS}. */
  readonly compression?: Compression;
  readonly threads?: number;
  /** As DuckDB writes sizes, such as `1GB`; what is more goes to the spill folder. */
  readonly memoryLimit?: string;
}

/** Snappy, because every BI tool opens it. */
export const DUCKDB_DEFAULTS = { compression: 'snappy', threads: 2, memoryLimit: '1GB' } as const;

/** The engine that writes Parquet in this process, with DuckDB. */
export function duckdbEngine(options: DuckDbOptions = {}): Engine {
  const { compression, threads, memoryLimit } = { ...DUCKDB_DEFAULTS, ...options };
  return {
    async open(spillFolder): Promise<EngineSession> {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: String(threads),
        memory_limit: memoryLimit,
        temp_directory: spillFolder,
      });
      const connection = await instance.connect();
      return {
        begin: () => beginPeriod(connection, compression),
        async close() {
          connection.closeSync();
          instance.closeSync();
        },
      };
    },
  };
}

/** One period at a time: the tables in DuckDB carry the names of the curated ones. */
async function beginPeriod(connection: DuckDBConnection, compression: Compression): Promise<PeriodWriter> {
  const buffers = new Map<TableName, TableBuffer>();
  for (const name of TABLE_NAMES) {
    await connection.run(`DROP TABLE IF EXISTS "${name}"`);
    buffers.set(name, await TableBuffer.create(connection, TABLES[name]));
  }
  return {
    async append(table, rows) {
      try {
        buffers.get(table)?.append(rows);
      } catch (cause) {
        throw new ParquetWriteFailed(`engines: rows of table ${table} were refused`, { cause });
      }
    },
    async write(table, file) {
      await mkdir(dirname(file), { recursive: true });
      try {
        buffers.get(table)?.finish();
        await connection.run(copyStatement(table, file, compression));
        return await readFooter(connection, file);
      } catch (cause) {
        throw new ParquetWriteFailed(`engines: table ${table} could not be written`, { where: file, cause });
      }
    },
    async close() {
      for (const buffer of buffers.values()) buffer.discard();
      for (const name of TABLE_NAMES) await connection.run(`DROP TABLE IF EXISTS "${name}"`);
    },
  };
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

function copyStatement(table: TableName, file: string, compression: Compression): string {
  const columns = Object.keys(TABLES[table].columns).map((name) => `"${name}"`);
  return `COPY (SELECT ${columns.join(', ')} FROM "${table}" ORDER BY ${rowOrder(TABLES[table])})
    TO ${literal(file)} (FORMAT parquet, COMPRESSION ${compression})`;
}

/** What the file itself says, not what was meant to be written. */
async function readFooter(connection: DuckDBConnection, file: string): Promise<WrittenFile> {
  const answer = await connection.runAndReadAll(
    `SELECT num_rows, file_size_bytes FROM parquet_file_metadata(${literal(file)})`,
  );
  const [row] = answer.getRowObjects();
  return { rows: Number(row?.num_rows), bytes: Number(row?.file_size_bytes) };
}
