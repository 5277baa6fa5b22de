import { join } from 'node:path';
import type { RawDocument } from '../../plan/index.ts';
import type { RawDocuments } from '../ports.ts';
import { readAhead } from '../read-ahead.ts';
import { ahead } from './ahead.ts';
import { byCall, type Joined, type Joiner, PARTS_AHEAD } from './joined.ts';
import { LineWriter } from './line-writer.ts';
import { lineOf, type Refusal, refusalOf } from './sealed-line.ts';

/** Raw objects that are read at the same time. */
const READS_UNDERWAY = 32;

/** Joins documents that come through the port, as from a bucket. */
export class StreamJoiner implements Joiner {
  readonly #folder: string;
  readonly #raw: RawDocuments;
  readonly #linesBytes: number;
  #files = 0;

  constructor(folder: string, raw: RawDocuments, linesBytes: number) {
    this.#folder = folder;
    this.#raw = raw;
    this.#linesBytes = linesBytes;
  }

  join(documents: readonly RawDocument[]): AsyncIterableIterator<Joined> {
    return ahead(this.#parts(byCall(documents)), PARTS_AHEAD);
  }

  async close(): Promise<void> {}

  async *#parts(documents: readonly RawDocument[]): AsyncGenerator<Joined> {
    let part = this.#begin();
    try {
      for await (const [raw, bytes] of this.#read(documents)) {
        const line = lineOrRefusal(raw, bytes);
        if (!part.hasRoomFor(line)) {
          yield part.finish();
          part = this.#begin();
        }
        part.add(raw, line);
      }
      if (part.count > 0) yield part.finish();
    } finally {
      part.close();
    }
  }

  async *#read(documents: readonly RawDocument[]): AsyncGenerator<readonly [RawDocument, Uint8Array]> {
    if (!this.#raw.readMany) {
      yield* readAhead(documents, READS_UNDERWAY, ({ key }) => this.#raw.read(key));
      return;
    }
    const missing = new Map(documents.map((raw) => [raw.key, raw]));
    for await (const [key, bytes] of this.#raw.readMany([...missing.keys()])) {
      const raw = missing.get(key);
      if (!raw) continue;
      missing.delete(key);
      yield [raw, bytes];
    }
    for (const raw of missing.values()) yield [raw, await this.#raw.read(raw.key)];
  }

  #begin(): Part {
    this.#files += 1;
    const path = join(this.#folder, `documents.${this.#files}.lines`);
    return new Part(new LineWriter(path, this.#linesBytes));
  }
}

type Line = { readonly line: Uint8Array } | { readonly refusal: Refusal };

function lineOrRefusal(raw: RawDocument, bytes: Uint8Array): Line {
  try {
    return { line: lineOf(bytes, raw) };
  } catch (error) {
    return { refusal: refusalOf(error) };
  }
}

class Part {
  readonly #writer: LineWriter;
  readonly #landed: RawDocument[] = [];
  readonly #refused: { raw: RawDocument; refusal: Refusal }[] = [];
  #open = true;

  constructor(writer: LineWriter) {
    this.#writer = writer;
  }

  get count(): number {
    return this.#landed.length + this.#refused.length;
  }

  hasRoomFor(line: Line): boolean {
    return !this.#writer.isFull && (!('line' in line) || this.#writer.hasRoomFor(line.line));
  }

  add(raw: RawDocument, line: Line): void {
    if ('refusal' in line) {
      this.#refused.push({ raw, ...line });
      return;
    }
    this.#writer.add(line.line);
    this.#landed.push(raw);
  }

  finish(): Joined {
    this.#open = false;
    return { lines: this.#writer.finish(), landed: this.#landed, refused: this.#refused };
  }

  close(): void {
    if (this.#open) this.#writer.close();
    this.#open = false;
  }
}
