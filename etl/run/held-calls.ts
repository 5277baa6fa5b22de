import { join } from 'node:path';
import type { CallRevisions, EngineSession } from './ports.ts';

const NOTHING: CallRevisions = new Map();

/** What files of `calls` hold, asked once a file set: whether a period is written, and how, is decided by the same answer. */
export class HeldCalls {
  readonly #session: Pick<EngineSession, 'revisions'>;
  readonly #root: string;
  readonly #known = new Map<string, Promise<CallRevisions>>();

  constructor(session: Pick<EngineSession, 'revisions'>, root: string) {
    this.#session = session;
    this.#root = root;
  }

  /**
   * Files that cannot be read hold nothing: their documents are read again.
   * @param paths below the root of the lake
   */
  in(paths: readonly string[]): Promise<CallRevisions> {
    if (paths.length === 0) return Promise.resolve(NOTHING);
    const name = paths.join('\n');
    const known =
      this.#known.get(name) ??
      this.#session.revisions(paths.map((path) => join(this.#root, path))).catch(() => NOTHING);
    this.#known.set(name, known);
    return known;
  }

  /** Forgets them: a period's calls are thousands, and its files are looked at no more once it is written. */
  forget(paths: readonly string[]): void {
    this.#known.delete(paths.join('\n'));
  }
}
