import { expect, it } from 'vitest';
import { FolderStore } from '../../../infra/local/folder-store.ts';
import { rawCallPrefix, sealDocument } from '../../../pipeline/contract/index.ts';
import { type ACME, keyOf, lakeIn, temporaryFolder } from './builders.ts';
import { calls, counts, night, on } from './night-scene.ts';

it('a night lists nothing where the folders are as the night before left them, and everything again once they are not', async () => {
  const folder = await temporaryFolder();
  const lake = await lakeIn(await temporaryFolder());
  // Nobody has touched the folders for an hour.
  const store = new FolderStore(folder, () => Date.now() + 3_600_000);
  let listings = 0;
  const ports = {
    ...lake.ports,
    raw: {
      list(tenantId: typeof ACME) {
        listings += 1;
        return store.folders(rawCallPrefix(tenantId));
      },
      isAsListed: (tenantId: typeof ACME, stamps: ReadonlyMap<string, string>) =>
        store.isAsListed(rawCallPrefix(tenantId), stamps),
      read: (key: string) => store.get(key),
    },
  };
  const scene = { ...lake, ports };
  const put = (...documents: ReturnType<typeof on>[]) =>
    Promise.all(documents.map((one) => store.put(keyOf(one), Buffer.from(sealDocument(one)))));

  await put(on('2026-08-01', 'a'), on('2026-07-31', 'b'));
  expect(counts(await night(scene))).toEqual([2, 2, 0, 0, true]);
  expect([await calls(scene), listings]).toEqual([['b1', 'a1'], 1]);

  expect(counts(await night(scene))).toEqual([0, 0, 0, 0, true]);
  expect([await calls(scene), listings]).toEqual([['b1', 'a1'], 1]);

  await put(on('2026-08-01', 'a', 2));
  expect(counts(await night(scene))).toEqual([2, 1, 1, 0, true]);
  expect([await calls(scene), listings]).toEqual([['b1', 'a2'], 2]);

  // The day before yesterday has become part of a closed month, and nothing else has happened.
  expect(counts(await night(scene, { at: '2026-09-02T02:00:00.000Z' })).slice(1)).toEqual([1, 1, 0, true]);
  expect([await calls(scene), listings]).toEqual([['b1', 'a2'], 3]);

  expect((await night(scene, { at: '2026-09-02T02:00:00.000Z', since: '2026-08-01' })).landed).toBe(1);
  expect(listings).toBe(4);
});
