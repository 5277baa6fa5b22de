import type { QueryExecutionStatus } from '@aws-sdk/client-athena';
import { type FailureKind, type Patience, pauseMs, rest, StatementFailed } from '../statements/index.ts';

/** Names under which Athena says that it is asked too often, or has too many queries. */
const BUSY = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
]);

/** How Athena says that a workgroup is not there, or switched off. */
const NO_WORKGROUP = /^WorkGroup\b.*\bis (?:not found|disabled)/i;

/** Repeats a request while Athena says that it is too busy; the SDK has tried a few times by then. */
export async function patiently<T>(
  patience: Patience,
  signal: AbortSignal | undefined,
  request: () => Promise<T>,
): Promise<T> {
  for (let repetition = 0; ; repetition += 1)
    try {
      return await request();
    } catch (error) {
      signal?.throwIfAborted();
      if (!(error instanceof Error)) throw error;
      if (error.name === 'InvalidRequestException')
        throw new StatementFailed(
          'user',
          NO_WORKGROUP.test(error.message) ? 'WORKGROUP_NOT_FOUND' : error.name,
          'engines: Athena does not take this request',
          { cause: error },
        );
      if (!BUSY.has(error.name)) throw error;
      if (repetition + 1 >= patience.attempts)
        throw new StatementFailed('resources', error.name, 'engines: Athena stays too busy', {
          retryable: true,
          cause: error,
        });
      await rest(pauseMs(patience, repetition), signal);
    }
}

/** Athena's error categories (AthenaError, ErrorCategory). */
const KINDS: Readonly<Record<number, FailureKind>> = { 1: 'system', 2: 'user', 3: 'other' };

/** Beginnings of reasons that say that a query was too much for the room there was. */
const EXHAUSTED = /^(?:EXCEEDED_|Query exhausted resources|GENERIC_INSUFFICIENT)/;

/** The error of a query that ended otherwise than well. Its reason may quote values and stays in `cause`. */
export function failureOf(id: string, status: QueryExecutionStatus | undefined): StatementFailed {
  const reason = status?.StateChangeReason ?? '';
  const error = status?.AthenaError;
  const kind = kindOf(status, reason);
  const word = isScanLimit(status)
    ? 'BYTES_SCANNED_LIMIT'
    : (/^([A-Z][A-Z_]{3,}):/.exec(reason)?.[1] ?? String(error?.ErrorType ?? ''));
  return new StatementFailed(kind, word, `engines: Athena ended query ${id} as ${status?.State} (${kind})`, {
    retryable:
      word !== 'BYTES_SCANNED_LIMIT' && (error?.Retryable ?? (kind === 'system' || kind === 'resources')),
    where: id,
    cause: new Error(reason),
  });
}

/** Athena cancels a query that reads more than its workgroup allows. */
const isScanLimit = (status: QueryExecutionStatus | undefined): boolean =>
  status?.State === 'CANCELLED' && /bytes scanned limit/i.test(status.StateChangeReason ?? '');

function kindOf(status: QueryExecutionStatus | undefined, reason: string): FailureKind {
  if (isScanLimit(status)) return 'resources';
  if (status?.State === 'CANCELLED') return 'cancelled';
  if (EXHAUSTED.test(reason)) return 'resources';
  return KINDS[status?.AthenaError?.ErrorCategory ?? 0] ?? 'other';
}

/** @throws {StatementFailed} always: Athena left out what its API promises */
export function missing(what: string): never {
  throw new StatementFailed('system', '', `engines: Athena gave no answer with ${what}`, { retryable: true });
}
