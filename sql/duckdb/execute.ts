import type { DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import { LimitExceeded, QueryCancelled, QueryFailed, type SqlError } from '../errors.ts';
import type { QueryResult } from '../query/index.ts';
import type { Natives } from './native/native.ts';
import type { Translated } from './translate.ts';
import { protocolValue } from './values.ts';

/** DuckDB SQL, and the columns that it gives. */
export type Runnable = Pick<Translated, 'duckdbSql' | 'columns'>;

/** A result as DuckDB holds it, in chunks of up to 2048 rows. */
export interface ChunkedResult extends Pick<Runnable, 'columns'> {
  readonly chunks: readonly DuckDBDataChunk[];
  readonly rowCount: number;
}

const INTERRUPT_MS = 50;

export interface Execution {
  readonly timeoutSeconds: number;
  readonly maxRows: number;
  readonly natives: Natives;
  readonly signal: AbortSignal | undefined;
}

/**
 * Runs DuckDB SQL and takes all of its rows, as chunks that DuckDB keeps.
 * @throws {QueryFailed} @throws {LimitExceeded} @throws {QueryCancelled}
 */
export async function execute(
  connection: DuckDBConnection,
  { duckdbSql, columns }: Runnable,
  { timeoutSeconds, maxRows, natives, signal }: Execution,
): Promise<ChunkedResult> {
  if (signal?.aborted) throw new QueryCancelled();
  let late = false;
  let again: NodeJS.Timeout | undefined;
  natives.doubted = false;
  // An interruption that comes before the engine has begun is lost.
  const breakOff = () => {
    again ??= setInterval(() => connection.interrupt(), INTERRUPT_MS);
    connection.interrupt();
  };
  const timer = setTimeout(() => {
    late = true;
    breakOff();
  }, timeoutSeconds * 1000);
  signal?.addEventListener('abort', breakOff);
  try {
    const result = { columns, ...(await readChunks(connection, duckdbSql, maxRows)) };
    if (natives.doubted && HOLDS_TRY.test(duckdbSql)) throw new Error('trino:NOT_PROVEN');
    if (result.rowCount > maxRows)
      throw new LimitExceeded(`sql: more than ${maxRows} rows`, { hint: 'Add LIMIT, or group the rows.' });
    return result;
  } catch (error) {
    if (signal?.aborted) throw new QueryCancelled();
    if (late)
      throw new LimitExceeded(`sql: took longer than ${timeoutSeconds} seconds`, {
        hint: 'Read fewer days, or group earlier.',
      });
    throw failure(error);
  } finally {
    clearTimeout(timer);
    clearInterval(again);
    signal?.removeEventListener('abort', breakOff);
  }
}

async function readChunks(connection: DuckDBConnection, sql: string, maxRows: number) {
  const result = await connection.stream(sql);
  const chunks: DuckDBDataChunk[] = [];
  let rowCount = 0;
  while (rowCount <= maxRows) {
    const chunk = await result.fetchChunk();
    if (!chunk || chunk.rowCount === 0) break;
    chunks.push(chunk);
    rowCount += chunk.rowCount;
  }
  return { chunks, rowCount };
}

/** Some of a result's chunks as rows of Trino's protocol. */
export const protocolRows = (
  columns: Runnable['columns'],
  chunks: readonly DuckDBDataChunk[],
): QueryResult => ({
  columns: columns.map(({ name, type }) => ({ name, type })),
  rows: chunks.flatMap((chunk) =>
    chunk
      .getRows()
      .map((row) =>
        row.map((value, index) => protocolValue(value, columns[index]?.trinoType ?? { kind: 'unknown' })),
      ),
  ),
});

/** TRY makes any failure NULL, also one that says that a value is not proven; then the whole statement is refused. */
const HOLDS_TRY = /\bTRY\(/;

/** What a failure of a guard means, by its code. */
export const GUARDED: { readonly [code: string]: string } = {
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
