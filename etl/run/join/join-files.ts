import type { RawCallKey } from '../../../pipeline/contract/index.ts';
import type { LineFile } from '../ports.ts';
import { LineWriter } from './line-writer.ts';
import { FileReader } from './read-file.ts';
import { lineOf, type Refusal, refusalOf } from './sealed-line.ts';

/** What is asked: to join documents from a position on, as far as one line file goes. */
export interface JoinRequest {
  readonly documents: readonly RawCallKey[];
  /** Absolute path of each. */
  readonly paths: readonly string[];
  /** Absolute path of the new line file. */
  readonly out: string;
  /** Bytes after which it ends. */
  readonly linesBytes: number;
}

/** What became of the first of them; the rest waits for the next request. */
export type JoinAnswer =
  | {
      readonly lines: LineFile;
      /** How many were dealt with. */
      readonly taken: number;
      readonly refused: readonly { readonly position: number; readonly refusal: Refusal }[];
    }
  | { readonly failure: { readonly message: string; readonly code?: string; readonly syscall?: string } };

const reader = new FileReader();

function join({ documents, paths, out, linesBytes }: JoinRequest): JoinAnswer {
  const writer = new LineWriter(out, linesBytes);
  const refused: { position: number; refusal: Refusal }[] = [];
  let taken = 0;
  try {
    for (const [position, document] of documents.entries()) {
      if (writer.isFull) break;
      try {
        const line = lineOf(reader.read(paths[position] ?? ''), document);
        if (!writer.hasRoomFor(line)) break;
        writer.add(line);
      } catch (error) {
        refused.push({ position: taken, refusal: refusalOf(error) });
      }
      taken += 1;
    }
  } catch (error) {
    writer.close();
    throw error;
  }
  return { lines: writer.finish(), taken, refused };
}

function failureOf(error: unknown): JoinAnswer {
  if (!(error instanceof Error)) return { failure: { message: 'unexpected failure' } };
  const { message, code, syscall } = error as NodeJS.ErrnoException;
  // The text of an error that no system call raised is unknown and may quote content.
  if (syscall === undefined) return { failure: { message: `unexpected ${error.name}` } };
  return { failure: { message, syscall, ...(code === undefined ? {} : { code }) } };
}

/** Joins files one after the other, by calls that wait: a thread does nothing else meanwhile. */
export function joinFiles(request: JoinRequest): JoinAnswer {
  try {
    return join(request);
  } catch (error) {
    return failureOf(error);
  }
}
