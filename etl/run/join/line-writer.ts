import { closeSync, openSync, writeSync } from 'node:fs';
import { type LineFile, LONG_LINE_BYTES, LONG_LINES_BYTES } from '../ports.ts';

const BUFFER_BYTES = 4 << 20;
const LINE_END = 0x0a;

/** Buffers of writers that are done: memory outside of the heap is given back late, and a night writes many files. */
const spare: Buffer[] = [];

/** Writes a line file with few large writes. */
export class LineWriter {
  readonly #path: string;
  readonly #limit: number;
  readonly #file: number;
  readonly #buffer = spare.pop() ?? Buffer.allocUnsafe(BUFFER_BYTES);
  #used = 0;
  #documents = 0;
  #longest = 0;
  #bytes = 0;

  /** @param limit bytes after which the file ends */
  constructor(path: string, limit: number) {
    this.#path = path;
    this.#limit = limit;
    this.#file = openSync(path, 'wx');
  }

  /** Whether the file is to end. */
  get isFull(): boolean {
    return this.#bytes >= this.#limit;
  }

  /** Whether a line may stand beside those that are there; the first one may. */
  hasRoomFor({ byteLength }: Uint8Array): boolean {
    const isLong = Math.max(this.#longest, byteLength) > LONG_LINE_BYTES;
    return !isLong || this.#documents === 0 || this.#bytes + byteLength < LONG_LINES_BYTES;
  }

  add(line: Uint8Array): void {
    this.#documents += 1;
    this.#longest = Math.max(this.#longest, line.byteLength);
    this.#bytes += line.byteLength + 1;
    if (this.#used + line.byteLength + 1 > BUFFER_BYTES) this.#flush();
    if (line.byteLength + 1 > BUFFER_BYTES) {
      writeWhole(this.#file, line);
    } else {
      this.#buffer.set(line, this.#used);
      this.#used += line.byteLength;
    }
    this.#buffer[this.#used] = LINE_END;
    this.#used += 1;
  }

  /** Ends the file. */
  finish(): LineFile {
    this.#flush();
    this.close();
    return { path: this.#path, documents: this.#documents, bytes: this.#bytes, longest: this.#longest };
  }

  /** The writer is not to be used afterwards. */
  close(): void {
    spare.push(this.#buffer);
    closeSync(this.#file);
  }

  #flush(): void {
    writeWhole(this.#file, this.#buffer.subarray(0, this.#used));
    this.#used = 0;
  }
}

function writeWhole(file: number, bytes: Uint8Array): void {
  for (let written = 0; written < bytes.byteLength; ) written += writeSync(file, bytes, written);
}
