import { once } from 'node:events';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { RawDocument } from '../../plan/index.ts';
import { ahead } from './ahead.ts';
import { type JoinAnswer, type JoinRequest, joinFiles } from './join-files.ts';
import { byCall, type Joined, type Joiner, PARTS_AHEAD } from './joined.ts';

/** Documents that are handed to the thread at a time; some more than fit into one line file, since the others are handed over again. */
const SLICE = 4_096;

/** Joins files of this machine; when there are many, in a thread of its own, so that reading goes on beside the engine. */
export class FileJoiner implements Joiner {
  readonly #folder: string;
  readonly #pathOf: (key: string) => string;
  readonly #linesBytes: number;
  readonly #few: number;
  #thread: Worker | null = null;
  /** The thread answers one request after the other. */
  #underway: Promise<unknown> = Promise.resolve();
  #files = 0;
  /** Documents that were read without a thread. */
  #here = 0;

  constructor(
    folder: string,
    pathOf: (key: string) => string,
    { linesBytes, few }: { readonly linesBytes: number; readonly few: number },
  ) {
    this.#folder = folder;
    this.#pathOf = pathOf;
    this.#linesBytes = linesBytes;
    this.#few = few;
  }

  join(documents: readonly RawDocument[]): AsyncIterableIterator<Joined> {
    return ahead(this.#parts(byCall(documents)), PARTS_AHEAD);
  }

  async close(): Promise<void> {
    const thread = this.#thread;
    this.#thread = null;
    await thread?.terminate();
  }

  async *#parts(documents: readonly RawDocument[]): AsyncGenerator<Joined> {
    for (let done = 0; done < documents.length; ) {
      const slice = documents.slice(done, done + SLICE);
      this.#files += 1;
      const out = join(this.#folder, `documents.${this.#files}.lines`);
      const { lines, taken, refused } = await this.#ask({
        documents: slice,
        paths: slice.map(({ key }) => this.#pathOf(key)),
        out,
        linesBytes: this.#linesBytes,
      });
      const bad = new Map(refused.map(({ position, refusal }) => [slice[position], refusal]));
      yield {
        lines,
        landed: slice.slice(0, taken).filter((raw) => !bad.has(raw)),
        refused: [...bad].flatMap(([raw, refusal]) => (raw ? [{ raw, refusal }] : [])),
      };
      done += taken;
    }
  }

  async #ask(request: JoinRequest): Promise<Exclude<JoinAnswer, { failure: unknown }>> {
    const before = this.#underway;
    const answered = before.catch(() => undefined).then(() => this.#answer(request));
    this.#underway = answered;
    const answer = await answered;
    if (!('failure' in answer)) return answer;
    const { message, ...rest } = answer.failure;
    throw Object.assign(new Error(message), rest);
  }

  /** @throws what ended the thread, such as a lack of memory; the next request gets a new one. */
  async #answer(request: JoinRequest): Promise<JoinAnswer> {
    const asked = request.documents.length;
    if (this.#thread === null && this.#here + asked <= this.#few) {
      this.#here += asked;
      return joinFiles(request);
    }
    this.#thread ??= new Worker(new URL('./worker.ts', import.meta.url));
    this.#thread.postMessage(request);
    try {
      const [answer] = await once(this.#thread, 'message');
      return answer as JoinAnswer;
    } catch (error) {
      this.#thread = null;
      throw error;
    }
  }
}
