import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eachOf } from '../../../etl/lanes/index.ts';

async function* given<T>(items: readonly T[], asked: T[] = []): AsyncGenerator<T> {
  for (const item of items) {
    asked.push(item);
    yield item;
  }
}

/** A step of the event loop, so that tasks overlap. */
const step = () => new Promise(setImmediate);

describe('a task for each item', () => {
  it('runs once for each, never more at a time than may', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9)),
        fc.integer({ min: 1, max: 4 }),
        fc.boolean(),
        async (items, limit, later) => {
          const done: number[] = [];
          let underway = 0;
          await eachOf(later ? given(items) : items, limit, async (item) => {
            underway += 1;
            expect(underway).toBeLessThanOrEqual(limit);
            await step();
            underway -= 1;
            done.push(item);
          });
          expect(done.toSorted()).toEqual(items.toSorted());
        },
      ),
    );
  });

  it('ends with the first failure: nothing else begins, and what had begun has ended', async () => {
    const [begun, ended]: [number[], number[]] = [[], []];
    const failing = eachOf(given([1, 2, 3, 4, 5, 6]), 2, async (item) => {
      begun.push(item);
      await step();
      if (item === 2) throw new Error('two');
      await step();
      ended.push(item);
    });
    await expect(failing).rejects.toThrow('two');
    expect(begun).toEqual([1, 2]);
    expect(ended).toEqual([1]);
  });

  it('fails when there is no next item to be had', async () => {
    const broken = async function* (): AsyncGenerator<number> {
      yield 1;
      throw new Error('no more');
    };
    const done: number[] = [];
    await expect(eachOf(broken(), 2, async (item) => void done.push(item))).rejects.toThrow('no more');
    expect(done).toEqual([1]);
  });
});
