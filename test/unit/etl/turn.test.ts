import { describe, expect, it } from 'vitest';
import { Turnstile } from '../../../etl/lanes/index.ts';
import { Turn } from '../../../etl/run/turn.ts';

/** Who has had a turn, in the order in which they got it. */
function takers(names: readonly string[]) {
  const knowing = new Turnstile(1);
  const begun: string[] = [];
  const turns = names.map(async (name) => {
    const turn = await Turn.take(knowing);
    begun.push(name);
    return turn;
  });
  return { begun, turns };
}

/** Whatever was resolved has been heard of. */
const settled = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe("a tenant's turn to know its documents", () => {
  it('is over for the next one when few are left to land, not before', async () => {
    const { begun, turns } = takers(['a', 'b']);
    const a = await turns[0];
    a?.left(20_000);
    a?.left(8_001);
    await settled();
    expect(begun).toEqual(['a']);
    a?.left(8_000);
    await turns[1];
    expect(begun).toEqual(['a', 'b']);
  });

  it('is over at once for one with few documents, and when it leaves without having said how many', async () => {
    const { begun, turns } = takers(['a', 'b', 'c']);
    (await turns[0])?.left(0);
    (await turns[1])?.leave();
    await turns[2];
    expect(begun).toEqual(['a', 'b', 'c']);
  });

  it('ends once, however often it is said to', async () => {
    const { begun, turns } = takers(['a', 'b', 'c']);
    const a = await turns[0];
    a?.left(0);
    a?.left(9_000);
    a?.leave();
    (await turns[1])?.left(9_000);
    await settled();
    expect(begun).toEqual(['a', 'b']);
  });
});
