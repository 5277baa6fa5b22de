import {
  type FailureKind,
  type PagedRunner,
  type Patience,
  pauseMs,
  rest,
  StatementFailed,
  type StatementOptions,
  type StatementResult,
  wholeResult,
} from '../statements/index.ts';
import { type Page, request } from './protocol.ts';

/** Where a Trino is, and as whom to talk to it. */
export interface TrinoOptions {
  /** Base address such as `https://trino.example:8443`, without slash at the end. */
  readonly url: string;
  readonly user: string;
  readonly catalog: string;
  readonly schema: string;
  /** Sent with every request, such as `authorization`. */
  readonly headers?: Readonly<Record<string, string>>;
  readonly patience?: Patience;
}

export const TRINO_PATIENCE: Patience = { firstMs: 100, mostMs: 5000, attempts: 12 };

/** Errors before which nothing of the statement ran. */
const NOT_STARTED = new Set([
  'NO_NODES_AVAILABLE',
  'SERVER_STARTING_UP',
  'SERVER_SHUTTING_DOWN',
  'QUERY_QUEUE_FULL',
]);

/** Trino's error types, as its client protocol names them. */
const KINDS: Readonly<Record<string, FailureKind>> = {
  USER_ERROR: 'user',
  INTERNAL_ERROR: 'system',
  EXTERNAL: 'system',
  INSUFFICIENT_RESOURCES: 'resources',
};

/** Runs statements on a Trino by its client protocol. Aborting cancels the statement there. */
export function trinoRunner(options: TrinoOptions): PagedRunner {
  const pages = (sql: string, { signal, parameters }: StatementOptions = {}) =>
    statementPages(options, withParameters(sql, parameters), signal);
  return { pages, run: (sql, asked) => wholeResult(pages(sql, asked)) };
}

/** Unlike the header for prepared statements, the body of a request may be long. Trino knows EXECUTE IMMEDIATE since 418. */
function withParameters(sql: string, parameters: readonly string[] = []): string {
  if (parameters.length === 0) return sql;
  return `EXECUTE IMMEDIATE '${sql.replaceAll("'", "''")}' USING ${parameters.join(', ')}`;
}

/** Begins again while nothing of the statement ran; then no page has been given. */
async function* statementPages(
  options: TrinoOptions,
  sql: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<StatementResult, void> {
  const { patience = TRINO_PATIENCE } = options;
  for (let repetition = 0; ; repetition += 1)
    try {
      return yield* pagesOnce(options, patience, sql, signal);
    } catch (error) {
      const again = error instanceof StatementFailed && NOT_STARTED.has(error.reason);
      if (!again || repetition + 1 >= patience.attempts) throw error;
      await rest(pauseMs(patience, repetition), signal);
    }
}

const headersOf = ({ user, catalog, schema, headers }: TrinoOptions): Record<string, string> => ({
  ...headers,
  'X-Trino-User': user,
  'X-Trino-Source': 'cci',
  'X-Trino-Catalog': catalog,
  'X-Trino-Schema': schema,
  'X-Trino-Time-Zone': 'UTC',
  // Without it every timestamp comes back with three digits.
  'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
});

async function* pagesOnce(
  options: TrinoOptions,
  patience: Patience,
  sql: string,
  signal: AbortSignal | undefined,
): AsyncGenerator<StatementResult, void> {
  signal?.throwIfAborted();
  const headers = headersOf(options);
  const statement = { url: `${options.url}/v1/statement`, method: 'POST', headers, body: sql } as const;
  let page = await request(statement, patience, signal);
  let columns: StatementResult['columns'] = [];
  let ended = false;
  try {
    for (;;) {
      if (page.error) throw failure(page.error);
      if (page.columns) columns = page.columns.map(({ name, type }) => ({ name, type }));
      ended = page.nextUri === undefined;
      if (ended || page.data?.length) yield resultOf(page, columns);
      if (page.nextUri === undefined) return;
      signal?.throwIfAborted();
      page = await request({ url: page.nextUri, method: 'GET', headers }, patience, signal);
    }
  } finally {
    if (!ended && page.nextUri !== undefined && !page.error) await cancel(page.nextUri, headers);
  }
}

function resultOf({ data = [], stats }: Page, columns: StatementResult['columns']): StatementResult {
  const scannedBytes = stats?.physicalInputBytes ?? stats?.processedBytes;
  return { columns, rows: data, ...(scannedBytes === undefined ? {} : { scannedBytes }) };
}

/** Tells Trino that nobody waits any more. What comes of that changes nothing for the caller. */
async function cancel(nextUri: string, headers: Record<string, string>): Promise<void> {
  await fetch(nextUri, { method: 'DELETE', headers, signal: AbortSignal.timeout(5000) }).catch(
    () => undefined,
  );
}

function failure({ errorName, errorType, message }: NonNullable<Page['error']>): StatementFailed {
  const kind = errorName === 'USER_CANCELED' ? 'cancelled' : (KINDS[errorType] ?? 'other');
  return new StatementFailed(kind, errorName, `engines: Trino ended a statement with ${errorName}`, {
    retryable: kind === 'system' || kind === 'resources',
    cause: new Error(message),
  });
}
