import { mkdir, rm } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { plannedNights, readManifest } from '../../../etl/index.ts';
import { FolderStore } from '../../../infra/local/folder-store.ts';
import {
  rawCallFolder,
  rawCallPrefix,
  sealDocument,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import { ACME, keyOf, lakeIn, temporaryFolder } from './builders.ts';
import { calls, counts, night, on } from './night-scene.ts';

type Stamps = ReadonlyMap<string, string>;

/** A lake over a folder that nobody has touched for an hour, which counts its listings. */
async function listedLake() {
  const folder = await temporaryFolder();
  const lake = await lakeIn(await temporaryFolder());
  const store = new FolderStore(folder, () => Date.now() + 3_600_000);
  const seen = { listings: 0 };
  const raw = {
    list(tenantId: TenantId, stamps?: Stamps) {
      seen.listings += 1;
      return store.folders(rawCallPrefix(tenantId), stamps);
    },
    beside: (tenantId: TenantId, stamps: Stamps) => store.beside(rawCallPrefix(tenantId), stamps),
    read: (key: string) => store.get(key),
  };
  return {
    ...lake,
    ports: { ...lake.ports, raw },
    store,
    seen,
    async land(...documents: ReturnType<typeof on>[]): Promise<void> {
      for (const one of documents) await store.put(keyOf(one), Buffer.from(sealDocument(one)));
    },
  };
}

it('a night lists nothing where the folders are as the night before left them, and everything again once they are not', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'), on('2026-07-31', 'b'));
  expect(counts(await night(lake))).toEqual([2, 2, 0, 0, true]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a1'], 1]);

  expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a1'], 1]);

  await lake.land(on('2026-08-01', 'a', 2));
  expect(counts(await night(lake))).toEqual([2, 1, 1, 0, true]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a2'], 2]);

  // The day before yesterday has become part of a closed month, and nothing else has happened.
  expect(counts(await night(lake, { at: '2026-09-02T02:00:00.000Z' })).slice(1)).toEqual([1, 1, 0, true]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a2'], 3]);

  expect((await night(lake, { at: '2026-09-02T02:00:00.000Z', since: '2026-08-01' })).landed).toBe(1);
  expect(lake.seen.listings).toBe(4);
});

it('of a tenant with a new day only that one is listed, night after night', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'), on('2026-07-31', 'b'));
  await night(lake);
  for (const [day, id] of [
    ['2026-08-02', 'c'],
    ['2026-08-03', 'd'],
  ] as const) {
    await lake.land(on(day, id));
    expect(counts(await night(lake))).toEqual([1, 1, 0, 0, true]);
  }
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a1', 'c1', 'd1'], 1]);
  expect(Object.keys((await readManifest(lake.ports.curated, ACME)).listing?.stamps ?? {}).sort()).toEqual([
    '2026-07-31',
    '2026-08-01',
    '2026-08-02',
    '2026-08-03',
  ]);
  expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  expect(lake.seen.listings).toBe(1);
});

it('all is listed when a call of the new day stands on an older one, and the newer revision stands', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'), on('2026-08-01', 'b'));
  await night(lake);
  await lake.land(on('2026-08-02', 'a', 2));
  expect((await night(lake)).errors).toEqual([]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'a2'], 2]);
});

it('all is listed when that one came late, and lies apart', async () => {
  const lake = await listedLake();
  const late = { documents: 1_000, share: 100, worth: 0, fixed: 0 };
  await lake.land(on('2026-08-01', 'a'));
  await night(lake, { late });
  await lake.land(on('2026-08-01', 'b'));
  await night(lake, { late });
  expect((await readManifest(lake.ports.curated, ACME)).late?.periods).toEqual({ '2026-08-01': 1 });
  await lake.land(on('2026-08-02', 'b', 2));
  expect((await night(lake, { late })).errors).toEqual([]);
  expect([await calls(lake), lake.seen.listings]).toEqual([['a1', 'b2'], 3]);
});

it('all is listed when the only document of such a call on an older day is damaged', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'b'));
  await lake.store.put(keyOf(on('2026-08-01', 'x:y', 2)), Buffer.from('{'));
  expect(counts(await night(lake))).toEqual([2, 1, 0, 1, true]);
  await lake.land(on('2026-08-02', 'x:y', 1));
  await night(lake);
  expect([await calls(lake), lake.seen.listings]).toEqual([['b1', 'x:y1'], 2]);
});

it('all is listed when the files that stand cannot be asked', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'));
  await night(lake);
  await rm(`${lake.ports.curated.root}/curated/calls`, { recursive: true });
  await lake.land(on('2026-08-02', 'b'));
  expect((await night(lake)).landed).toBe(1);
  expect(lake.seen.listings).toBe(2);
});

it('a night that is only planned lists all that it cannot tell, and plans the same', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'));
  await night(lake);
  await lake.land(on('2026-08-02', 'b'));
  const tenants = [{ tenant_id: ACME, time_zone: 'UTC' }];
  const plan = await plannedNights(lake.ports, { tenants, now: () => new Date('2026-08-03T02:00:00.000Z') });
  expect(plan.tenants[0]?.writes.map(({ period, read }) => [period, read])).toEqual([['2026-08-02', 1]]);
  expect(lake.seen.listings).toBe(2);
});

it('an empty folder of a day is no news', async () => {
  const lake = await listedLake();
  await lake.land(on('2026-08-01', 'a'));
  await night(lake);
  await mkdir(lake.store.pathOf(rawCallFolder(ACME, '2026-08-02')));
  expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  expect(lake.seen.listings).toBe(1);
});
