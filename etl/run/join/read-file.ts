import { closeSync, fstatSync, openSync, readSync } from 'node:fs';
import { DocumentRefused, MAX_JSON_BYTES } from '../../../pipeline/contract/index.ts';

/** Reads whole files one after the other into memory that is used again: what is returned is good until the next read. */
export class FileReader {
  #buffer = Buffer.allocUnsafe(256 << 10);

  /**
   * The bytes of a file.
   * @throws {DocumentRefused} `too_large` before a file is read that no document can be
   */
  read(path: string): Uint8Array {
    const file = openSync(path, 'r');
    try {
      let used = 0;
      for (;;) {
        const wanted = this.#buffer.byteLength - used;
        const got = readSync(file, this.#buffer, used, wanted, null);
        used += got;
        if (got < wanted) return this.#buffer.subarray(0, used);
        this.#grow(fstatSync(file).size);
      }
    } finally {
      closeSync(file);
    }
  }

  #grow(size: number): void {
    if (size > MAX_JSON_BYTES)
      throw new DocumentRefused('too_large', `run: a document above ${MAX_JSON_BYTES} bytes`);
    const larger = Buffer.allocUnsafe(Math.max(2 * this.#buffer.byteLength, size + 1));
    this.#buffer.copy(larger);
    this.#buffer = larger;
  }
}
