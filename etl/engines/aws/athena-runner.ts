import { createHash, randomUUID } from 'node:crypto';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import { type Patience, pauseMs, rest, type StatementResult, type StatementRunner } from '../athena/index.ts';
import { failureOf, missing, patiently } from './athena-failure.ts';
import { readResult } from './athena-result.ts';

/** Where statements run and where their results go. */
export interface AthenaOptions {
  readonly client: AthenaClient;
  readonly database: string;
  /** Data catalog; Glue's by default. */
  readonly catalog?: string;
  readonly workgroup: string;
  /** `s3://bucket/prefix/`; left out when the workgroup sets it. Results are copies of rows: erasure has to know this place. */
  readonly outputLocation?: string;
  /** How Athena is asked whether a statement has ended, and how often a refusal for being too busy is borne. */
  readonly patience?: Patience;
  /**
   * Name of a piece of work: the same statement under the same name is started once, even by a process that takes over
   * from one that was killed. Without it each call starts a statement of its own.
   */
  readonly work?: string;
}

export const ATHENA_PATIENCE: Patience = { firstMs: 200, mostMs: 5000, attempts: 12 };
export const GLUE_CATALOG = 'AwsDataCatalog';

/** Runs statements on Athena. */
export function athenaRunner(options: AthenaOptions): StatementRunner {
  const patience = options.patience ?? ATHENA_PATIENCE;
  return {
    async run(sql, { signal } = {}) {
      signal?.throwIfAborted();
      const id = await start(options, patience, sql, signal);
      try {
        signal?.throwIfAborted();
        const execution = await ended(options.client, patience, id, signal);
        return await result(options.client, patience, execution, signal);
      } catch (error) {
        if (!signal?.aborted) throw error;
        await stop(options.client, id);
        throw signal.reason;
      }
    },
  };
}

/** 64 characters, as Athena wants 32 to 128. */
const tokenOf = (work: string | undefined, sql: string): string =>
  createHash('sha256')
    .update(JSON.stringify([work ?? randomUUID(), sql]))
    .digest('hex');

async function start(
  { client, database, catalog = GLUE_CATALOG, workgroup, outputLocation, work }: AthenaOptions,
  patience: Patience,
  sql: string,
  signal: AbortSignal | undefined,
): Promise<string> {
  const command = new StartQueryExecutionCommand({
    QueryString: sql,
    // The same token when the answer to the first request was lost: Athena then gives the id of the query it has.
    ClientRequestToken: tokenOf(work, sql),
    QueryExecutionContext: { Catalog: catalog, Database: database },
    WorkGroup: workgroup,
    ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
  });
  // Not broken off: a query whose id is lost could not be stopped.
  const { QueryExecutionId } = await patiently(patience, signal, () => client.send(command));
  return QueryExecutionId ?? missing('an id of the query');
}

const RUNNING = new Set(['QUEUED', 'RUNNING']);

/** @throws {StatementFailed} when the statement ended otherwise than well */
async function ended(
  client: AthenaClient,
  patience: Patience,
  id: string,
  signal: AbortSignal | undefined,
): Promise<QueryExecution> {
  for (let repetition = 0; ; repetition += 1) {
    const { QueryExecution: execution } = await patiently(patience, signal, () =>
      client.send(
        new GetQueryExecutionCommand({ QueryExecutionId: id }),
        signal ? { abortSignal: signal } : {},
      ),
    );
    const state = execution?.Status?.State ?? missing('the state of the query');
    if (execution && state === 'SUCCEEDED') return execution;
    if (!RUNNING.has(state)) throw failureOf(id, execution?.Status);
    await rest(pauseMs(patience, repetition), signal);
  }
}

async function result(
  client: AthenaClient,
  patience: Patience,
  execution: QueryExecution,
  signal: AbortSignal | undefined,
): Promise<StatementResult> {
  const answer = await readResult(client, patience, execution, signal);
  const scannedBytes = execution.Statistics?.DataScannedInBytes;
  return scannedBytes === undefined ? answer : { ...answer, scannedBytes };
}

/** Tells Athena that nobody waits any more. What comes of that changes nothing for the caller. */
async function stop(client: AthenaClient, id: string): Promise<void> {
  await client.send(new StopQueryExecutionCommand({ QueryExecutionId: id })).catch(() => undefined);
}
