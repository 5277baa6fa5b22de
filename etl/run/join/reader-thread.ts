import { once } from 'node:events';
import { Worker } from 'node:worker_threads';
import type { JoinAnswer, JoinRequest } from './join-files.ts';

/** A thread that answers one request after the other. It begins with the first of them. */
export class ReaderThread {
  #worker: Worker | null = null;
  #waiting = 0;
  #underway: Promise<unknown> = Promise.resolve();
  /** Whether nobody waits for its answers any more. */
  #ended = false;

  /** Requests that it has not answered. */
  get waiting(): number {
    return this.#waiting;
  }

  /** Whether nothing was asked of it yet, or what it was asked has ended it. */
  get isUnused(): boolean {
    return this.#worker === null && this.#waiting === 0;
  }

  /** @throws what ended the thread, such as a lack of memory; the next request gets a new one */
  async ask(request: JoinRequest): Promise<JoinAnswer> {
    const answered = this.#underway.then(() => this.#answer(request));
    this.#underway = answered.catch(() => undefined);
    this.#waiting += 1;
    try {
      return await answered;
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Ends it at once; it is not to be asked again. */
  async end(): Promise<void> {
    this.#ended = true;
    await this.#worker?.terminate();
  }

  async #answer(request: JoinRequest): Promise<JoinAnswer> {
    if (this.#ended) throw new Error('run: documents were asked for, and nobody waits for them');
    this.#worker ??= new Worker(new URL('./worker.ts', import.meta.url));
    this.#worker.postMessage(request);
    try {
      const [answer] = await once(this.#worker, 'message');
      return answer as JoinAnswer;
    } catch (error) {
      this.#worker = null;
      throw error;
    }
  }
}
