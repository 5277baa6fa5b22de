/** Raw objects in, sealed lines out: what can be used of a period's documents, joined into few large files for the engine. */
import type { RawDocuments } from '../ports.ts';
import { FileJoiner } from './file-joiner.ts';
import { type Joiner, LINES_BYTES } from './joined.ts';
import { StreamJoiner } from './stream-joiner.ts';

export type { Joined, Joiner } from './joined.ts';
export { lineOf, type Refusal } from './sealed-line.ts';

/** How documents are joined. */
export interface JoinOptions {
  /** Bytes after which a line file ends. */
  readonly linesBytes?: number;
  /** Documents that are read without a thread, where objects are files: to start one takes longer. */
  readonly few?: number;
}

/**
 * Opens the joiner that suits the store.
 * @param folder absolute path of an existing folder for line files; the names `documents.*` are its own
 */
export function openJoiner(
  raw: RawDocuments,
  folder: string,
  { linesBytes = LINES_BYTES, few = 2_000 }: JoinOptions = {},
): Joiner {
  const { pathOf } = raw;
  return pathOf
    ? new FileJoiner(folder, (key) => pathOf(key), { linesBytes, few })
    : new StreamJoiner(folder, raw, linesBytes);
}
