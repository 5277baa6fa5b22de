import type { QueryExecutionStatus } from '@aws-sdk/client-athena';
import { type FailureKind, type Patience, pauseMs, rest, StatementFailed } from '../statements/index.ts';

/** Names under which Athena says that it is asked too often, or has too many queries. */
const BUSY = new Set([
  'TooManyRequestsException',
  'ThrottlingException',
  'Throttling',
  'RequestLimitExceeded',
]);

/** Codes of connections that broke or never came about; the SDK names its own deadline `TimeoutError`. */
const UNREACHABLE = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  'TimeoutError',
]);

/** How Athena says that a workgroup is not there, or switched off. */
const NO_WORKGROUP = /^WorkGroup\b.*\bis (?:not found|disabled)/i;

/**
 * Repeats a request while Athena is too busy, fails itself or cannot be reached; the SDK has tried a few times by then. All
 * requests bear it: a statement is started under one token.
 * @throws {StatementFailed} and the signal's reason
 */
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
      const failure = refusalOf(error);
      if (!failure.retryable || repetition + 1 >= patience.attempts) throw failure;
      await rest(pauseMs(patience, repetition), signal);
    }
}

/** The error of a request that Athena did not answer. What the SDK wrote may quote the statement and stays in `cause`. */
function refusalOf(error: unknown): StatementFailed {
  const { name = '', message = '', code = '', $metadata } = error as Partial<SdkError>;
  const status = $metadata?.httpStatusCode ?? 0;
  const failed = (kind: FailureKind, reason: string, what: string, retryable: boolean) =>
    new StatementFailed(kind, reason, `engines: ${what}`, { retryable, cause: error });
  if (name === 'InvalidRequestException')
    return failed(
      'user',
      NO_WORKGROUP.test(message) ? 'WORKGROUP_NOT_FOUND' : name,
      'Athena does not take this request',
      false,
    );
  if (BUSY.has(name)) return failed('resources', name, 'Athena stays too busy', true);
  if (status >= 500) return failed('system', name, 'Athena does not answer for a fault of its own', true);
  if (UNREACHABLE.has(code) || UNREACHABLE.has(name))
    return failed('system', 'UNREACHABLE', 'Athena cannot be reached', true);
  return failed(
    status >= 400 ? 'user' : 'other',
    name,
    'Athena refuses a request, or none could be made',
    false,
  );
}

/** What errors of the SDK and of sockets have of all that is asked for here. */
interface SdkError extends Error {
  readonly code: string;
  readonly $metadata: { readonly httpStatusCode?: number };
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
