import { describe, expect, it } from 'vitest';
import type { NightPorts } from '../../etl/index.ts';
import { foldersOf, type ListedFolder } from '../../etl/plan/index.ts';
import { FolderStore } from '../../infra/local/folder-store.ts';
import { rawCallPrefix, sealDocument } from '../../pipeline/contract/index.ts';
import { keyOf, type Lake, lakeIn, temporaryFolder } from '../unit/etl/builders.ts';
import {
  document,
  lakesWithNews,
  NEW,
  OLD,
  outcomeOf,
  quarantinedBy,
  saysWell,
  seenBy,
  UNUSABLE,
} from './fault-scene.ts';

const lakeWithNews = lakesWithNews();

async function listOf(folders: AsyncIterable<ListedFolder>): Promise<string[]> {
  const list: string[] = [];
  for await (const { folder, names } of folders) list.push(...names.map((name) => `${folder}/${name}`));
  return list;
}

describe('a listing', () => {
  const listed = (lake: Lake, change: (keys: string[]) => string[]): NightPorts => ({
    ...lake.ports,
    raw: {
      ...lake.ports.raw,
      async *list(tenantId) {
        yield* foldersOf(change(await listOf(lake.ports.raw.list(tenantId))));
      },
    },
  });

  it('that misses new keys gives tables that belong together, and the rest comes the next night', async () => {
    const fresh = [...(await lakeWithNews()).raw.keys()].slice(OLD.length);
    expect(fresh.length).toBe(6);
    for (const missed of fresh) {
      const lake = await lakeWithNews();
      const outcome = await outcomeOf(listed(lake, (keys) => keys.filter((key) => key !== missed)));
      expect(saysWell(outcome), missed).toBe(true);
      expect((await seenBy(lake)).faults, missed).toEqual([]);
      const again = await outcomeOf(lake.ports);
      expect(saysWell(again), missed).toBe(true);
      expect(await seenBy(lake), missed).toMatchObject({ calls: NEW, faults: [] });
      expect(quarantinedBy(outcome, again), missed).toBe(UNUSABLE);
    }
  });

  it('that shows what is gone fails the periods of those calls, and the next night heals them', async () => {
    for (const [callId, revision, dt] of [
      ['z', 1, '2026-08-02'],
      ['b', 3, '2026-08-01'],
      ['c', 3, '2026-07-01'],
    ] as const) {
      const lake = await lakeWithNews();
      const gone = keyOf(document(callId, revision, dt));
      const outcome = await outcomeOf(listed(lake, (keys) => [...keys, gone]));
      expect(outcome, gone).toMatchObject({ account: { balanced: false } });
      expect((await seenBy(lake)).faults, gone).toEqual([]);
      expect(saysWell(await outcomeOf(lake.ports)), gone).toBe(true);
      expect(await seenBy(lake), gone).toMatchObject({ calls: NEW, faults: [] });
    }
  });

  it('that repeats keys, in any order, counts each document once', async () => {
    const lake = await lakeWithNews();
    const once = await outcomeOf((await lakeWithNews()).ports);
    const repeated = await outcomeOf(listed(lake, (keys) => [...keys, ...keys.toReversed(), ...keys]));
    expect(await seenBy(lake)).toMatchObject({ calls: NEW, faults: [] });
    const { days } = 'account' in once ? once.account : { days: null };
    expect(repeated).toMatchObject({ account: { balanced: true, days } });
  });
});

describe('a document that is erased between listing and reading', () => {
  it('fails its period, also where a thread reads files, and is gone the next night', async () => {
    const root = await temporaryFolder();
    const store = new FolderStore(root);
    const lake = await lakeIn(root);
    const days = { a: '2026-08-01', b: '2026-08-01', c: '2026-08-02' };
    for (const [id, dt] of Object.entries(days))
      await store.put(keyOf(document(id, 1, dt)), sealDocument(document(id, 1, dt)));
    const ports: NightPorts = {
      ...lake.ports,
      raw: {
        async *list(tenantId) {
          yield* foldersOf(await listOf(store.folders(rawCallPrefix(tenantId))));
          await store.delete(keyOf(document('b', 1, days.b)));
        },
        read: (key) => store.get(key),
        pathOf: (key) => store.pathOf(key),
      },
    };
    const outcome = await outcomeOf(ports);
    expect(outcome).toMatchObject({ account: { balanced: false, errors: [{ period: '2026-08-01' }] } });
    expect(await seenBy(lake)).toMatchObject({ calls: ['c=1'], faults: [] });
    expect(saysWell(await outcomeOf(ports))).toBe(true);
    expect(await seenBy(lake)).toMatchObject({ calls: ['a=1', 'c=1'], faults: [] });
  });
});
