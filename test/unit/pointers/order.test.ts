import { describe, expect, test } from 'vitest';
import { PointerLost } from '../../../etl/publish/pointer-errors.ts';
import { DAY_1, DAY_2, HOUR, Lake } from './lake-scene.ts';

const DAY_3 = '2026-07-03';

/** A lake in which call X lies in the first day, an hour ago. */
async function lakeWithX(): Promise<Lake> {
  const lake = new Lake();
  await lake.publish('old', { [DAY_1]: 'x', [DAY_2]: 'none', [DAY_3]: 'none' });
  lake.now += HOUR;
  return lake;
}

/** Moves X into the second day. */
const moved = { [DAY_1]: 'none', [DAY_2]: 'x' };

describe('what builds on a change of several periods', () => {
  test('never counts before it, though its clock is seconds behind', async () => {
    const lake = await lakeWithX();
    const since = await lake.publish('a', moved);
    lake.now += 1000;
    expect(await lake.publish('b', { [DAY_2]: 'x-and-y' }, -5000)).toEqual(since);
    expect(lake.comingUp()).toEqual([
      { [DAY_1]: 'x', [DAY_2]: 'none', [DAY_3]: 'none' },
      { [DAY_1]: 'none', [DAY_2]: 'x-and-y', [DAY_3]: 'none' },
    ]);
  });

  test('never counts before it when it is a change of several periods itself', async () => {
    const lake = await lakeWithX();
    const since = await lake.publish('a', moved);
    lake.now += 1000;
    expect(await lake.publish('b', { [DAY_2]: 'x-and-y', [DAY_3]: 'b' }, -5000)).toEqual(since);
    expect(lake.comingUp()).toEqual([
      { [DAY_1]: 'x', [DAY_2]: 'none', [DAY_3]: 'none' },
      { [DAY_1]: 'none', [DAY_2]: 'x-and-y', [DAY_3]: 'b' },
    ]);
  });

  test('is as far ahead of now as anything where the clocks agree', async () => {
    const lake = await lakeWithX();
    const since = await lake.publish('a', moved);
    lake.now += 1000;
    expect(await lake.publish('b', { [DAY_2]: 'x-and-y' })).toEqual(new Date(since.getTime() + 1000));
  });
});

describe('a plan made while a change is open', () => {
  /** Plans when the change is about to be committed. */
  async function race() {
    const lake = await lakeWithX();
    let planned: ReturnType<Lake['plan']> | undefined;
    lake.around = async (name, { Key }, when) => {
      if (name !== 'PutObjectCommand' || when !== 'before' || !Key.endsWith('/a.json') || planned) return;
      planned = lake.plan({ [DAY_1]: 'x-and-y' });
      await planned;
    };
    const change = lake.publish('a', moved);
    await expect(change).rejects.toThrow(PointerLost);
    return { lake, planned: (await planned) ?? [] };
  }

  test('gives the change up: what it was made without never takes place', async () => {
    const { lake, planned } = await race();
    await lake.go('b', planned);
    expect(lake.seen(lake.now + HOUR)).toEqual({ [DAY_1]: 'x-and-y', [DAY_2]: 'none', [DAY_3]: 'none' });
  });

  test('knows nothing of what was given up, and counts on from its version', async () => {
    const { lake, planned } = await race();
    expect(planned[0]?.before).toMatchObject({ version: 2, entries: [{ version: 1, snapshot: 'x' }] });
    await lake.go('b', planned);
    expect(lake.pointer(DAY_1).entries.map(({ version }) => version)).toEqual([3, 1]);
  });

  test('builds on a change that is committed, also while its moment lies ahead', async () => {
    const lake = await lakeWithX();
    await lake.publish('a', moved);
    const [day] = await lake.plan({ [DAY_2]: 'y' });
    expect(day?.before?.entries[0]).toMatchObject({ snapshot: 'x', change: null });
  });
});
