import {
  type FailureKind,
  type Patience,
  pauseMs,
  rest,
  StatementFailed,
  type StatementResult,
  type StatementRunner,
} from '../athena/index.ts';
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
export function trinoRunner(options: TrinoOptions): StatementRunner {
  const patience = options.patience ?? TRINO_PATIENCE;
  return {
    async run(sql, { signal } = {}) {
      for (let repetition = 0; ; repetition += 1)
        try {
          return await runOnce(options, patience, sql, signal);
        } catch (error) {
          const again = error instanceof StatementFailed && NOT_STARTED.has(error.reason);
          if (!again || repetition + 1 >= patience.attempts) throw error;
          await rest(pauseMs(patience, repetition), signal);
        }
    },
  };
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

async function runOnce(
  options: TrinoOptions,
  patience: Patience,
  sql: string,
  signal: AbortSignal | undefined,
): Promise<StatementResult> {
  signal?.throwIfAborted();
  const headers = headersOf(options);
  const statement = { url: `${options.url}/v1/statement`, method: 'POST', headers, body: sql } as const;
  let page = await request(statement, patience, signal);
  let columns: NonNullable<Page['columns']> = [];
  const rows: (readonly unknown[])[] = [];
  try {
    for (;;) {
      if (page.error) throw failure(page.error);
      if (page.columns) columns = page.columns;
      for (const row of page.data ?? []) rows.push(row);
      if (page.nextUri === undefined) break;
      signal?.throwIfAborted();
      page = await request({ url: page.nextUri, method: 'GET', headers }, patience, signal);
    }
  } catch (error) {
    if (page.nextUri !== undefined && !page.error) await cancel(page.nextUri, headers);
    throw error;
  }
  const scannedBytes = page.stats?.physicalInputBytes ?? page.stats?.processedBytes;
  return {
    columns: columns.map(({ name, type }) => ({ name, type })),
    rows,
    ...(scannedBytes === undefined ? {} : { scannedBytes }),
  };
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
