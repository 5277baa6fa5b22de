import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RawDocument } from '../../plan/index.ts';
import { ahead } from './ahead.ts';
import type { Joined, Joiner } from './joined.ts';
import type { JoinAnswer, JoinRequest } from './worker.ts';

/** Documents that are handed to the thread at a time; more than fit into one line file. */
const SLICE = 8_192;

/** Joins files of this machine in a thread of its own, so that reading goes on beside the engine. */
export class FileJoiner implements Joiner {
  readonly #folder: string;
  readonly #pathOf: (key: string) => string;
  #thread: Worker | null = null;
  /** The thread answers one request after the other. */
  #underway: Promise<unknown> = Promise.resolve();
  #files = 0;

  constructor(folder: string, pathOf: (key: string) => string) {
    this.#folder = folder;
    this.#pathOf = pathOf;
  }

  join(documents: readonly RawDocument[]): AsyncIterableIterator<Joined> {
    return ahead(this.#parts(documents));
  }

  async close(): Promise<void> {
    await this.#thread?.terminate();
  }

  async *#parts(documents: readonly RawDocument[]): AsyncGenerator<Joined> {
    for (let done = 0; done < documents.length; ) {
      const slice = documents.slice(done, done + SLICE);
      this.#files += 1;
      const out = join(this.#folder, `documents.${this.#files}.lines`);
      const { lines, taken, refused } = await this.#ask({
        documents: slice.map(({ key, tenantId, dt, callId, revision }) => ({
          path: this.#pathOf(key),
          tenantId,
          dt,
          callId,
          revision,
        })),
        out,
      });
      const bad = new Map(refused.map(({ position, refusal }) => [slice[position], refusal]));
      yield {
        lines: { path: out, ...lines },
        landed: slice.slice(0, taken).filter((raw) => !bad.has(raw)),
        refused: [...bad].flatMap(([raw, refusal]) => (raw ? [{ raw, refusal }] : [])),
      };
      done += taken;
    }
  }

  async #ask(request: JoinRequest): Promise<Exclude<JoinAnswer, { failure: unknown }>> {
    this.#thread ??= new Worker(new URL('./worker.ts', import.meta.url));
    const thread = this.#thread;
    const before = this.#underway;
    const answered = (async (): Promise<JoinAnswer> => {
      await before.catch(() => undefined);
      thread.postMessage(request);
      const [answer] = await once(thread, 'message');
      return answer as JoinAnswer;
    })();
    this.#underway = answered;
    const answer = await answered;
    if (!('failure' in answer)) return answer;
    const { message, ...rest } = answer.failure;
    throw Object.assign(new Error(message), rest);
  }
}
