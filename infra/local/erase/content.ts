import { open, stat } from 'node:fs/promises';
import { type IsKept, PART_BYTES, type Trace, tracesIn } from '../../../etl/erase/index.ts';
import { arrowColumns } from './arrow.ts';
import { isCallId, isReference } from './content-columns.ts';
import type { DiskPath } from './files.ts';
import { UNPACKERS, type Unpack } from './packed.ts';
import { type ColumnTexts, openParquet, type ParquetReader, withParquet } from './parquet.ts';
import { partsOf } from './parts.ts';

/** What a file holds, as it can be searched. */
export type Content =
  | ({ readonly kind: 'column' } & ColumnTexts)
  /** Good until the next is asked for. */
  | { readonly kind: 'bytes'; readonly bytes: Uint8Array }
  /** It is of a format that hides what it holds, and damaged. Its bytes follow. */
  | { readonly kind: 'unreadable' };

type Read = (path: DiskPath) => AsyncGenerator<Content>;

/**
 * Reads what a file holds: of Parquet and Apache Arrow the columns of text; of gzip, Zstandard and ZIP what is packed in it and of UTF-16 the
 * same text in UTF-8, each followed by its own bytes, which may name the file that was packed; of others, or of all when that is
 * asked for, the bytes as they are, of delimited text behind its columns of ids. What a file is, its first bytes tell.
 */
export type ContentOf = (path: DiskPath, how?: 'as it is') => AsyncGenerator<Content>;

/** Enough for what tells a format, and for a line of names. */
const BEGINNING_BYTES = 4096;

/** Whether a text begins with a line of names of which one is of ids or references, as delimited text does. */
function namesReferences(beginning: string): boolean {
  const [header = ''] = beginning.replace(/^\xef\xbb\xbf/, '').split(/[\r\n]/, 1);
  return header.split(/[,;\t|]/).some((name) => isReference(name.replace(/^"(.*)"$/, '$1')));
}

/** Whether there is a file that can be read: not so a link to a folder or to nothing, a socket, or what went away meanwhile. */
const isFile = (path: DiskPath): Promise<boolean> =>
  stat(path).then(
    (info) => info.isFile(),
    () => false,
  );

/** The engine opens no path that is not text: such a table is one that cannot be read. */
function textOf(path: DiskPath): string {
  if (typeof path === 'string') return path;
  throw new TypeError('infra: the name of the file is not UTF-8');
}

async function beginningOf(path: DiskPath): Promise<string> {
  const file = await open(path, 'r');
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(BEGINNING_BYTES), 0, BEGINNING_BYTES, 0);
    return buffer.toString('latin1', 0, bytesRead);
  } finally {
    await file.close();
  }
}

async function* asColumns(columns: AsyncIterable<ColumnTexts>): AsyncGenerator<Content> {
  for await (const column of columns) yield { kind: 'column', ...column };
}

async function* asBytes(parts: AsyncIterable<Uint8Array>): AsyncGenerator<Content> {
  for await (const bytes of parts) yield { kind: 'bytes', bytes };
}

/** A reader of files one after the other. */
function contentReader(parquet: ParquetReader): ContentOf {
  const buffer = Buffer.allocUnsafe(PART_BYTES);
  const plain: Read = (path) => asBytes(partsOf(path, buffer));
  const unpacked = (unpack: Unpack): Read =>
    async function* (path) {
      yield* asBytes(unpack({ path }, buffer));
      yield* plain(path);
    };
  const readers: readonly (readonly [string, Read])[] = [
    ['PAR1', (path) => asColumns(parquet.texts(textOf(path)))],
    ['ARROW1', (path) => asColumns(arrowColumns(path))],
    // Arrow's stream format has no name of its own: each of its messages begins so.
    ['\xff\xff\xff\xff', (path) => asColumns(arrowColumns(path))],
    ...UNPACKERS.map(([magic, unpack]) => [magic, unpacked(unpack)] as const),
  ];
  async function* read(path: DiskPath, beginning: string): AsyncGenerator<Content> {
    const reader = readers.find(([magic]) => beginning.startsWith(magic))?.[1];
    try {
      if (reader) {
        yield* reader(path);
        return;
      }
      if (namesReferences(beginning)) yield* asColumns(parquet.delimited(textOf(path)));
    } catch {
      // What is no table after all is searched like any text.
      if (reader && (await isFile(path))) yield { kind: 'unreadable' };
    }
    yield* plain(path);
  }
  return async function* contentOf(path, how) {
    if (!(await isFile(path))) return;
    try {
      yield* read(path, how ? '' : await beginningOf(path));
    } catch (error) {
      // It went away meanwhile.
      if (await isFile(path)) throw error;
    }
  };
}

const valuesOf = (content: Content, names: (column: string) => boolean): readonly string[] =>
  content.kind === 'column' && names(content.column) ? content.texts : [];

/** Values of a column that says that they are ids of calls. */
export const callIdsOf = (content: Content): readonly string[] => valuesOf(content, isCallId);

/** Values of a column that says that they are ids or references. */
export const referencesOf = (content: Content): readonly string[] => valuesOf(content, isReference);

/**
 * What a file gives away, and that it cannot be read.
 * @param file its name below the home
 */
export function* tracesOfContent(file: string, content: Content, isKept: IsKept): Generator<Trace> {
  if (content.kind === 'unreadable') yield { kind: 'unreadable', value: file, file };
  else {
    for (const value of callIdsOf(content)) yield { kind: 'call', value, file };
    yield* tracesIn(searchedBytes(content), isKept, file);
  }
}

/** What can be read of a file in a place where damaged ones lie for that. */
export async function* readableOf(
  contentOf: ContentOf,
  path: DiskPath,
): AsyncGenerator<Exclude<Content, { kind: 'unreadable' }>> {
  for await (const content of contentOf(path)) if (content.kind !== 'unreadable') yield content;
}

/** Opens a reader for some work, and closes it whatever comes of it. */
export const withContent = <T>(work: (contentOf: ContentOf) => Promise<T>): Promise<T> =>
  withParquet((parquet) => work(contentReader(parquet)));

/** Opens a reader for as long as something is asked for, and closes it. */
export async function* readingContent<T>(
  work: (contentOf: ContentOf) => AsyncIterable<T>,
): AsyncGenerator<T> {
  const parquet = openParquet();
  try {
    yield* work(contentReader(parquet));
  } finally {
    await parquet.close();
  }
}

/** What is searched of it: the values of a column stand on lines of their own. */
export const searchedBytes = (content: Exclude<Content, { kind: 'unreadable' }>): Uint8Array =>
  content.kind === 'bytes' ? content.bytes : Buffer.from(content.texts.join('\n'));
