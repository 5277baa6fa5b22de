import { open } from 'node:fs/promises';
import type { ColumnTexts } from './parquet.ts';

/** Types whose values are texts, or hold some. */
const HAS_TEXT = /Utf8|Binary/;

/** JSON knows no whole numbers of 64 bits, which can stand beside a text in a nested value. */
const writable = (_key: string, value: unknown): unknown =>
  typeof value === 'bigint' ? String(value) : value;

function textOf(value: unknown): string {
  if (typeof value === 'string') return value;
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

/**
 * The columns of text of an Apache Arrow file (IPC, file or stream format), batch by batch.
 * @throws as the library does when it cannot read the file, or some way of packing it
 */
export async function* arrowColumns(path: string): AsyncGenerator<ColumnTexts> {
  // Takes time to load, and hardly any home has such a file.
  const { RecordBatchReader } = await import('apache-arrow');
  const file = await open(path, 'r');
  try {
    const reader = await RecordBatchReader.from(file);
    for await (const batch of reader)
      for (const [at, { name, type }] of batch.schema.fields.entries()) {
        if (!HAS_TEXT.test(String(type)) && name !== 'call_id') continue;
        yield { column: name, texts: textsIn(batch.getChildAt(at) ?? []) };
      }
  } finally {
    await file.close();
  }
}
