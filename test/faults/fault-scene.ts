import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { cp, readdir, readFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll } from 'vitest';
import {
  currentFiles,
  duckdbEngine,
  type Engine,
  type EngineSession,
  type NightAccount,
  type NightPorts,
  readManifest,
  runNight,
} from '../../etl/index.ts';
import { filesOfManifest } from '../../etl/publish/index.ts';
import { sealDocument } from '../../pipeline/contract/index.ts';
import { ACME, keyOf, type Lake, lakeIn, refusedAtIngest, temporaryFolder } from '../unit/etl/builders.ts';
import { markedDocument } from './documents.ts';
import { hyparquetReader } from './read-tables.ts';
import { rememberingEngine } from './remembering-engine.ts';
import { mixtureIn, type SeenRows, standingIn } from './seen-rows.ts';

/** July is closed, August is running. */
export const NOW = '2026-08-03T02:00:00.000Z';

/** What stands before the night that something happens to, and what has to stand after it. */
export const OLD = ['a=1', 'b=1', 'c=1', 'd=1', 'f=1'];
export const NEW = ['a=2', 'b=1', 'c=2', 'd=2', 'e=1', 'f=1'];
/** Documents that can never be used: a damaged one, a foreign one, one that ingest refused. */
export const UNUSABLE = 3;

export const document = (callId: string, revision: number, dt: string) =>
  markedDocument({ tenantId: ACME, callId, revision, dt });

export const put = (lake: Lake, callId: string, revision: number, dt: string): void => {
  const marked = document(callId, revision, dt);
  lake.raw.set(keyOf(marked), sealDocument(marked));
};

function deliverOld(lake: Lake): void {
  put(lake, 'a', 1, '2026-07-01');
  put(lake, 'b', 1, '2026-07-02');
  put(lake, 'c', 1, '2026-08-01');
  put(lake, 'd', 1, '2026-08-01');
  put(lake, 'f', 1, '2026-06-01');
}

/** A call moves out of a closed month, one into another month, where it lies apart, one gets a newer revision, one is new, and three things cannot be used. */
function deliverNew(lake: Lake): void {
  put(lake, 'a', 2, '2026-08-01');
  put(lake, 'd', 2, '2026-08-01');
  put(lake, 'e', 1, '2026-08-02');
  put(lake, 'c', 2, '2026-06-02');
  lake.raw.set(keyOf(document('b', 2, '2026-08-02')), new TextEncoder().encode('{"schema_version":1'));
  lake.raw.set('raw/calls/tenant_id=acme/dt=2026-08-01/notes.txt', new Uint8Array([1]));
  const refused = refusedAtIngest('in/x.json', '2026-08-02');
  lake.pending.set(refused.quarantine_id, refused);
}

/**
 * A lake with an old version, made once for the tests of a file.
 * @returns gives every case its own copy, with the same news
 */
export function lakesWithNews(): () => Promise<Lake> {
  const folder = mkdtempSync(join(tmpdir(), 'cci-ports-'));
  const base = join(folder, 'base');
  let session: EngineSession;
  let engine: Engine;
  beforeAll(async () => {
    session = await duckdbEngine().open(folder);
    engine = rememberingEngine(session);
    const lake = await lakeIn(base);
    deliverOld(lake);
    await night({ ...lake.ports, engine });
  });
  afterAll(async () => {
    await session.close();
    rmSync(folder, { recursive: true });
  });
  return async () => {
    const root = await temporaryFolder();
    await cp(base, root, { recursive: true });
    const lake = await lakeIn(root);
    deliverOld(lake);
    deliverNew(lake);
    return { ...lake, ports: { ...lake.ports, engine } };
  };
}

/** Late calls lie apart however few there are. */
const APART = { documents: 1_000, share: 100, worth: 0, fixed: 0 };

/** Runs a night over tenant acme. */
export const night = (ports: NightPorts, at = NOW): Promise<NightAccount> =>
  runNight(ports, { tenants: [{ tenant_id: ACME, time_zone: 'UTC' }], now: () => new Date(at), late: APART });

/** A night's account, or what it rejected with. */
export type Outcome = { readonly account: NightAccount } | { readonly rejected: unknown };

export async function outcomeOf(ports: NightPorts, at?: string): Promise<Outcome> {
  try {
    return { account: await night(ports, at) };
  } catch (rejected) {
    return { rejected };
  }
}

/** Whether a night says that everything went well. */
export const saysWell = (outcome: Outcome): boolean =>
  'account' in outcome && outcome.account.balanced && outcome.account.errors.length === 0;

/** What a reader sees: which revisions stand, and what is wrong with it. */
export interface Seen {
  readonly calls: readonly string[];
  readonly rows: SeenRows;
  readonly faults: readonly string[];
}

/** What was read of files, by their hashes: of few different ones there are many copies. */
const readBefore = new Map<string, SeenRows>();

/** Reads everything that the manifest names, and compares the bytes of the files with it. */
export async function seenBy({ ports }: Lake): Promise<Seen> {
  const faults: string[] = [];
  const named = filesOfManifest(await readManifest(ports.curated, ACME));
  for (const { path, sha256 } of named) {
    const bytes = await readFile(join(ports.curated.root, path)).catch(() => null);
    const found = bytes === null ? 'missing' : createHash('sha256').update(bytes).digest('hex');
    if (found !== sha256) faults.push(`${path} is ${found}`);
  }
  const { files } = await currentFiles(ports, ACME);
  await hyparquetReader.runs(files);
  const name = named.map(({ sha256 }) => sha256).join(' ');
  const rows = readBefore.get(name) ?? (await hyparquetReader.tables(files));
  readBefore.set(name, rows);
  faults.push(...mixtureIn(rows));
  const standing = standingIn(rows);
  const calls = standing === '' ? [] : standing.split(' ').map((one) => one.replace(/=.*-0*/, '='));
  return { calls, rows, faults };
}

const GONE = spawnSync(process.execPath, ['-e', '']).pid;

/** Makes it look as if the process that held the lease had ended. */
export async function endProcess({ ports }: Lake): Promise<void> {
  const folder = join(ports.curated.root, 'curated/_manifests');
  for (const name of await readdir(folder)) {
    if (!/^_night\.\d+\.json$/.test(name)) continue;
    const path = join(folder, name);
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), pid: GONE }));
  }
}

/** Documents that two nights count as quarantined, and how many are so. */
export const quarantinedBy = (...outcomes: Outcome[]): number =>
  outcomes.reduce((sum, outcome) => sum + ('account' in outcome ? outcome.account.quarantined : 0), 0);

/** An error as the operating system gives it. */
export const systemError = (code: string, syscall: string): Error =>
  Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall });

/** Fails as a disk does: a write leaves a part of its bytes behind. */
export function failLike(name: string, path: string): never {
  if (name.startsWith('write')) {
    appendFileSync(path, '{"half');
    throw systemError('ENOSPC', 'write');
  }
  if (name === 'mkdir' || name === 'link' || name.startsWith('open')) throw systemError('ENOSPC', name);
  if (name === 'rename' || name.startsWith('rm')) throw systemError('EPERM', name);
  throw systemError('EIO', name);
}
