import { useEffect, useState } from 'preact/hooks';
import type { FailureBody } from '../api/index.ts';

/** Answers that this page remembers, to show at once on the way back and to ask the server only whether they changed. */
const REMEMBERED = 80;
const memory = new Map<string, { readonly tag: string; readonly value: unknown }>();
const underWay = new Map<string, Promise<unknown>>();

/** An answer that is on its way, there, or not to be had. While a new one loads, the one before stays as `value`. */
export interface Loading<T> {
  readonly value: T | null;
  readonly loading: boolean;
  readonly failure: FailureBody['error'] | null;
}

/** Thrown when the server answers with an error, or not at all. */
export class RequestFailed extends Error {
  readonly status: number;
  readonly failure: FailureBody['error'];

  constructor(status: number, failure: FailureBody['error']) {
    super(failure.message);
    this.status = status;
    this.failure = failure;
  }
}

/**
 * Sends a request to the API; a lost session leads to the sign-in page and back.
 * @throws {RequestFailed} when it fails
 */
export async function request<T>(
  method: 'GET' | 'POST' | 'DELETE',
  path: string,
  body?: unknown,
): Promise<T> {
  const known = method === 'GET' ? memory.get(path) : undefined;
  const response = await fetch(path, {
    method,
    headers: {
      ...(body !== undefined && { 'Content-Type': 'application/json' }),
      ...(known && { 'If-None-Match': known.tag }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  }).catch(() => null);
  if (response === null) throw new RequestFailed(0, unreachable);
  if (response.status === 304 && known) return known.value as T;
  if (!response.ok) throw await failureOf(response);
  const value: unknown = response.status === 204 ? null : await response.json();
  const tag = response.headers.get('ETag');
  if (method === 'GET' && tag !== null) remember(path, tag, value);
  return value as T;
}

/** Reads an address of the API and keeps what it shows until the next answer is there. A null path reads nothing. */
export function useAnswer<T>(path: string | null): Loading<T> & { readonly retry: () => void } {
  const [attempt, setAttempt] = useState(0);
  const [state, setState] = useState<Loading<T>>(() => startingWith<T>(path));
  useEffect(() => {
    if (path === null) return;
    let current = true;
    const known = memory.get(path)?.value as T | undefined;
    setState((before) => ({ value: known ?? before.value, loading: true, failure: null }));
    shared<T>(path).then(
      (value) => current && setState({ value, loading: false, failure: null }),
      (error: unknown) => current && setState({ value: null, loading: false, failure: described(error) }),
    );
    return () => {
      current = false;
    };
  }, [path, attempt]);
  return { ...state, retry: () => setAttempt((count) => count + 1) };
}

/** Forgets every answer and where the reader was, as on signing out. */
export function forget(): void {
  memory.clear();
  sessionStorage.removeItem(LAST_VIEW);
}

/** What of this tab's storage holds the filters last seen, for the way back from a call. */
export const LAST_VIEW = 'cci-dashboard';

const READER = 'cci-reader';

/** Tells this browser's other tabs that somebody signed in or out: the cookie is theirs too. */
export function announceReader(): void {
  try {
    localStorage.setItem(READER, crypto.randomUUID());
  } catch {
    // Storage may be forbidden; another tab then shows its old numbers until it asks again.
  }
}

/** Loads this tab anew when another one changes who is signed in, so that it never shows one tenant under another's name. */
export function followReader(): () => void {
  const changed = ({ key }: StorageEvent) => {
    if (key !== READER) return;
    forget();
    location.reload();
  };
  addEventListener('storage', changed);
  return () => removeEventListener('storage', changed);
}

function startingWith<T>(path: string | null): Loading<T> {
  const known = path === null ? undefined : (memory.get(path)?.value as T | undefined);
  return { value: known ?? null, loading: path !== null, failure: null };
}

/** Visuals over the same dataset ask once. */
function shared<T>(path: string): Promise<T> {
  const asked = underWay.get(path) ?? request<T>('GET', path).finally(() => underWay.delete(path));
  underWay.set(path, asked);
  return asked as Promise<T>;
}

function remember(path: string, tag: string, value: unknown): void {
  memory.delete(path);
  memory.set(path, { tag, value });
  for (const oldest of memory.keys()) {
    if (memory.size <= REMEMBERED) break;
    memory.delete(oldest);
  }
}

const unreachable = {
  code: 'unreachable',
  message: 'The server does not answer.',
  hint: 'Is `cci serve` still running? Try again when it is.',
} as const;

async function failureOf(response: Response): Promise<RequestFailed> {
  if (response.status === 401 && location.pathname !== '/sign-in') {
    const next = `${location.pathname}${location.search}`;
    location.assign(`/sign-in?next=${encodeURIComponent(next)}`);
  }
  const body: unknown = await response.json().catch(() => null);
  const failure = (body as FailureBody | null)?.error;
  return new RequestFailed(
    response.status,
    failure ?? { code: 'unreadable', message: `The server answered ${response.status}.` },
  );
}

const described = (error: unknown): FailureBody['error'] =>
  error instanceof RequestFailed ? error.failure : { code: 'internal', message: 'This did not work.' };
