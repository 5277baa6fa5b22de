import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { setTimeout } from 'node:timers/promises';
import { canonicalRows, isOrdered } from '../../sql/comparison.ts';
import type { Answer } from './trino-adapter.ts';

/** What a real Trino says: a result, or the name of its error. */
export type TrinoAnswer = Answer | { readonly error: string };

interface Page {
  readonly columns?: readonly { readonly type: string }[];
  readonly data?: readonly (readonly unknown[])[];
  readonly error?: { readonly errorName: string; readonly message: string };
  readonly nextUri?: string;
}

/** Script that starts a real Trino, beside the repository on a development machine. */
export const TRINO_SCRIPT = new URL('../../../shared/tools/trino/trino', import.meta.url).pathname;
export const hasTrino = (): boolean => existsSync(TRINO_SCRIPT);

/** A client of a Trino's HTTP protocol. */
export interface Trino {
  ask(sql: string): Promise<TrinoAnswer>;
  /** @throws {Error} when Trino rejects the statement */
  must(sql: string): Promise<Answer>;
  stop(): void;
}

/** Starts a Trino whose files lie under `home`, on a port of its own. */
export function startTrino(home: string, port: number): Trino {
  const environment = { ...process.env, TRINO_HEAP: process.env.TRINO_HEAP ?? '1500M' };
  const script = (...args: string[]) =>
    execFileSync(TRINO_SCRIPT, args, { env: environment, encoding: 'utf8' });
  script('up', '--home', home, '--port', String(port));
  const ask = (sql: string) => query(`http://127.0.0.1:${port}/v1/statement`, sql);
  return {
    ask,
    must: async (sql) => {
      const answer = await ask(sql);
      if ('error' in answer) throw new Error(`Trino rejects ${sql.slice(0, 200)}: ${answer.error}`);
      return answer;
    },
    stop: () => void script('down', '--home', home),
  };
}

const HEADERS = {
  'X-Trino-User': 'test',
  'X-Trino-Catalog': 'hive',
  'X-Trino-Schema': 'lake',
  'X-Trino-Time-Zone': 'UTC',
  // Without it every timestamp comes back with three digits.
  'X-Trino-Client-Capabilities': 'PARAMETRIC_DATETIME',
};

/** What a Trino on a busy machine says when its only node missed a heartbeat; nothing of the statement has run then. */
const NOT_READY = new Set(['NO_NODES_AVAILABLE', 'SERVER_STARTING_UP']);
const ATTEMPTS = 40;
const PAUSE_MS = 500;

/** Asks again while the server says that it is not ready; that is no answer to the statement. */
async function query(address: string, sql: string): Promise<TrinoAnswer> {
  for (let attempt = 1; ; attempt += 1) {
    const answer = await askOnce(address, sql);
    if (!('error' in answer) || !NOT_READY.has(answer.error)) return answer;
    if (attempt === ATTEMPTS) throw new Error(`Trino is not ready: ${answer.error}`);
    await setTimeout(PAUSE_MS);
  }
}

async function askOnce(address: string, sql: string): Promise<TrinoAnswer> {
  let page = await read(await fetch(address, { method: 'POST', body: sql, headers: HEADERS }));
  let types: readonly string[] = [];
  const rows: (readonly unknown[])[] = [];
  for (;;) {
    if (page.error) return { error: page.error.errorName };
    if (page.columns) types = page.columns.map(({ type }) => type);
    rows.push(...(page.data ?? []));
    if (!page.nextUri) return { types, rows };
    page = await read(await fetch(page.nextUri, { headers: HEADERS }));
  }
}

async function read(response: Response): Promise<Page> {
  if (!response.ok) throw new Error(`Trino answered ${response.status}`);
  return JSON.parse(exactIntegers(await response.text())) as Page;
}

/** Integers beyond 2^53 as text, so that they stay exact. */
const exactIntegers = (json: string): string =>
  json.replace(/"(?:[^"\\]|\\.)*"|-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/g, (token) =>
    /^-?\d{16,}$/.test(token) && !Number.isSafeInteger(Number(token)) ? `"${token}"` : token,
  );

/** An answer in a form that two engines agree on: rows in any order unless the statement orders them. */
export function comparable(sql: string, { types, rows }: Answer): string {
  const canonical = canonicalRows({ columns: types.map((type) => ({ type })), rows });
  return JSON.stringify({ types, rows: isOrdered(sql) ? canonical : canonical.sort() });
}
