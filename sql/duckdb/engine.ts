import { readFileSync } from 'node:fs';
import type { DuckDBConnection } from '@duckdb/node-api';
import type { Parameter, QueryResult } from '../query/index.ts';
import type { FindRelation, Warning } from './analysis/context.ts';
import { type ChunkedResult, execute, protocolRows, type Runnable } from './execute.ts';
import { openDuckDb } from './instance/index.ts';
import './native/compare.ts';
import './native/conversions.ts';
import './native/json-values.ts';
import './native/sql-json.ts';
import { type Natives, registerNatives } from './native/native.ts';
import { translate } from './translate.ts';

/** What a query may use. */
export interface Limits {
  /** As DuckDB writes it, such as `1GB`. */
  readonly memoryLimit?: string;
  readonly threads?: number;
  readonly timeoutSeconds?: number;
  readonly maxRows?: number;
}

/** What a session may use unless it says otherwise. */
export const DEFAULT_LIMITS = {
  memoryLimit: '1GB',
  threads: 2,
  timeoutSeconds: 60,
  maxRows: 100_000,
} as const;

/** A DuckDB in memory that has the macros of the prelude and runs translated queries, one after the other. */
export interface Engine {
  /** Runs DuckDB's own SQL, before the engine is locked. */
  prepare(sql: string): Promise<void>;
  /** Closes the door: from now on only the given files can be read and no setting can be changed. */
  lock(files: readonly string[]): Promise<void>;
  /**
   * Runs an Athena query; the signal breaks it off.
   * @throws {SqlRefused} @throws {QueryFailed} @throws {LimitExceeded} @throws {QueryCancelled}
   */
  run(
    sql: string,
    find: FindRelation,
    parameters: readonly Parameter[],
    signal?: AbortSignal,
  ): Promise<WarnedResult>;
  /** Runs an Athena query as `run` does, and leaves its rows in DuckDB's form. */
  read(
    sql: string,
    find: FindRelation,
    parameters: readonly Parameter[],
    signal?: AbortSignal,
  ): Promise<ChunkedResult>;
  /**
   * Runs what is translated already, wholly or not at all.
   * @throws {QueryFailed} @throws {LimitExceeded}
   */
  runTranslated(statement: Runnable): Promise<QueryResult>;
  close(): void;
}

export type { Runnable } from './execute.ts';

/** A result with what its author should know; no `warnings` when there are none. */
export interface WarnedResult extends QueryResult {
  readonly warnings?: readonly Warning[];
}

const PRELUDE = new URL('./prelude.sql', import.meta.url);

/** Opens an engine that has no tables yet. */
export async function openEngine(limits: Limits = {}): Promise<Engine> {
  const { memoryLimit, threads, timeoutSeconds, maxRows } = { ...DEFAULT_LIMITS, ...limits };
  const instance = await openDuckDb({
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  // Files are written once: what they hold is asked for by every query over them, and read once.
  await connection.run('SET parquet_metadata_cache = true');
  const natives: Natives = { known: new Set(), doubted: false };
  await loadPrelude(connection, natives);
  const inTurn = oneAfterTheOther();
  const executed = (statement: Runnable, signal?: AbortSignal) => {
    registerNatives(connection, statement.duckdbSql, natives);
    return execute(connection, statement, { timeoutSeconds, maxRows, natives, signal });
  };
  return {
    prepare: async (sql) => void (await connection.run(sql)),
    lock: (files) => lock(connection, files),
    run: (sql, find, parameters, signal) =>
      inTurn(async () => {
        const translation = translate(sql, find, parameters);
        const { warnings } = translation;
        const { columns, chunks } = await executed(translation, signal);
        const result = protocolRows(columns, chunks);
        return warnings.length > 0 ? { ...result, warnings } : result;
      }),
    read: (sql, find, parameters, signal) =>
      inTurn(async () => executed(translate(sql, find, parameters), signal)),
    runTranslated: async (statement) => {
      const { columns, chunks } = await inTurn(() => {
        // What is registered within a transaction would be undone with it.
        registerNatives(connection, statement.duckdbSql, natives);
        return wholly(connection, () => executed(statement));
      });
      return protocolRows(columns, chunks);
    },
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Gives a connection the macros that translated statements call. */
export async function loadPrelude(connection: DuckDBConnection, natives: Natives): Promise<void> {
  const prelude = readFileSync(PRELUDE, 'utf8');
  registerNatives(connection, prelude, natives);
  await connection.run(prelude);
}

/** A text as an SQL literal of DuckDB. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function lock(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

/** Undoes what a statement changed before it failed. */
async function wholly<T>(connection: DuckDBConnection, work: () => Promise<T>): Promise<T> {
  await connection.run('BEGIN');
  try {
    const result = await work();
    await connection.run('COMMIT');
    return result;
  } catch (error) {
    await connection.run('ROLLBACK');
    throw error;
  }
}

function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}
