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

/**
 * Joins documents into line files of limited size; parts come in any order and together hold each document once. Lines are
 * by day and call where the store can be read so: an engine need not sort them then.
 */
export interface Joiner {
  /** Reading begins at once, {@link PARTS_AHEAD} parts ahead of who takes them. */
  join(documents: readonly RawDocument[]): AsyncIterableIterator<Joined>;
  close(): Promise<void>;
}

/** Bytes after which a line file ends. An engine reads several of one period at a time. */
export const LINES_BYTES = 48 << 20;

/** Line files of a period that wait on disk for the engine. */
export const PARTS_AHEAD = 4;

const compare = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

/** Documents by day and call. Ids of calls are ASCII: every engine sorts them like this. */
export const byCall = (documents: readonly RawDocument[]): RawDocument[] =>
  documents.toSorted((a, b) => compare(a.dt, b.dt) || compare(a.callId, b.callId));
