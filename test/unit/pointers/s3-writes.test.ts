import { describe, expect, test } from 'vitest';
import {
  PointerLost,
  PointerRefused,
  PointerUndecided,
  SnapshotGone,
} from '../../../etl/publish/pointer-errors.ts';
import { type NewPeriod, PUBLISHABLE_MS } from '../../../etl/publish/pointer-publish.ts';
import { ORPHAN_MS } from '../../../etl/publish/pointer-sweep.ts';
import { DAY_1, DAY_2, HOUR, Lake } from './lake-scene.ts';
import { type Around, s3Error } from './s3-memory.ts';

const rows = { rows: 1, bytes: 1, sha256: null };

/** Every PUT is sent a second time, since the answer to the first was lost. */
const answersLost =
  (lake: Lake): Around =>
  (name, asked, when) => {
    if (name === 'PutObjectCommand' && when === 'after') lake.run(name, asked);
  };

describe('a publisher whose write stands', () => {
  test.each([
    ['in whatever order its tables are', { turns: rows, calls: rows }],
    ['in whatever order the fields of a table are', { calls: { sha256: null, bytes: 1, rows: 1 } }],
    ['and is told more of a table than is kept', { calls: { ...rows, path: 'p' } }],
  ])('has won though it was sent twice, %s', async (_, tables) => {
    const lake = new Lake();
    for (const table of ['calls', 'turns'] as const) lake.write(DAY_1, 's', table);
    const planned = (await lake.plan({ [DAY_1]: 's' })).map((each): NewPeriod => ({ ...each, tables }));
    lake.around = answersLost(lake);
    await lake.go('a', planned);
    expect(lake.seen(lake.now + HOUR)).toEqual({ [DAY_1]: 's' });
  });

  test('has won though another published on top of it before it was sent again', async () => {
    const lake = new Lake();
    const planned = await lake.plan({ [DAY_1]: 'mine' });
    lake.around = async (name, asked, when) => {
      if (name !== 'PutObjectCommand' || when !== 'after') return;
      lake.around = () => {};
      lake.now += 2000;
      await lake.publish('other', { [DAY_1]: 'other' });
      lake.run(name, asked);
    };
    await lake.go('a', planned);
    expect(lake.comingUp()).toEqual([{}, { [DAY_1]: 'mine' }, { [DAY_1]: 'other' }]);
  });

  test('has lost when another attempt of the same run stands in its place', async () => {
    const lake = new Lake();
    const [first, second] = [await lake.plan({ [DAY_1]: 's-0' }), await lake.plan({ [DAY_1]: 's-1' })];
    await lake.go('run', first);
    await expect(lake.go('run', second)).rejects.toThrow(PointerLost);
  });
});

describe('S3 saying 409, two writes met', () => {
  /** Answers the first writes of a key with 409, and then lets the first one land. */
  const meeting =
    (lake: Lake, key: string, times: number, lands: boolean): Around =>
    (name, asked, when) => {
      if (name !== 'PutObjectCommand' || when !== 'before' || !asked.Key.endsWith(key) || times === 0) return;
      times -= 1;
      if (times === 0 && lands) lake.run(name, asked);
      throw s3Error(409, 'ConditionalRequestConflict');
    };

  test.each([
    ['of its own writes of a pointer', `period=${DAY_1}.json`, true],
    ['of a pointer, with one that never landed', `period=${DAY_1}.json`, false],
    ['of its own writes of what came of a change', '/a.json', true],
    ['of what came of a change, with one that never landed', '/a.json', false],
  ])('%s, is no loss', async (_, key, lands) => {
    const lake = new Lake();
    const planned = await lake.plan({ [DAY_1]: 'a', [DAY_2]: 'a' });
    lake.around = meeting(lake, key, 2, lands);
    await lake.go('a', planned);
    expect(lake.seen(lake.now + HOUR)).toEqual({ [DAY_1]: 'a', [DAY_2]: 'a' });
  });

  test('is a loss when another write than its own landed', async () => {
    const lake = new Lake();
    const planned = await lake.plan({ [DAY_1]: 'mine' });
    lake.around = async (name, _, when) => {
      if (name !== 'PutObjectCommand' || when !== 'before') return;
      lake.around = () => {};
      await lake.publish('other', { [DAY_1]: 'other' });
      throw s3Error(409, 'ConditionalRequestConflict');
    };
    await expect(lake.go('a', planned)).rejects.toThrow(PointerLost);
  });

  test('for seconds is neither a loss nor a win', async () => {
    const lake = new Lake();
    const planned = await lake.plan({ [DAY_1]: 'a' });
    lake.around = meeting(lake, `period=${DAY_1}.json`, Number.POSITIVE_INFINITY, false);
    await expect(lake.go('a', planned)).rejects.toThrow(PointerUndecided);
  });
});

describe('what no reader would accept', () => {
  const planned = { period: DAY_1, snapshot: 's', tables: {}, before: null } satisfies NewPeriod;
  test.each<[string, string, NewPeriod]>([
    ['a period that is none', 'run', { ...planned, period: 'late' }],
    ['a run id with a colon', 'arn:aws:states:x', planned],
    ['a snapshot that is no name', 'run', { ...planned, snapshot: 'r+1' }],
    ['half a row', 'run', { ...planned, tables: { calls: { rows: 0.5, bytes: 1, sha256: null } } }],
  ])('is refused before anything is written: %s', async (_, run, each) => {
    const lake = new Lake();
    lake.write(each.period, each.snapshot ?? '');
    const files = lake.keys('');
    await expect(lake.go(run, [each])).rejects.toThrow(PointerRefused);
    await expect(lake.go(run, [{ ...planned, period: DAY_2 }, each])).rejects.toThrow(PointerRefused);
    expect(lake.keys('')).toEqual(files);
  });
});

describe('files that a sweep may have taken', () => {
  const publishing = async (lake: Lake, tables: NewPeriod['tables']) =>
    lake.go(
      'run',
      (await lake.plan({ [DAY_1]: 's' })).map((each) => ({ ...each, tables })),
    );

  test('are not published once the newest is nearly as old as the sweep allows', async () => {
    const lake = new Lake();
    lake.write(DAY_1, 's', 'calls');
    lake.now += HOUR;
    lake.write(DAY_1, 's', 'turns');
    lake.now += PUBLISHABLE_MS;
    const publication = publishing(lake, { calls: rows, turns: rows });
    await expect(publication).rejects.toThrow(SnapshotGone);
    expect(lake.keys('curated/pointers/')).toEqual([]);
    lake.now -= 1;
    await publishing(lake, { calls: rows, turns: rows });
    expect(lake.seen(lake.now + HOUR)).toEqual({ [DAY_1]: 's' });
  });

  test('are not published when those of one table are missing', async () => {
    const lake = new Lake();
    lake.write(DAY_1, 's', 'calls');
    await expect(publishing(lake, { calls: rows, turns: rows })).rejects.toThrow(SnapshotGone);
    await publishing(lake, { calls: rows, turns: { ...rows, rows: 0 } });
  });

  test('are published again, however old, while the newest pointer names them', async () => {
    const lake = new Lake();
    lake.write(DAY_1, 's', 'calls');
    await publishing(lake, { calls: rows });
    lake.now += ORPHAN_MS * 9;
    await publishing(lake, { calls: rows });
  });
});
