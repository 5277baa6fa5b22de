import { linkSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { z } from 'zod';
import { DRAFT_ENDING, type Fence, makeFolder, writeDurable } from './durable.ts';
import { LeaseLost, NightRunning } from './errors.ts';
import { MANIFEST_FOLDER } from './paths.ts';
import { READ_ONCE } from './read-once.ts';

/** A lease without a sign of life for this long may be taken over, in milliseconds. */
export const LEASE_MS = 2 * 60 * 1000;

const LEASE_FILE = /^_night\.(\d{8})\.json$/;
const LEASE_OR_DRAFT = /^_night\.(\d{8})\.json/;

const leaseSchema = z.object({
  run_id: z.string(),
  pid: z.number().int(),
  host: z.string(),
  taken_at: z.iso.datetime(),
  /** Last sign of life. */
  alive_at: z.iso.datetime(),
  released: z.boolean(),
});
type LeaseRecord = z.infer<typeof leaseSchema>;

/** The right to be the only night on a lake. */
export interface Lease extends Fence {
  /** @throws {LeaseLost} when another night has taken over */
  check(): Promise<void>;
  /** Lets the next night begin at once. When that cannot be written, it begins once this process has ended or was silent for long enough. */
  release(): Promise<void>;
}

/** Who asks for the lease, and by which clock. */
export interface LeaseRequest {
  readonly root: string;
  readonly runId: string;
  readonly clock: () => Date;
}

const leaseFile = (folder: string, turn: number): string =>
  join(folder, `_night.${String(turn).padStart(8, '0')}.json`);

function turnsIn(folder: string): number[] {
  return readdirSync(folder)
    .flatMap((name) => LEASE_FILE.exec(name)?.[1] ?? [])
    .map(Number)
    .sort((a, b) => b - a);
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Alive: not released, heard of lately and, on this host, owned by a process that still runs. */
function isAlive({ released, host, pid, alive_at }: LeaseRecord, now: Date): boolean {
  if (released || now.getTime() - Date.parse(alive_at) > LEASE_MS) return false;
  return host !== hostname() || isRunning(pid);
}

/** A lease file disappears only when its successor exists. */
function readLease(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause;
    throw justBegun(path, cause);
  }
}

const justBegun = (where: string, cause: unknown): NightRunning =>
  new NightRunning('publish: another night has just begun', { where, cause });

function refuseWhileAlive(path: string, now: Date): void {
  const record = leaseSchema.parse(JSON.parse(readLease(path)), READ_ONCE);
  if (!isAlive(record, now)) return;
  throw new NightRunning(
    `publish: night ${record.run_id} is running (process ${record.pid} on ${record.host})`,
    {
      where: path,
      hint: 'Wait until it is done, or end that process.',
    },
  );
}

/**
 * Every taking of the lease is a new numbered file, and a number is never used again: of two nights that find the same
 * stale lease only one can create its successor, and a late one cannot come back under an old number.
 */
async function claim(folder: string, turn: number, record: LeaseRecord): Promise<void> {
  const path = leaseFile(folder, turn);
  const draft = `${path}.${record.run_id}`;
  await writeDurable(draft, JSON.stringify(record));
  try {
    linkSync(draft, path);
  } catch (cause) {
    rmSync(draft, { force: true });
    const { code } = cause as NodeJS.ErrnoException;
    // Somebody has this number, or a later one and has removed all drafts.
    if (code !== 'EEXIST' && code !== 'ENOENT') throw cause;
    throw justBegun(path, cause);
  }
}

/**
 * Removes what earlier nights have left: their leases, and all drafts. A night that was taken for dead and is about to put a
 * draft in its place must not find it any more; so this has to be done before anything is read. What cannot be removed fails
 * the night.
 */
function removeEarlier(folder: string, turn: number): void {
  const own = leaseFile(folder, turn);
  for (const name of readdirSync(folder)) {
    const path = join(folder, name);
    const number = Number(LEASE_OR_DRAFT.exec(name)?.[1] ?? Number.POSITIVE_INFINITY);
    // The file of a later number is that of who has taken over from this one meanwhile.
    const isLeft = name.endsWith(DRAFT_ENDING) || (number <= turn && path !== own);
    if (isLeft) rmSync(path, { force: true });
  }
}

function write(path: string, record: LeaseRecord): void {
  const draft = `${path}.${record.pid}${DRAFT_ENDING}`;
  writeFileSync(draft, JSON.stringify(record));
  renameSync(draft, path);
}

/**
 * Takes the lease on a lake, over from its owner when that one is dead or silent for {@link LEASE_MS}.
 * @throws {NightRunning} when a live night holds it
 */
export async function takeLease({ root, runId, clock }: LeaseRequest): Promise<Lease> {
  const folder = join(root, MANIFEST_FOLDER);
  await makeFolder(folder);
  const turns = turnsIn(folder);
  const last = turns[0] ?? 0;
  if (last > 0) refuseWhileAlive(leaseFile(folder, last), clock());
  const taken_at = clock().toISOString();
  const record = {
    run_id: runId,
    pid: process.pid,
    host: hostname(),
    taken_at,
    alive_at: taken_at,
    released: false,
  };
  await claim(folder, last + 1, record);
  const lease = holdLease(folder, last + 1, record, clock);
  try {
    removeEarlier(folder, last + 1);
  } catch (error) {
    await lease.release();
    throw error;
  }
  return lease;
}

function holdLease(folder: string, turn: number, record: LeaseRecord, clock: () => Date): Lease {
  const path = leaseFile(folder, turn);
  const beat = (released: boolean): void => {
    try {
      write(path, { ...record, alive_at: clock().toISOString(), released });
    } catch {
      // Not worth ending the night for: the lease runs out, and check() will tell.
    }
  };
  const timer = setInterval(() => beat(false), LEASE_MS / 8);
  timer.unref();
  return {
    async check() {
      const [last] = turnsIn(folder);
      if (last === turn) return;
      throw new LeaseLost('publish: this night was taken for dead and another one took over', {
        where: path,
      });
    },
    async release() {
      clearInterval(timer);
      beat(true);
    },
  };
}
