import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { currentFiles, duckdbEngine, runNight } from '../../../etl/index.ts';
import { openHome } from '../../../infra/local/home.ts';
import { rawCallPrefix } from '../../../pipeline/contract/index.ts';
import { readByHyparquet } from '../../unit/etl/read-parquet.ts';
import { allRows, filesBelow, unnamedFiles } from '../lake-folder.ts';
import { standingDigest } from '../seen-rows.ts';
import { clockOf } from '../sim-clock.ts';
import { TENANTS } from './deliveries.ts';
import { drawKill } from './kill-plan.ts';
import { BEGINS, HOLD_MS, KILLS, NIGHT_TENANTS, Scene, SEED } from './kill-scene.ts';
import { ReaderChild } from './reader-child.ts';

const say = (text: string): void => void process.stdout.write(`${text}\n`);

const cleanUp: (() => unknown)[] = [];
afterAll(async () => {
  for (const end of cleanUp.reverse()) await end();
});

async function beginScene(): Promise<Scene> {
  const folder = await mkdtemp(join(tmpdir(), 'cci-faults-'));
  cleanUp.push(() => rm(folder, { recursive: true, force: true }));
  const scene = new Scene(folder);
  cleanUp.push(() => scene.end());
  await scene.deliveries.first();
  await scene.undisturbed();
  return scene;
}

/** Kills nights until there were enough; after half of them the next one goes undisturbed. */
async function killNights(scene: Scene): Promise<void> {
  const { random, deliveries } = scene;
  while (scene.killed < KILLS && scene.faults.length === 0) {
    await deliveries.news();
    await scene.disturbed(drawKill(random, scene.measured));
    if (random.isIn(1 / 2)) continue;
    await deliveries.news();
    await scene.undisturbed();
  }
}

/** The same raw documents, put into an empty lake and written by one night. */
async function inOneGo({ root, clock }: Scene): Promise<string> {
  const other = `${root}.once`;
  await cp(join(root, 'raw'), join(other, 'raw'), { recursive: true });
  const home = openHome(other);
  cleanUp.push(() => home.close());
  const raw = {
    list: (tenant: (typeof TENANTS)[number]) => home.store.folders(rawCallPrefix(tenant)),
    read: (key: string) => home.store.get(key),
  };
  const ports = { raw, curated: { root: other }, quarantine: home.quarantine, engine: duckdbEngine() };
  const account = await runNight(ports, {
    tenants: NIGHT_TENANTS,
    now: clockOf({ ...clock, shows: BEGINS + 12 * 3_600_000 }),
  });
  expect(account).toMatchObject({ balanced: true, errors: [] });
  return other;
}

it(`${KILLS} nights are killed while readers query: nobody sees a mixture, nothing is lost, nothing is left behind`, async () => {
  const scene = await beginScene();
  const { root, deliveries } = scene;
  const readers = (['duckdb', 'hyparquet'] as const).map(
    (reader) => new ReaderChild({ root, tenants: TENANTS, reader, hold: HOLD_MS }),
  );
  cleanUp.push(() => readers.map((reader) => reader.kill()));
  const begun = performance.now();
  await killNights(scene);
  const seconds = Math.round((performance.now() - begun) / 1000);
  const byPhase = [...scene.kills].map(([phase, count]) => `${phase} ${count}`).sort();
  say(`faults: seed ${SEED}, ${scene.killed} kills in ${seconds} s (${byPhase.join(', ')})`);
  say(
    `faults: ${scene.accounts.length} whole nights, ${scene.missed} of them over before their kill, a night takes ${Math.round(scene.measured.milliseconds)} ms`,
  );
  say(`faults: ${scene.listedBeside} whole nights listed only the new days of a tenant`);
  say(`faults: ${scene.late} publications laid late calls apart from their periods`);
  const seen = await Promise.all(readers.map((reader) => reader.end()));
  for (const [i, { readings, heldReadings }] of seen.entries())
    say(`faults: reader ${i + 1} read ${readings} times, ${heldReadings} of them by names it had held`);

  expect(scene.listedBeside).toBeGreaterThan(0);
  expect(scene.late).toBeGreaterThan(0);
  expect(scene.faults).toEqual([]);
  expect(readers.flatMap(({ faults }) => faults)).toEqual([]);
  for (const { standing } of seen)
    for (const [name, calls] of Object.entries(standing)) {
      const [tenant, version] = name.split(' ');
      const model = TENANTS.filter((one) => one === tenant).map((one) => deliveries.modelOf(one))[0];
      expect(calls, name).toBe(standingDigest(model?.standing.get(Number(version)) ?? 'no such version'));
    }

  await scene.undisturbed();
  await expectWhole(scene);
}, 900_000);

async function expectWhole(scene: Scene): Promise<void> {
  const { root, home, deliveries } = scene;
  // The first of them closes the month if it is still open, and gathers late calls if they are many; the second finds nothing
  // but old files.
  for (const hours of [6, 12]) {
    const later = scene.child({ ...scene.clock, shows: BEGINS + hours * 3_600_000 }, true);
    const end = await later.night();
    expect(end).toMatchObject({ kind: 'done', account: { balanced: true, errors: [] } });
    if (hours === 12) expect(end).toMatchObject({ account: { documents_in: 0 } });
    await scene.look(null);
    await later.end();
  }
  expect(scene.faults).toEqual([]);

  expect(await unnamedFiles(root, TENANTS)).toEqual([]);
  expect(await filesBelow(join(root, 'curated/_spill'))).toEqual([]);
  const names = (await readdir(join(root, 'curated/_manifests'))).filter(
    (name) => !name.startsWith('_night.'),
  );
  const wanted = TENANTS.flatMap((tenant) => [
    `etl_runs.tenant_id=${tenant}.json`,
    `tenant_id=${tenant}.json`,
  ]);
  expect(names.sort()).toEqual(wanted.sort());

  for (const tenant of TENANTS) {
    const model = deliveries.modelOf(tenant);
    expect(await home.quarantine.pending(tenant)).toEqual([]);
    expect(home.quarantine.entries(tenant).length).toBe(model.counted + model.foreign + model.refused);
  }

  const once = await inOneGo(scene);
  for (const tenant of TENANTS) expect(await allRows(root, tenant)).toEqual(await allRows(once, tenant));
  await expectRecord(scene);
}

/** The record of the nights: every night that published stands in it once, also one that was killed right afterwards. */
async function expectRecord({ root, deliveries }: Scene): Promise<void> {
  for (const tenant of TENANTS) {
    const model = deliveries.modelOf(tenant);
    const { files } = await currentFiles({ curated: { root } }, tenant);
    const nights = await nightRows(files.etl_runs);
    const published = nights.filter(({ status }) => status === 'published').map(({ run_id }) => run_id);
    expect(published.sort()).toEqual([...model.published].sort());
    const sum = nights.reduce((total, { quarantined }) => total + Number(quarantined), 0);
    say(
      `faults: ${tenant}: ${nights.length} nights on record, ${published.length} published, ${sum} of ${model.counted + model.foreign + model.refused} quarantined documents in them`,
    );
  }
}

async function nightRows(files: readonly string[]): Promise<Record<string, unknown>[]> {
  const rows = await Promise.all(files.map((file) => readByHyparquet(file)));
  return rows.flat().filter(({ dt }) => dt === null || dt === undefined);
}
