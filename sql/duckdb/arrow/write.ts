import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { AsyncByteQueue, RecordBatchFileWriter, RecordBatchStreamWriter } from 'apache-arrow';
import type { ArrowResult } from './batches.ts';

/**
 * Writes a result in Arrow's IPC file format (also called Feather 2), batch by batch.
 * @param file absolute path
 */
export const writeArrowFile = (result: ArrowResult, file: string): Promise<void> =>
  pipeline(Readable.from(written(new RecordBatchFileWriter(), result)), createWriteStream(file));

/** A result in Arrow's IPC streaming format, for an answer that is read while it is written. */
export const arrowStream = (result: ArrowResult): Readable =>
  Readable.from(written(new RecordBatchStreamWriter(), result));

/** The bytes of a batch when their reader wants them; the library's own `throughNode` makes all batches at once. */
function* written(writer: RecordBatchFileWriter | RecordBatchStreamWriter, result: ArrowResult) {
  const sink = new Collected();
  writer.reset(sink);
  for (const batch of result.batches()) {
    writer.write(batch);
    yield* sink.take();
  }
  writer.close();
  yield* sink.take();
}

class Collected extends AsyncByteQueue {
  #parts: Uint8Array[] = [];

  override write(part: ArrayBufferView): void {
    if (part.byteLength > 0) this.#parts.push(new Uint8Array(part.buffer, part.byteOffset, part.byteLength));
  }

  take(): Uint8Array[] {
    const parts = this.#parts;
    this.#parts = [];
    return parts;
  }
}
