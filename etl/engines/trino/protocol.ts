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
 * Sends one request, again while the server is busy or the connection breaks. A POST whose answer was lost is not sent again,
 * nor broken off by the signal: the statement may be running, and without the answer it could not be cancelled.
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
    if (answer instanceof Response && answer.ok)
      return JSON.parse(exactIntegers(await answer.text())) as Page;
    signal?.throwIfAborted();
    const passing = answer instanceof Response ? AGAIN.has(answer.status) : init.method === 'GET';
    if (!passing || repetition + 1 >= patience.attempts) throw unanswered(answer);
    if (answer instanceof Response) await answer.body?.cancel();
    await rest(pauseMs(patience, repetition), signal);
  }
}

async function attempt(url: string, init: RequestInit): Promise<Response | Error> {
  try {
    return await fetch(url, init);
  } catch (error) {
    return error as Error;
  }
}

function unanswered(answer: Response | Error): StatementFailed {
  return answer instanceof Response
    ? new StatementFailed(
        'system',
        `HTTP_${answer.status}`,
        `engines: Trino answered HTTP ${answer.status}`,
        {
          retryable: AGAIN.has(answer.status),
        },
      )
    : new StatementFailed('system', 'UNREACHABLE', 'engines: Trino cannot be reached', {
        retryable: true,
        cause: answer,
      });
}

/** Integers beyond 2^53 as text, so that they stay exact. */
const exactIntegers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );
