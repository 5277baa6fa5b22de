import type { ErrorDetails } from '../../../pipeline/contract/index.ts';
import { type Patience, pauseMs, rest, StatementFailed } from '../statements/index.ts';

/** A page of an answer, as Trino's client protocol has it (trino.io/docs, "Trino client REST API"). */
export interface Page {
  readonly columns?: readonly { readonly name: string; readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: {
    readonly errorName: string;
    readonly errorType: string;
    readonly message: string;
  };
  readonly nextUri?: string;
  readonly stats?: { readonly processedBytes?: number; readonly physicalInputBytes?: number };
}

/** Answers that the protocol tells clients to try again. */
const AGAIN = new Set([429, 502, 503, 504]);

/** One request of the protocol. */
export interface ProtocolRequest {
  readonly url: string;
  readonly method: 'POST' | 'GET';
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * Sends one request and reads its answer to the end, again while the server is busy or the connection breaks. A POST whose
 * answer was lost is not sent again, nor broken off by the signal: the statement may be running, and without the answer it
 * could not be cancelled.
 * @throws {StatementFailed}
 */
export async function request(
  { url, ...init }: ProtocolRequest,
  patience: Patience,
  signal?: AbortSignal,
): Promise<Page> {
  const whole = init.method === 'GET' && signal ? { ...init, signal } : init;
  for (let repetition = 0; ; repetition += 1) {
    const answer = await attempt(url, whole);
    if (!(answer instanceof StatementFailed)) return answer;
    signal?.throwIfAborted();
    const passing = answer.retryable && (init.method === 'GET' || answer.reason.startsWith(REFUSED));
    if (!passing || repetition + 1 >= patience.attempts) throw answer;
    await rest(pauseMs(patience, repetition), signal);
  }
}

/** Reasons that begin so are answers of the server itself, which then runs nothing. */
const REFUSED = 'HTTP_';

async function attempt(url: string, init: RequestInit): Promise<Page | StatementFailed> {
  try {
    const response = await fetch(url, init);
    if (response.ok) return pageOf(await response.text());
    void response.body?.cancel().catch(() => undefined);
    return unanswered(`${REFUSED}${response.status}`, `answered HTTP ${response.status}`, {
      retryable: AGAIN.has(response.status),
    });
  } catch (cause) {
    return unanswered('UNREACHABLE', 'cannot be reached', { retryable: true, cause });
  }
}

const unanswered = (reason: string, what: string, details: ErrorDetails): StatementFailed =>
  new StatementFailed('system', reason, `engines: Trino ${what}`, details);

/** An answer's page. What a parser says of any other text quotes it, and so is left out. */
function pageOf(body: string): Page | StatementFailed {
  const page = parsed(body);
  return typeof page === 'object' && page !== null
    ? page
    : unanswered('UNREADABLE', 'answered with what is no page', { retryable: true });
}

function parsed(body: string): unknown {
  try {
    return MAY_BE_LARGE.test(body) ? JSON.parse(body, exactInteger) : JSON.parse(body);
  } catch {
    return undefined;
  }
}

/** The digits of 2^53; most pages have no number of so many, and are read three times as fast without the reviver. */
const MAY_BE_LARGE = /\d{16}/;

/** Integers beyond 2^53 as text, so that they stay exact. */
const exactInteger = (_: string, value: unknown, { source = '' }: { source?: string } = {}): unknown =>
  typeof value === 'number' && !Number.isSafeInteger(value) && /^-?\d+$/.test(source) ? source : value;
