import { existsSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import type { FileOperation, FileWatch } from './watch-files.ts';

/**
 * What a power cut would leave: of a file only what was synced, of a folder only the names that were in it when it was
 * synced. Follows the calls of {@link watchFiles}; what was there before counts as safe.
 */
export class DiskModel {
  readonly #root: string;
  /** Files with bytes, and folders with names, that are not on disk yet. */
  readonly #unsafe = new Set<string>();
  /** Files and folders whose name is not on disk yet, with the folder that has to be synced. */
  readonly #nameless = new Map<string, string>();
  readonly faults: string[] = [];
  /** Names of the pointers that took effect. */
  readonly pointedBy = new Set<string>();
  readonly #isPointer: (path: string) => boolean;

  constructor(root: string, isPointer: (path: string) => boolean) {
    this.#root = root;
    this.#isPointer = isPointer;
  }

  readonly watch: FileWatch = {
    before: (operation) => this.#before(operation),
    after: (operation) => this.#after(operation),
  };

  /** What of a file would be lost. */
  lost(path: string): string[] {
    const lost = this.#unsafe.has(path) ? [`bytes of ${path}`] : [];
    for (let name = path; name !== this.#root; name = dirname(name))
      if (this.#nameless.has(name)) lost.push(`name ${name}`);
    return lost;
  }

  #before({ name, path }: FileOperation): void {
    if (name === 'mkdir')
      for (let folder = path; !existsSync(folder); folder = dirname(folder))
        this.#nameless.set(folder, dirname(folder));
    if (name === 'open' || name === 'writeFile') {
      if (!existsSync(path)) this.#nameless.set(path, dirname(path));
    }
    if (name.startsWith('write')) this.#unsafe.add(path);
  }

  #after({ name, path, from }: FileOperation): void {
    if (name === 'sync') {
      this.#unsafe.delete(path);
      for (const [one, folder] of this.#nameless) if (folder === path) this.#nameless.delete(one);
    }
    if (name !== 'rename' || from === undefined) return;
    const isUnsafe = this.#unsafe.delete(from);
    this.#nameless.delete(from);
    this.#nameless.set(path, dirname(path));
    if (isUnsafe) this.#unsafe.add(path);
    if (this.#isPointer(path)) this.#pointTo(path, isUnsafe);
  }

  /** From this moment on readers are sent to the files that it names. */
  #pointTo(path: string, isUnsafe: boolean): void {
    if (isUnsafe) this.faults.push(`${path} takes effect before its bytes are safe`);
    this.pointedBy.add(basename(path));
    const named = readFileSync(path, 'utf8').matchAll(/"path":"([^"]+)"/g);
    for (const [, file = ''] of named)
      for (const lost of this.lost(`${this.#root}/${file}`)) this.faults.push(`named, and not safe: ${lost}`);
  }
}
