import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { CallRevisions, Engine, EngineSession } from '../../run/index.ts';
import { Connections } from './connections.ts';
import { filesRows, literal } from './literals.ts';
import { bytesSetting, Memory } from './memory.ts';
import { DuckDbPeriod } from './period.ts';
import { rowsOf } from './rows-of.ts';
import { writeRows } from './write-rows.ts';
import { writeSums } from './write-sums.ts';

/** Codecs of Parquet that the engine writes. */
export type Compression = 'snappy' | 'zstd';

/** How the engine uses the machine. */
export interface DuckDbOptions {
  /** Codec of the Parquet files; see {@link DUCKDB_DEFAULTS}. */
  readonly compression?: Compression;
  /** Threads of a statement; several statements run at a time. */
  readonly threads?: number;
  /** Bytes that DuckDB keeps in memory; what is more goes to the spill folder. */
  readonly memoryBytes?: number;
  /** Bytes of lines that a period holds as documents. What is more becomes rows before it is written, which costs half as much again. */
  readonly heldBytes?: number;
}

/**
 * Snappy, because every BI tool opens it. One thread a statement: two on two cores wait for each other for a sixth of the
 * CPU time. The limit is for what DuckDB counts, which is a third of what a night has resident; with more, a tenant-day of
 * ten thousand documents gains a few per cent of its time.
 */
export const DUCKDB_DEFAULTS = {
  compression: 'snappy',
  threads: 1,
  memoryBytes: 300_000_000,
  heldBytes: 192 << 20,
} as const;

/** The engine that writes Parquet in this process, with DuckDB. */
export function duckdbEngine(options: DuckDbOptions = {}): Engine {
  const { compression, threads, memoryBytes, heldBytes } = { ...DUCKDB_DEFAULTS, ...options };
  return {
    async open(spillFolder): Promise<EngineSession> {
      const instance = await DuckDBInstance.create(':memory:', {
        threads: String(threads),
        memory_limit: bytesSetting(memoryBytes),
        temp_directory: spillFolder,
        // Documents that come in the order of a table's file need not be sorted for it.
        preserve_insertion_order: 'true',
      });
      const connections = await Connections.to(instance);
      const memory = new Memory(connections, memoryBytes);
      return {
        begin: async (timeZone, days, kind = 'month') =>
          new DuckDbPeriod({ connections, memory, timeZone, days, kind, compression, heldBytes }),
        // Not on the connection of a period that may be under way.
        revisions: (files) => connections.use((connection) => readRevisions(connection, files)),
        holdAny: (...asked) => connections.use((connection) => holdAny(connection, ...asked)),
        writeSums: (...summed) => writeSums({ connections, compression }, ...summed),
        writeRows: (table, ...into) => writeRows({ connections, compression }, table, ...into),
        async close() {
          connections.close();
        },
      };
    },
  };
}

async function readRevisions(connection: DuckDBConnection, files: readonly string[]): Promise<CallRevisions> {
  const answer = await connection.runAndReadAll(`SELECT call_id, revision FROM ${filesRows(files)}`);
  // By columns: an object a row takes as long again as to read them.
  const [calls = [], revisions = []] = answer.getColumns();
  return new Map(calls.map((call, row) => [String(call), String(revisions[row])]));
}

/** Calls that are asked for in one statement, whose text holds their ids: a million took 600 MB. */
const ASKED_AT_A_TIME = 10_000;

async function holdAny(
  connection: DuckDBConnection,
  files: readonly string[],
  callIds: readonly string[],
): Promise<boolean> {
  for (let from = 0; from < callIds.length; from += ASKED_AT_A_TIME) {
    const ids = literal(JSON.stringify(callIds.slice(from, from + ASKED_AT_A_TIME)));
    const rows = await rowsOf(
      connection,
      `SELECT call_id FROM ${filesRows(files)}
        WHERE call_id IN (SELECT unnest(from_json(${ids}, '["VARCHAR"]'))) LIMIT 1`,
    );
    if (rows.length > 0) return true;
  }
  return false;
}
