import { existsSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describe, expect, it, onTestFinished } from 'vitest';
import { currentFiles, GRACE_MS, readManifest } from '../../../etl/index.ts';
import { LEASE_MS } from '../../../etl/publish/index.ts';
import { openHome } from '../../../infra/local/home.ts';
import { unnamedFiles } from '../lake-folder.ts';
import type { Phase } from '../phases.ts';
import { Random } from '../random.ts';
import { hyparquetReader } from '../read-tables.ts';
import { mixtureIn, standingIn } from '../seen-rows.ts';
import { Deliveries, TENANTS } from './deliveries.ts';
import type { StopAt } from './messages.ts';
import { NightChild, type NightEnd } from './night-child.ts';

const BEGINS = Date.parse('2026-08-31T12:00:00Z');
const HOUR = 3_600_000;

class Lake {
  readonly root: string;
  readonly deliveries: Deliveries;
  readonly #home;
  readonly #folder: string;
  #children = 0;

  constructor(folder: string, seed: number) {
    this.#folder = folder;
    this.root = join(folder, 'lake');
    this.#home = openHome(this.root);
    this.deliveries = new Deliveries(this.#home, new Random(seed));
  }

  /** @param hours how far the lake's clock is, @param ahead how far the lease's clock is, in milliseconds */
  child(hours = 0, ahead = 0): NightChild {
    this.#children += 1;
    const child = new NightChild({
      root: this.root,
      tenants: TENANTS.map((tenant_id) => ({ tenant_id, time_zone: 'UTC' })),
      clock: { shows: BEGINS + hours * HOUR, startedAt: Date.now(), speed: 1 },
      phaseFile: join(this.#folder, `phase.${this.#children}`),
      ahead,
    });
    onTestFinished(() => child.end());
    return child;
  }

  /** What is wrong with what readers see, files that are missing included. */
  async faults(): Promise<string[]> {
    const faults: string[] = [];
    for (const tenant of TENANTS) {
      const { files } = await currentFiles({ curated: { root: this.root } }, tenant);
      const gone = Object.values(files)
        .flat()
        .filter((file) => !existsSync(file));
      if (gone.length > 0) {
        faults.push(`${tenant}: ${gone.length} files are named and missing`);
        continue;
      }
      const rows = await hyparquetReader.tables(files);
      faults.push(...mixtureIn(rows));
      const model = this.deliveries.modelOf(tenant);
      const { version } = await readManifest({ root: this.root }, tenant);
      if (standingIn(rows) !== model.standing.get(version))
        faults.push(`${tenant}: other calls than delivered`);
    }
    return faults;
  }

  /** Compares what is visible with what was delivered before the night that published it. */
  async see(): Promise<string[]> {
    const faults: string[] = [];
    for (const [tenant, model] of this.deliveries.models)
      faults.push(...model.see(await readManifest({ root: this.root }, tenant)));
    return faults;
  }

  close(): void {
    this.#home.close();
  }
}

async function lakeWith(seed: number): Promise<Lake> {
  const folder = await mkdtemp(join(tmpdir(), 'cci-two-'));
  onTestFinished(() => rm(folder, { recursive: true, force: true }));
  const lake = new Lake(folder, seed);
  onTestFinished(() => lake.close());
  await lake.deliveries.first();
  return lake;
}

/** Waits until a process has paused itself; false when its night ended before. */
async function isPaused(child: NightChild, ended: Promise<NightEnd>): Promise<boolean> {
  let over = false;
  void ended.then(() => {
    over = true;
  });
  while (!over) {
    const state = /\) (\w)/.exec(readFileSync(`/proc/${child.pid}/stat`, 'utf8'))?.[1];
    if (state === 'T') return true;
    await pause(5);
  }
  return false;
}

const done = { kind: 'done', account: { balanced: true, errors: [] } };

describe('two nights at once', () => {
  it('are one: the other is told that a night is running, and nothing is lost', async () => {
    const lake = await lakeWith(1);
    const children = [lake.child(), lake.child(), lake.child()];
    await Promise.all(children.map(({ ready }) => ready));
    for (let round = 0; round < 5; round += 1) {
      await lake.deliveries.news();
      const ends = await Promise.all(children.map((child) => child.night()));
      for (const end of ends)
        expect(end).toMatchObject(end.kind === 'done' ? done : { kind: 'failed', code: 'night_running' });
      expect(ends.filter(({ kind }) => kind === 'done').length).toBeGreaterThan(0);
      expect(await lake.see()).toEqual([]);
      expect(await lake.faults()).toEqual([]);
    }
  });
});

/** Where a night is paused: at each call with which it could still change what readers see, six for a manifest and some twenty for a journal. */
const PAUSES: readonly (readonly [Phase, number, StopAt['side']])[] = [
  ['sweep', 1, 'before'],
  ['sweep', 12, 'after'],
  ['sweep', 60, 'before'],
  ['fsync', 3, 'before'],
  ['fsync', 40, 'after'],
  ['fsync', 100, 'before'],
  ...Array.from({ length: 12 }, (_, i) => ['publish', i + 1, 'before'] as const),
  ...Array.from({ length: 7 }, (_, i) => ['journal', 3 * i + 2, 'before'] as const),
];

describe.skipIf(process.platform !== 'linux')('a night that slept until it was taken for dead', () => {
  for (const [phase, call, side] of PAUSES)
    it(`changes nothing any more, asleep since ${side} call ${call} of ${phase}`, async () => {
      const lake = await lakeWith(call);
      const sleeper = lake.child();
      expect(await sleeper.night()).toMatchObject(done);
      expect(await lake.see()).toEqual([]);
      await lake.deliveries.news();
      const asleep = sleeper.night({ signal: 'SIGSTOP', phase, call, side });
      if (!(await isPaused(sleeper, asleep))) return expect(await asleep).toMatchObject(done);
      await lake.see();

      const heir = lake.child(0.05, LEASE_MS + 60_000);
      await lake.deliveries.news();
      expect(await heir.night()).toMatchObject(done);
      expect(await lake.see()).toEqual([]);
      const heirs = await Promise.all(TENANTS.map((tenant) => readManifest({ root: lake.root }, tenant)));

      sleeper.wake();
      const end = await asleep;
      // One that had nothing left to do when it fell asleep ends as if it had not slept.
      expect(end).toMatchObject(end.kind === 'done' ? done : { kind: 'failed', code: 'lease_lost' });
      const after = await Promise.all(TENANTS.map((tenant) => readManifest({ root: lake.root }, tenant)));
      expect(after).toEqual(heirs);
      expect(await lake.faults()).toEqual([]);

      await lake.deliveries.news();
      const later = lake.child((2 * GRACE_MS) / HOUR, LEASE_MS + 60_000);
      expect(await later.night()).toMatchObject(done);
      const last = lake.child((4 * GRACE_MS) / HOUR, LEASE_MS + 60_000);
      expect(await last.night()).toMatchObject(done);
      expect(await lake.see()).toEqual([]);
      expect(await lake.faults()).toEqual([]);
      expect(await unnamedFiles(lake.root, TENANTS)).toEqual([]);
      const drafts = (await readdir(join(lake.root, 'curated/_manifests'))).filter(
        (name) => !name.endsWith('.json'),
      );
      expect(drafts).toEqual([]);
    });
});
