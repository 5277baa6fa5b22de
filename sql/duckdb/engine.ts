import { readFileSync } from 'node:fs';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { LimitExceeded, QueryFailed, type SqlError } from '../errors.ts';
import type { Parameter, QueryResult } from '../query/index.ts';
import type { FindRelation } from './analysis/context.ts';
import './native/compare.ts';
import './native/conversions.ts';
import './native/json-values.ts';
import './native/sql-json.ts';
import { type Natives, registerNatives } from './native/native.ts';
import { translate } from './translate.ts';
import { protocolValue } from './values.ts';

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
   * Runs an Athena query.
   * @throws {SqlRefused} @throws {QueryFailed} @throws {LimitExceeded}
   */
  run(sql: string, find: FindRelation, parameters: readonly Parameter[]): Promise<QueryResult>;
  close(): void;
}

const PRELUDE = new URL('./prelude.sql', import.meta.url);

/** Opens an engine that has no tables yet. */
export async function openEngine(limits: Limits = {}): Promise<Engine> {
  const { memoryLimit, threads, timeoutSeconds, maxRows } = { ...DEFAULT_LIMITS, ...limits };
  const instance = await DuckDBInstance.create(':memory:', {
    memory_limit: memoryLimit,
    threads: String(threads),
    temp_directory: '',
    autoinstall_known_extensions: 'false',
    autoload_known_extensions: 'false',
    allow_community_extensions: 'false',
  });
  const connection = await instance.connect();
  await connection.run("SET TimeZone = 'UTC'");
  const natives: Natives = { known: new Set(), doubted: false };
  const prelude = readFileSync(PRELUDE, 'utf8');
  registerNatives(connection, prelude, natives);
  await connection.run(prelude);
  const inTurn = oneAfterTheOther();
  const translated = (sql: string, find: FindRelation, parameters: readonly Parameter[]) => {
    const translation = translate(sql, find, parameters);
    registerNatives(connection, translation.duckdbSql, natives);
    return translation;
  };
  return {
    prepare: async (sql) => void (await connection.run(sql)),
    lock: (files) => lock(connection, files),
    run: (sql, find, parameters) =>
      inTurn(() =>
        execute(connection, translated(sql, find, parameters), { timeoutSeconds, maxRows, natives }),
      ),
    close: () => {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** A text as an SQL literal of DuckDB. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

async function lock(connection: DuckDBConnection, files: readonly string[]): Promise<void> {
  await connection.run(`SET allowed_paths = [${files.map(literal).join(', ')}]`);
  await connection.run('SET enable_external_access = false');
  await connection.run('SET lock_configuration = true');
}

function oneAfterTheOther(): <T>(work: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const next = last.then(work, work);
    last = next.catch(() => undefined);
    return next;
  };
}

async function execute(
  connection: DuckDBConnection,
  { duckdbSql, columns }: ReturnType<typeof translate>,
  { timeoutSeconds, maxRows, natives }: { timeoutSeconds: number; maxRows: number; natives: Natives },
): Promise<QueryResult> {
  let late = false;
  natives.doubted = false;
  const timer = setTimeout(() => {
    late = true;
    connection.interrupt();
  }, timeoutSeconds * 1000);
  try {
    const reader = await connection.streamAndReadUntil(duckdbSql, maxRows + 1);
    const rows = reader.getRows();
    if (natives.doubted && HOLDS_TRY.test(duckdbSql)) throw new Error('trino:NOT_PROVEN');
    if (rows.length > maxRows)
      throw new LimitExceeded(`sql: more than ${maxRows} rows`, { hint: 'Add LIMIT, or group the rows.' });
    return {
      columns: columns.map(({ name, type }) => ({ name, type })),
      rows: rows.map((row) =>
        row.map((value, index) => protocolValue(value, columns[index]?.trinoType ?? { kind: 'unknown' })),
      ),
    };
  } catch (error) {
    if (late)
      throw new LimitExceeded(`sql: took longer than ${timeoutSeconds} seconds`, {
        hint: 'Read fewer days, or group earlier.',
      });
    throw failure(error);
  } finally {
    clearTimeout(timer);
  }
}

/** TRY makes any failure NULL, also one that says that a value is not proven; then the whole statement is refused. */
const HOLDS_TRY = /\bTRY\(/;

const GUARDED: { readonly [code: string]: string } = {
  NOT_PROVEN: 'a value is one for which this engine is not proven to agree with Athena',
  NOT_PROVEN_ANY_OF_SEVERAL: 'any_value has several different values to choose from',
  DIVISION_BY_ZERO: 'division by zero',
  INVALID_CAST_ARGUMENT: 'a value cannot be converted',
  INVALID_FUNCTION_ARGUMENT: 'an argument is out of range',
  NOT_SUPPORTED: 'a value holds a NULL that cannot be compared',
  NUMERIC_VALUE_OUT_OF_RANGE: 'a number is out of the range of its type',
};

/** DuckDB's messages may quote values, so only what kind of failure it was is told. */
function failure(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof LimitExceeded || error instanceof TypeError) return error;
  const { message } = error;
  const code = /trino:([A-Z_]+)/.exec(message)?.[1];
  const known = code && GUARDED[code];
  if (known) return new QueryFailed(code.toLowerCase(), `sql: ${known}`);
  return (
    byKind(message) ??
    new QueryFailed(
      'engine_failed',
      `sql: the engine could not run it: ${message.split('\n')[0]?.slice(0, 200)}`,
    )
  );
}

function byKind(message: string): SqlError | null {
  if (/^Out of Memory/.test(message))
    return new LimitExceeded('sql: needs more memory than the session allows', {
      hint: 'Read fewer days or columns.',
    });
  if (/^(Out of Range|Overflow)/.test(message) || /overflow|out of range/i.test(message))
    return new QueryFailed('numeric_value_out_of_range', 'sql: a number is out of the range of its type');
  if (/^Conversion/.test(message))
    return new QueryFailed('invalid_cast_argument', 'sql: a value cannot be converted');
  if (/More than one row/.test(message))
    return new QueryFailed('subquery_multiple_rows', 'sql: a scalar subquery has returned several rows');
  return /^Invalid Input/.test(message)
    ? new QueryFailed('invalid_function_argument', 'sql: an argument is out of range')
    : null;
}
