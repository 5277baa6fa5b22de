import { join } from 'node:path';
import type { RawDocument } from '../../plan/index.ts';
import { LONG_LINE_BYTES } from '../ports.ts';
import { readAhead } from '../read-ahead.ts';
import { ahead } from './ahead.ts';
import { type JoinAnswer, type JoinRequest, joinFiles } from './join-files.ts';
import { byCall, type Joined, type Joiner, PARTS_AHEAD } from './joined.ts';
import { ReaderThread } from './reader-thread.ts';

/** Most documents that are handed to a thread at a time; some more than fit into one line file, since the others are handed over again. */
const SLICE = 4_096;

/** Threads that read: while one waits for the disk, another one need not. */
const THREADS = 2;

/** How much longer a line file may become than planned, so that it need not leave a few documents to another one. */
const OVERLONG = 1.25;

const threads = (): readonly ReaderThread[] => Array.from({ length: THREADS }, () => new ReaderThread());

/** What one request made, and the documents that it left. */
interface Part {
  readonly joined: Joined;
  readonly rest: readonly RawDocument[];
}

/** Joins files of this machine; when there are many, in threads of its own, so that reading goes on beside the engine. */
export class FileJoiner implements Joiner {
  readonly #folder: string;
  readonly #pathOf: (key: string) => string;
  readonly #linesBytes: number;
  readonly #few: number;
  #threads = threads();
  #files = 0;
  /** Documents that were read without a thread. */
  #here = 0;
  /** What a document took in the last line file without long lines; 0 before there is one. */
  #documentBytes = 0;

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
    const ended = this.#threads;
    this.#threads = threads();
    await Promise.all(ended.map((thread) => thread.end()));
  }

  async *#parts(documents: readonly RawDocument[]): AsyncGenerator<Joined> {
    // In slices of the same length, each for one line file, as far as that can be known.
    const files = Math.ceil((documents.length * this.#documentBytes) / this.#linesBytes);
    const length = files > 0 ? Math.min(SLICE, Math.ceil(documents.length / files)) : SLICE;
    const limit = files > 0 ? this.#linesBytes * OVERLONG : this.#linesBytes;
    const read = (slice: readonly RawDocument[]): Promise<Part> => this.#part(slice, limit);
    for await (const [, first] of readAhead(slicesOf(documents, length), THREADS, read)) {
      yield first.joined;
      for (let { rest } = first; rest.length > 0; ) {
        const next = await this.#part(rest, this.#linesBytes);
        yield next.joined;
        rest = next.rest;
      }
    }
  }

  /** @param slice at least one document */
  async #part(slice: readonly RawDocument[], linesBytes: number): Promise<Part> {
    this.#files += 1;
    const { lines, taken, refused } = await this.#ask({
      documents: slice,
      paths: slice.map(({ key }) => this.#pathOf(key)),
      out: join(this.#folder, `documents.${this.#files}.lines`),
      linesBytes,
    });
    if (lines.documents > 0 && lines.longest <= LONG_LINE_BYTES)
      this.#documentBytes = lines.bytes / lines.documents;
    const bad = new Map(refused.map(({ position, refusal }) => [slice[position], refusal]));
    const joined = {
      lines,
      landed: slice.slice(0, taken).filter((raw) => !bad.has(raw)),
      refused: [...bad].flatMap(([raw, refusal]) => (raw ? [{ raw, refusal }] : [])),
    };
    return { joined, rest: slice.slice(taken) };
  }

  async #ask(request: JoinRequest): Promise<Exclude<JoinAnswer, { failure: unknown }>> {
    const answer = await this.#answer(request);
    if (!('failure' in answer)) return answer;
    const { message, ...rest } = answer.failure;
    throw Object.assign(new Error(message), rest);
  }

  async #answer(request: JoinRequest): Promise<JoinAnswer> {
    const asked = request.documents.length;
    const [least] = [...this.#threads].sort((one, other) => one.waiting - other.waiting);
    const staysHere = this.#threads.every(({ isUnused }) => isUnused) && this.#here + asked <= this.#few;
    if (least !== undefined && !staysHere) return least.ask(request);
    this.#here += asked;
    return joinFiles(request);
  }
}

function* slicesOf<T>(items: readonly T[], length: number): Generator<readonly T[]> {
  for (let done = 0; done < items.length; done += length) yield items.slice(done, done + length);
}
