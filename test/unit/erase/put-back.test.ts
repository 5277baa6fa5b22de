import { describe, expect, it } from 'vitest';
import { indexKeys } from '../../../etl/plan/index.ts';
import { withoutErased } from '../../../etl/run/erased.ts';
import type { NightOptions, NightPorts } from '../../../etl/run/index.ts';
import { lakeWith, night, on } from '../etl/night-scene.ts';
import { ACME } from './scene.ts';

const raw = (name: string): string => `raw/calls/tenant_id=acme/dt=2026-06-01/${name}`;
const revision = (n: number): string => `2026060${n}T000000000Z-00000000`;

function filtered(keys: string[], erased: readonly string[] | null) {
  const told: unknown[] = [];
  const ports = {
    erased: { callsOf: () => (erased === null ? null : (id: string) => erased.includes(id)) },
  } as unknown as NightPorts;
  const options = { onPutBack: (found: unknown) => void told.push(found) } as unknown as NightOptions;
  const { index, putBack } = withoutErased({ ports, options }, ACME, indexKeys(ACME, keys));
  return { calls: [...index.calls.keys()], refused: index.refused.map(({ key }) => key), putBack, told };
}

describe('a night over raw objects that were put back', () => {
  it('tells of them every night, also when nothing else has come', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-01', 'erased'));
    const erased = { callsOf: () => (id: string) => id === 'erased', count: () => 1 };
    const nights: number[] = [];
    for (let n = 0; n < 2; n += 1)
      await night(
        { ...lake, ports: { ...lake.ports, erased } },
        { onPutBack: ({ documents }) => nights.push(documents) },
      );
    expect(nights).toEqual([1, 1]);
  });

  it('leaves out every revision of an erased call, also under names that are no keys, and says how many', () => {
    const keys = [
      raw(`call-1.${revision(1)}.json`),
      raw(`call-1.${revision(2)}.json`),
      raw(`call-2.${revision(1)}.json`),
      raw('call-1.json'),
      raw('note.txt'),
    ];
    expect(filtered(keys, ['call-1'])).toEqual({
      calls: ['call-2'],
      refused: [raw('note.txt')],
      putBack: 3,
      told: [{ tenant_id: ACME, documents: 3 }],
    });
  });

  it('leaves out the erased revisions of an id that another call goes by now, and nothing else of it', () => {
    const keys = [1, 2].map((n) => raw(`call-1.${revision(n)}.json`));
    expect(filtered(keys, [`call-1.${revision(1)}`])).toMatchObject({ calls: ['call-1'], putBack: 1 });
    expect(filtered(keys.slice(0, 1), [`call-1.${revision(1)}`])).toMatchObject({ calls: [], putBack: 1 });
  });

  it('tells nothing when nothing was put back, or nothing was ever erased', () => {
    const keys = [raw(`call-2.${revision(1)}.json`)];
    expect(filtered(keys, ['call-1'])).toMatchObject({ calls: ['call-2'], told: [] });
    expect(filtered(keys, null)).toMatchObject({ calls: ['call-2'], told: [] });
  });
});
