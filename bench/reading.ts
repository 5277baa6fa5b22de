import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { filesOf, type Input, type TenantDay } from './corpus.ts';

const LINE_END = 0x0a;

/** The lines of a file of lines, without their ends. */
function* linesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.byteLength; ) {
    const found = bytes.indexOf(LINE_END, start);
    const end = found < 0 ? bytes.byteLength : found;
    yield bytes.subarray(start, end);
    start = end + 1;
  }
}

/** The bytes of a tenant-day's documents as whatever reads in JavaScript gets them, one after the other. */
export function* documentBytesOf(documents: string, input: Input, day: TenantDay): Generator<Buffer> {
  for (const file of filesOf(documents, input, day)) {
    const bytes = readFileSync(file);
    if (input === 'files') yield bytes;
    else yield* linesOf(input === 'ndjson.gz' ? gunzipSync(bytes) : bytes);
  }
}
