import {
  type PagedRunner,
  StatementFailed,
  type StatementOptions,
  type StatementResult,
  wholeResult,
} from '../../etl/engines/statements/index.ts';
import {
  EngineBusy,
  EngineFailed,
  LimitExceeded,
  QueryCancelled,
  QueryFailed,
  type SqlError,
  WorkgroupUnknown,
} from '../errors.ts';
import { literal } from './literal.ts';
import type { Parameter, QueryResult, QueryRunner, RunOptions } from './runner.ts';

/** A runner whose results may also be read in parts. */
export type PagedQueryRunner = QueryRunner & Required<Pick<QueryRunner, 'pages'>>;

/** Runs queries on an engine elsewhere. Parameters are written as literals, which is how both Athena and Trino take them. */
export function queriesOn(engine: PagedRunner): PagedQueryRunner {
  const pages = (sql: string, parameters: readonly Parameter[] = [], { signal }: RunOptions = {}) =>
    typedPages(engine, sql, { parameters: parameters.map(literal), ...(signal ? { signal } : {}) });
  return { pages, run: (sql, parameters, options) => wholeResult(pages(sql, parameters, options)) };
}

async function* typedPages(
  engine: PagedRunner,
  sql: string,
  options: StatementOptions,
): AsyncGenerator<QueryResult, void> {
  try {
    for await (const page of engine.pages(sql, options)) yield lowerCase(page);
  } catch (error) {
    if (options.signal?.aborted) throw new QueryCancelled({ cause: options.signal.reason });
    throw error instanceof StatementFailed ? causeOf(error) : error;
  }
}

const lowerCase = (page: StatementResult): QueryResult => ({
  ...page,
  columns: page.columns.map(({ name, type }) => ({ name: name.toLowerCase(), type })),
});

/** Names of Athena and Trino for having too many queries. */
const BUSY = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
  'QUERY_QUEUE_FULL',
  'HTTP_429',
]);

/** The error of this layer that a failed statement is, by its cause; the engine's own words stay in `cause`. */
function causeOf(error: StatementFailed): SqlError {
  const { kind, reason, retryable, hint } = error;
  const details = { cause: error, retryable, ...(error.where === undefined ? {} : { where: error.where }) };
  if (reason === 'BYTES_SCANNED_LIMIT')
    return new LimitExceeded('sql: reads more bytes than its workgroup allows', {
      ...details,
      hint: 'Read fewer days or columns.',
    });
  if (reason === 'WORKGROUP_NOT_FOUND') return new WorkgroupUnknown(details);
  if (BUSY.has(reason)) return new EngineBusy(details);
  if (kind === 'cancelled') return new QueryCancelled(details);
  if (kind === 'resources')
    return new LimitExceeded('sql: needs more room than the engine has', {
      ...details,
      hint: 'Read fewer days or columns.',
    });
  if (kind === 'system') return new EngineFailed(details);
  const code = /^[A-Z][A-Z_]+$/.test(reason) ? reason.toLowerCase() : 'query_failed';
  return new QueryFailed(code, `sql: the engine ended the query with ${reason || 'an error'}`, {
    ...details,
    ...(hint === undefined ? {} : { hint }),
  });
}
