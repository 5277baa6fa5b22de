import { open } from 'node:fs/promises';
import type { Schema } from 'apache-arrow';
import { isReference } from './content-columns.ts';
import type { ColumnTexts } from './parquet.ts';

/** Types whose values are texts, or hold some. */
const HAS_TEXT = /Utf8|Binary/;
const IS_NUMBER = /^(?:Dictionary<.*, )?U?[Ii]nt\d+/;

/** JSON knows no whole numbers of 64 bits, which can stand beside a text in a nested value. */
const writable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

function textOf(value: unknown): string {
  if (['string', 'number', 'bigint'].includes(typeof value)) return String(value);
  return value instanceof Uint8Array
    ? Buffer.from(value).toString('latin1')
    : JSON.stringify(value, writable);
}

/** Values of a column, each once. */
function textsIn(values: Iterable<unknown>): string[] {
  const texts = new Set<string>();
  for (const value of values) if (value !== null) texts.add(textOf(value));
  return [...texts];
}

const namesAndNotes = ({ fields, metadata }: Schema): string[] => [
  ...[...metadata].flat(),
  ...fields.flatMap((field) => [field.name, ...[...field.metadata].flat()]),
];

/**
 * The names of the columns and the notes, then the columns of text and of numbers that are ids, of an Apache Arrow file (IPC,
 * file or stream format), batch by batch.
 * @throws as the library does when it cannot read the file, or some way of packing it
 */
export async function* arrowColumns(path: string | Buffer): AsyncGenerator<ColumnTexts> {
  // Takes time to load, and hardly any home has such a file.
  const { RecordBatchReader } = await import('apache-arrow');
  const file = await open(path, 'r');
  try {
    // Several streams may lie one behind the other.
    for await (const reader of RecordBatchReader.readAll(file)) {
      await reader.open();
      yield { column: '', texts: namesAndNotes(reader.schema) };
      for await (const batch of reader)
        for (const [at, { name, type }] of batch.schema.fields.entries()) {
          const isId = IS_NUMBER.test(String(type)) && isReference(name);
          if (HAS_TEXT.test(String(type)) || isId)
            yield { column: name, texts: textsIn(batch.getChildAt(at) ?? []) };
        }
    }
  } finally {
    await file.close();
  }
}
