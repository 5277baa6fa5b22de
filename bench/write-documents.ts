import { closeSync, mkdirSync, openSync, writeFileSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { workerData } from 'node:worker_threads';
import { gzipSync } from 'node:zlib';
import { rawCallKey, sealDocument } from '../pipeline/contract/index.ts';
import { folderOf, INDEX, type Input, type TenantDay, type WriteOrder } from './corpus.ts';
import { benchDocument } from './documents.ts';

/** Documents that are compressed together; gzip members may follow each other in a file (RFC 1952, 2.2). */
const BATCH = 500;
const LINE_END = Buffer.from('\n');

function* batchesOf({ from, to }: TenantDay): Generator<[number, number]> {
  for (let start = from; start < to; start += BATCH) yield [start, Math.min(start + BATCH, to)];
}

function writeDay({ folder, inputs }: WriteOrder, day: TenantDay): void {
  const linesOf = (input: Input): number | null => {
    if (!inputs.includes(input)) return null;
    mkdirSync(folderOf(folder, input, day), { recursive: true });
    return input === 'files' ? null : openSync(join(folderOf(folder, input, day), `part-0.${input}`), 'w');
  };
  linesOf('files');
  const plain = linesOf('ndjson');
  const packed = linesOf('ndjson.gz');
  const keys: string[] = [];
  for (const [start, end] of batchesOf(day)) {
    const lines: Buffer[] = [];
    for (let position = start; position < end; position += 1) {
      const document = benchDocument({ tenantId: day.tenantId, dt: day.dt, position });
      const line = Buffer.concat([sealDocument(document), LINE_END]);
      lines.push(line);
      const key = rawCallKey({
        tenantId: day.tenantId,
        dt: day.dt,
        callId: document.call_id,
        revision: document.revision,
      });
      keys.push(key);
      if (inputs.includes('files')) writeFileSync(join(folder, 'files', key), line);
    }
    const batch = Buffer.concat(lines);
    if (plain !== null) writeSync(plain, batch);
    if (packed !== null) writeSync(packed, gzipSync(batch));
  }
  for (const file of [plain, packed]) if (file !== null) closeSync(file);
  // A store that holds many documents an object knows which: listing one must not mean reading it.
  for (const input of ['ndjson', 'ndjson.gz'] as const)
    if (inputs.includes(input))
      writeFileSync(join(folderOf(folder, input, day), `part-0${INDEX}`), keys.join('\n'));
}

const order: WriteOrder = workerData;
for (const day of order.tenantDays) writeDay(order, day);
