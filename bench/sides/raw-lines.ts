import { createReadStream, existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { RawDocuments } from '../../etl/index.ts';
import { foldersOf } from '../../etl/plan/index.ts';
import { parseTenantId, rawCallKey, rawCallPrefix } from '../../pipeline/contract/index.ts';
import { INDEX } from '../corpus.ts';

const CHUNK_BYTES = 4 << 20;
const LINE_END = 0x0a;

function bytesOf(file: string): Readable {
  const plain = createReadStream(file, { highWaterMark: CHUNK_BYTES });
  return file.endsWith('.gz') ? plain.pipe(createGunzip({ chunkSize: CHUNK_BYTES })) : plain;
}

/** The lines of a file, without their ends, as many at a time as were read. */
async function* linesOf(file: string): AsyncGenerator<Buffer[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytesOf(file) as AsyncIterable<Buffer>) {
    const lines: Buffer[] = [];
    let start = 0;
    for (let end = chunk.indexOf(LINE_END); end >= 0; end = chunk.indexOf(LINE_END, start)) {
      const line = chunk.subarray(start, end);
      lines.push(start === 0 ? Buffer.concat([rest, line]) : line);
      start = end + 1;
    }
    const tail = chunk.subarray(start);
    rest = start === 0 ? Buffer.concat([rest, tail]) : tail;
    yield lines;
  }
  if (rest.byteLength > 0) yield [rest];
}

/** A sealed document says in its first bytes where it belongs; that is enough for a key and is checked by who reads it. */
const HEAD =
  /^\{"schema_version":1,"tenant_id":"([^"]+)","call_id":"([^"]+)","revision":"([^"]+)","started_at":"(\d{4}-\d{2}-\d{2})T/;
const HEAD_BYTES = 512;

function keyOf(line: Buffer): string {
  const [, tenant, callId, revision, dt] = HEAD.exec(line.toString('latin1', 0, HEAD_BYTES)) ?? [];
  if (!tenant || !callId || !revision || !dt) throw new RangeError('bench: a line is no sealed document');
  return rawCallKey({ tenantId: parseTenantId(tenant), dt, callId, revision });
}

function filesBelow(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { recursive: true, encoding: 'utf8', withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name));
}

/** Documents that lie as lines of large files, plain or compressed, handed over file by file. */
export function rawLines(folder: string): RawDocuments {
  // One large file a folder: a note of each key would be counted as the product's memory.
  const heldIn = new Map<string, string>();
  const fileOf = (key: string) => heldIn.get(dirname(key));
  async function* readMany(keys: readonly string[]): AsyncGenerator<readonly [string, Uint8Array]> {
    const wanted = new Set(keys);
    for (const file of new Set(keys.map(fileOf)))
      for await (const lines of file === undefined ? [] : linesOf(file))
        for (const line of lines) {
          const key = keyOf(line);
          if (wanted.has(key)) yield [key, line];
        }
  }
  return {
    async *list(tenantId) {
      const files = filesBelow(join(folder, rawCallPrefix(tenantId)));
      for (const index of files.filter((file) => file.endsWith(INDEX))) {
        const held = files.find((file) => file !== index && dirname(file) === dirname(index));
        if (held === undefined) throw new RangeError('bench: an index without its documents');
        for (const listed of foldersOf(readFileSync(index, 'utf8').split('\n'))) {
          // A copy: the folder is a part of the index's text, which would stay with it.
          heldIn.set(Buffer.from(listed.folder).toString(), held);
          yield listed;
        }
      }
    },
    async read(key) {
      for await (const [, line] of readMany([key])) return line;
      throw new RangeError('bench: a key that was not listed');
    },
    readMany,
  };
}
