/** Raw objects in, sealed lines out: what can be used of a period's documents, joined into few large files for the engine. */
import type { RawDocuments } from '../ports.ts';
import { FileJoiner } from './file-joiner.ts';
import { type Joiner, LINES_BYTES } from './joined.ts';
import { StreamJoiner } from './stream-joiner.ts';

export type { Joined, Joiner } from './joined.ts';
export type { Refusal } from './sealed-line.ts';

/**
 * Opens the joiner that suits the store.
 * @param folder absolute path of an existing folder for line files; the names `documents.*` are its own
 * @param linesBytes bytes after which a line file ends
 */
export function openJoiner(raw: RawDocuments, folder: string, linesBytes: number = LINES_BYTES): Joiner {
  const { pathOf } = raw;
  return pathOf
    ? new FileJoiner(folder, (key) => pathOf(key), linesBytes)
    : new StreamJoiner(folder, raw, linesBytes);
}
