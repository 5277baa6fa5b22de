import { describe, expect, test } from 'vitest';
import { sweepSnapshots } from '../../../etl/publish/aws/index.ts';
import { ORPHAN_MS, type SnapshotFolder } from '../../../etl/publish/pointer-sweep.ts';
import { DAY_1, DAY_2, HOUR, Lake, type Snapshots } from './lake-scene.ts';
import { ACME, s3Error } from './s3-memory.ts';

const MONTH = '2026-07';

/** Writes the files of a publication too. */
async function publish(lake: Lake, run: string, snapshots: Snapshots) {
  for (const [period, snapshot] of Object.entries(snapshots)) if (snapshot) lake.write(period, snapshot);
  return lake.publish(run, snapshots);
}

/** @returns the snapshots that the catalog was told to forget */
async function sweep(lake: Lake): Promise<string[]> {
  const told: SnapshotFolder[] = [];
  const forget = async (snapshots: readonly SnapshotFolder[]) => void told.push(...snapshots);
  await sweepSnapshots(lake.place, ACME, { now: lake.clock.now(), forget });
  return told.map(({ period, snapshot }) => `${period}/${snapshot}`);
}

/** Kills publishers before they commit or give up. */
function killedAtCommit(lake: Lake): void {
  lake.around = (name, { Key }, when) => {
    if (name === 'PutObjectCommand' && when === 'before' && Key.includes('/changes/'))
      throw new Error('killed');
  };
}

describe('a sweep', () => {
  test('takes what a change of several periods replaced, an hour after that counted', async () => {
    const lake = new Lake();
    await publish(lake, 'days', { [DAY_1]: 'd1', [DAY_2]: 'd2' });
    lake.now += HOUR;
    const closed = await publish(lake, 'close', { [DAY_1]: null, [DAY_2]: null, [MONTH]: 'm' });
    lake.now = closed.getTime() + HOUR - 1;
    expect(await sweep(lake)).toEqual([]);
    lake.now += 1;
    expect(await sweep(lake)).toEqual([`${DAY_1}/d1`, `${DAY_2}/d2`]);
    expect(lake.keys('curated/calls/')).toEqual([expect.stringContaining('/m/')]);
  });

  test('takes what was given up like what was never named, by its age', async () => {
    const lake = new Lake();
    await publish(lake, 'old', { [DAY_1]: 'old', [DAY_2]: 'old' });
    killedAtCommit(lake);
    await expect(publish(lake, 'dead', { [DAY_1]: 'dead', [DAY_2]: 'dead' })).rejects.toThrow('killed');
    lake.around = () => {};
    await lake.plan({ [DAY_1]: 'next' });
    lake.now += ORPHAN_MS;
    expect(await sweep(lake)).toEqual([]);
    lake.now += 1;
    expect(await sweep(lake)).toEqual([`${DAY_1}/dead`, `${DAY_2}/dead`]);
    expect(lake.seen(lake.now)).toEqual({ [DAY_1]: 'old', [DAY_2]: 'old' });
  });

  test('gives up itself what has been open for as long as a run may take, so that it never comes true', async () => {
    const lake = new Lake();
    killedAtCommit(lake);
    await expect(publish(lake, 'dead', { [DAY_1]: 'dead', [DAY_2]: 'dead' })).rejects.toThrow('killed');
    lake.around = () => {};
    lake.now += ORPHAN_MS;
    await sweep(lake);
    expect(await lake.store.readChange(ACME, 'dead')).toBeNull();
    lake.now += 1;
    expect(await sweep(lake)).toEqual([`${DAY_1}/dead`, `${DAY_2}/dead`]);
    expect(await lake.store.readChange(ACME, 'dead')).toMatchObject({ outcome: 'aborted' });
  });

  test('leaves a change alone that is being published', async () => {
    const lake = new Lake();
    await publish(lake, 'old', { [DAY_1]: 'old' });
    lake.now += ORPHAN_MS * 2;
    let swept: string[] = [];
    lake.around = async (name, { Key }, when) => {
      if (name !== 'PutObjectCommand' || when !== 'before' || !Key.includes('/changes/')) return;
      lake.around = () => {};
      swept = await sweep(lake);
    };
    await publish(lake, 'new', { [DAY_1]: 'new', [DAY_2]: 'new' });
    expect(swept).toEqual([]);
    expect(lake.seen(lake.now + HOUR)).toEqual({ [DAY_1]: 'new', [DAY_2]: 'new' });
  });

  test('leaves a snapshot alone of which any table was written within a day', async () => {
    const lake = new Lake();
    lake.write(DAY_1, 's', 'calls');
    lake.now += ORPHAN_MS;
    lake.write(DAY_1, 's', 'turns');
    lake.now += ORPHAN_MS;
    expect(await sweep(lake)).toEqual([]);
    lake.now += 1;
    expect(await sweep(lake)).toEqual([`${DAY_1}/s`, `${DAY_1}/s`]);
  });

  test('that is cut short has told the catalog of everything whose files are gone', async () => {
    const lake = new Lake();
    for (const snapshot of ['s0', 's1'])
      for (let part = 0; part < 600; part += 1) lake.write(DAY_1, snapshot, 'calls', part);
    lake.now += ORPHAN_MS + 1;
    let requests = 0;
    lake.around = (name, _, when) => {
      if (name !== 'DeleteObjectsCommand' || when !== 'before') return;
      requests += 1;
      if (requests === 2) throw s3Error(503, 'SlowDown');
    };
    const told: string[] = [];
    const forget = async (snapshots: readonly SnapshotFolder[]) => {
      expect(lake.keys('curated/calls/')).toHaveLength(1200);
      told.push(...snapshots.map(({ snapshot }) => snapshot));
    };
    const sweeping = sweepSnapshots(lake.place, ACME, { now: lake.clock.now(), forget });
    await expect(sweeping).rejects.toThrow('SlowDown');
    expect(told).toEqual(['s0', 's1']);
    expect(lake.keys('curated/calls/')).toHaveLength(200);
    expect(await sweep(lake)).toEqual([`${DAY_1}/s1`]);
  });

  test('removes nothing when the catalog does not forget', async () => {
    const lake = new Lake();
    lake.write(DAY_1, 's');
    lake.now += ORPHAN_MS + 1;
    const forget = () => Promise.reject(new Error('test: catalog'));
    const sweeping = sweepSnapshots(lake.place, ACME, { now: lake.clock.now(), forget });
    await expect(sweeping).rejects.toThrow('test: catalog');
    expect(lake.keys('curated/calls/')).toHaveLength(1);
  });
});
