import { createHash, randomUUID } from 'node:crypto';
import {
  type AthenaClient,
  GetQueryExecutionCommand,
  type QueryExecution,
  StartQueryExecutionCommand,
  StopQueryExecutionCommand,
} from '@aws-sdk/client-athena';
import {
  type PagedRunner,
  type Patience,
  pauseMs,
  rest,
  StatementFailed,
  type StatementOptions,
  type StatementResult,
  wholeResult,
} from '../statements/index.ts';
import { failureOf, missing, patiently } from './athena-failure.ts';
import { resultPages } from './athena-result.ts';

/** Where statements run and where their results go. */
export interface AthenaOptions {
  readonly client: AthenaClient;
  readonly database: string;
  /** Data catalog; Glue's by default. */
  readonly catalog?: string;
  readonly workgroup: string;
  /** `s3://bucket/prefix/`; left out when the workgroup sets it. Results are copies of rows: erasure has to know this place. */
  readonly outputLocation?: string;
  /** How Athena is asked whether a statement has ended, and how often it is borne that Athena is too busy, fails or cannot be reached. */
  readonly patience?: Patience;
  /**
   * Name of a piece of work: the same statement under the same name is started once, even by a process that takes over
   * from one that was killed. Without it each call starts a statement of its own.
   */
  readonly work?: string;
  /** How old a result of the same statement may be to be given again instead of reading anything, in minutes: 1 to 10,080. */
  readonly reuseMinutes?: number;
}

export const ATHENA_PATIENCE: Patience = { firstMs: 200, mostMs: 5000, attempts: 12 };
export const GLUE_CATALOG = 'AwsDataCatalog';

/** Runs statements on Athena. */
export function athenaRunner(options: AthenaOptions): PagedRunner {
  const pages = (sql: string, asked: StatementOptions = {}) => statementPages(options, sql, asked);
  return { pages, run: (sql, asked) => wholeResult(pages(sql, asked)) };
}

async function* statementPages(
  options: AthenaOptions,
  sql: string,
  { signal, parameters }: StatementOptions,
): AsyncGenerator<StatementResult, void> {
  const { client, patience = ATHENA_PATIENCE } = options;
  signal?.throwIfAborted();
  checkLengths(parameters);
  const id = await start(options, patience, { sql, parameters }, signal);
  let running = true;
  try {
    signal?.throwIfAborted();
    const execution = await ended(client, patience, id, signal);
    running = !ENDED.has(execution.Status?.State ?? '');
    if (execution.Status?.State !== 'SUCCEEDED') throw failureOf(id, execution.Status);
    yield* resultPages(client, patience, execution, signal);
  } catch (error) {
    if (running) await stop(client, id);
    signal?.throwIfAborted();
    throw error;
  }
}

/** 64 characters, as Athena wants 32 to 128. */
const tokenOf = (work: string | undefined, statement: Statement): string =>
  createHash('sha256')
    .update(JSON.stringify([work ?? randomUUID(), statement.sql, ...(statement.parameters ?? [])]))
    .digest('hex');

interface Statement {
  readonly sql: string;
  readonly parameters: readonly string[] | undefined;
}

/** Characters that Athena takes in one parameter (API reference, StartQueryExecution). */
const LONGEST_PARAMETER = 1024;

function checkLengths(parameters: readonly string[] = []): void {
  const long = parameters.findIndex((parameter) => parameter.length > LONGEST_PARAMETER);
  if (long >= 0)
    throw new StatementFailed(
      'user',
      'PARAMETER_TOO_LONG',
      `engines: Athena takes parameters of up to ${LONGEST_PARAMETER} characters`,
      { where: `parameter ${long + 1}` },
    );
}

async function start(
  { client, database, catalog = GLUE_CATALOG, workgroup, outputLocation, work, reuseMinutes }: AthenaOptions,
  patience: Patience,
  statement: Statement,
  signal: AbortSignal | undefined,
): Promise<string> {
  const command = new StartQueryExecutionCommand({
    QueryString: statement.sql,
    ...(statement.parameters?.length ? { ExecutionParameters: [...statement.parameters] } : {}),
    // The same token when the answer to the first request was lost: Athena then gives the id of the query it has.
    ClientRequestToken: tokenOf(work, statement),
    QueryExecutionContext: { Catalog: catalog, Database: database },
    WorkGroup: workgroup,
    ...(outputLocation === undefined ? {} : { ResultConfiguration: { OutputLocation: outputLocation } }),
    ...(reuseMinutes === undefined ? {} : { ResultReuseConfiguration: reuseOf(reuseMinutes) }),
  });
  // Not broken off: a query whose id is lost could not be stopped.
  const { QueryExecutionId } = await patiently(patience, signal, () => client.send(command));
  return QueryExecutionId ?? missing('an id of the query');
}

const reuseOf = (minutes: number) => ({
  ResultReuseByAgeConfiguration: { Enabled: true, MaxAgeInMinutes: minutes },
});

const RUNNING = new Set(['QUEUED', 'RUNNING']);
const ENDED = new Set(['SUCCEEDED', 'FAILED', 'CANCELLED']);

/** The query as soon as Athena does not say any more that it is under way. */
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
    if (execution && !RUNNING.has(state)) return execution;
    await rest(pauseMs(patience, repetition), signal);
  }
}

/** Tells Athena that nobody waits any more. What comes of that changes nothing for the caller. */
async function stop(client: AthenaClient, id: string): Promise<void> {
  await client
    .send(new StopQueryExecutionCommand({ QueryExecutionId: id }), { abortSignal: AbortSignal.timeout(5000) })
    .catch(() => undefined);
}
