import type { RawDocument } from '../../plan/index.ts';
import type { LineFile } from '../ports.ts';
import type { Refusal } from './sealed-line.ts';

/** A part of a period's documents, ready for the engine. */
export interface Joined {
  /** Without a document when none of them could be used. */
  readonly lines: LineFile;
  readonly landed: readonly RawDocument[];
  readonly refused: readonly { readonly raw: RawDocument; readonly refusal: Refusal }[];
}

/** Joins documents into line files of limited size; parts come in any order and together hold each document once. */
export interface Joiner {
  /** Reading begins at once, one part ahead of who takes them. */
  join(documents: readonly RawDocument[]): AsyncIterableIterator<Joined>;
  close(): Promise<void>;
}

/**
 * Bytes after which a line file ends. What an engine holds at a time grows with it; where a period has several, their documents
 * become rows before they are written, which costs half as much again.
 */
export const LINES_BYTES = 192 << 20;
