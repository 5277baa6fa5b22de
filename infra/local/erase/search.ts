import { open } from 'node:fs/promises';
import {
  type ErasurePlan,
  type Finding,
  type Needles,
  needles,
  SHORTEST_WORD,
} from '../../../etl/erase/index.ts';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { type FoundFile, filesBelow } from './files.ts';
import { isOwn, otherFilesOf } from './other-files.ts';
import { withParquet } from './parquet.ts';
import { ERASING_FOLDER } from './unfinished.ts';

/** A file is read in parts of this size, in bytes. */
const PART = 1 << 25;

/** Bytes of a part that the next one repeats: more than the longest call id with a longer one around it. */
const OVERLAP = 1024;

const isDatabase = ({ name }: FoundFile): boolean => name.startsWith('state.sqlite');

/** Where a file is counted, by its name below the home. */
function placeOf(file: FoundFile): string {
  if (isDatabase(file)) return 'bytes of the state database';
  const top = file.name.split('/')[0];
  return top === 'raw' || top === 'curated' || top === 'quarantine'
    ? `bytes below ${top}/`
    : 'bytes of other files';
}

/** @param buffer of {@link PART} bytes, which hold the next part when that is asked for */
async function* partsOf(path: string, buffer: Uint8Array): AsyncGenerator<Uint8Array> {
  const file = await open(path, 'r');
  try {
    for (let at = 0; ; at += PART - OVERLAP) {
      const { bytesRead } = await file.read(buffer, 0, PART, at);
      if (bytesRead > 0) yield buffer.subarray(0, bytesRead);
      if (bytesRead < PART) return;
    }
  } finally {
    await file.close();
  }
}

const isWordByte = (byte: number | undefined): boolean =>
  byte !== undefined &&
  ((byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a));

/** Farthest that a longer id can begin before a shorter one that is a part of it: the length of an id. */
const LONGEST_ID = 128;

/** Whether what was found is a part of the id of a call that stays: `call-1` in `call-1.5`. */
function isOfKept(bytes: Uint8Array, needle: string, at: number, kept: ReadonlySet<string>): boolean {
  const from = Math.max(0, at - LONGEST_ID);
  const around = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString(
    'latin1',
    from,
    at + needle.length + LONGEST_ID,
  );
  const before = /[A-Za-z0-9._:-]*$/.exec(around.slice(0, at - from))?.[0].length ?? 0;
  const rest = around.slice(at - from);
  const after = /^[A-Za-z0-9._:-]*/.exec(rest)?.[0].length ?? 0;
  const start = at - from;
  for (let first = start - before; first <= start; first += 1)
    for (let end = start + needle.length; end <= start + Math.max(after, needle.length); end += 1)
      if (kept.has(around.slice(first, end))) return true;
  return false;
}

/** Whether what was found stands there as a word of its own, and as no part of the id of a call that stays. */
function isOfErased(bytes: Uint8Array, needle: string, at: number, kept: ReadonlySet<string>): boolean {
  const isWord = !isWordByte(bytes[at - 1]) && !isWordByte(bytes[at + Buffer.byteLength(needle)]);
  return isWord && !isOfKept(bytes, needle, at, kept);
}

interface Search {
  readonly needles: Needles;
  readonly kept: ReadonlySet<string>;
  /** What live rows of the database hold, of this tenant or another: the bytes tell nothing of these. */
  readonly inRows: ReadonlySet<string>;
  /** One for all files, one after the other: most are a thousandth of a part. */
  readonly buffer: Uint8Array;
}

async function holds(file: FoundFile, { needles: wanted, kept, inRows, buffer }: Search): Promise<boolean> {
  const strict = !isDatabase(file);
  for await (const bytes of partsOf(file.path, buffer)) {
    let found = false;
    wanted.scan(bytes, (needle, at) => {
      if (found) return;
      found = strict ? isOfErased(bytes, needle, at, kept) : !inRows.has(needle);
    });
    if (found) return true;
  }
  return false;
}

/** The texts to search for: ids, also as they stand in names, hashes of content, and the customer when one was named. */
function wantedOf({ calls, contents, selector }: ErasurePlan): Set<string> {
  const texts = [...calls].flatMap((id) => [id, encodeURIComponent(id), id.replaceAll(':', '~')]);
  const person = selector.kind === 'customer' ? [selector.value] : [];
  return new Set([...texts, ...contents, ...person].filter((text) => text.length >= SHORTEST_WORD));
}

/** Those of the texts that rows of the database hold, which were checked one by one. */
function textsInRows({ database }: Home, wanted: Needles): Set<string> {
  const found = new Set<string>();
  const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").all();
  for (const { name } of tables)
    for (const row of database.prepare(`SELECT * FROM "${String(name)}"`).iterate())
      wanted.scan(Buffer.from(Object.values(row).join('')), (needle) => found.add(needle));
  return found;
}

/** Files that can hold something of a tenant: all below the home but those of other tenants. */
async function filesToSearch({ root, tenants }: Home, tenantId: TenantId): Promise<FoundFile[]> {
  const isAnothers = ({ name }: FoundFile): boolean =>
    (/tenant_id=([a-z0-9-]+)/.exec(name)?.[1] ?? tenantId) !== tenantId;
  const own = (await filesBelow(root)).filter((file) => isOwn(file) && !isAnothers(file));
  const others = await withParquet((reader) => otherFilesOf({ root, tenants }, reader, tenantId));
  return [...own.filter(({ name }) => !name.startsWith(`${ERASING_FOLDER}/`)), ...others];
}

/**
 * Searches the names and every byte of the files below a home for what an erasure removed, in the clear. Ids of a few letters
 * are words of any text and are left out; the places have looked for them field by field.
 */
export async function searchHome(home: Home, plan: ErasurePlan): Promise<Finding[]> {
  const wanted = needles(wantedOf(plan));
  const kept = new Set(home.landings.callIds(plan.tenant_id));
  const search = {
    needles: wanted,
    kept,
    inRows: textsInRows(home, wanted),
    buffer: Buffer.allocUnsafe(PART),
  };
  const counts = new Map<string, number>();
  for (const file of await filesToSearch(home, plan.tenant_id)) {
    const name = Buffer.from(file.name);
    let inName = false;
    wanted.scan(name, (needle, at) => {
      inName ||= isOfErased(name, needle, at, kept);
    });
    if (inName || (await holds(file, search)))
      counts.set(placeOf(file), (counts.get(placeOf(file)) ?? 0) + 1);
  }
  return [...counts].map(([place, found]) => ({ place, found }));
}
