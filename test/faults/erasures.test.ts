import { describe, expect, it } from 'vitest';
import { erase, type Selector } from '../../etl/erase/index.ts';
import { erasePorts } from '../../infra/local/erase/index.ts';
import { type Home, openHome } from '../../infra/local/home.ts';
import {
  ACME,
  eraseWith,
  lakeOfTheScene,
  leftOf,
  theseAre,
  useErasureScene,
} from '../support/erasure-lakes.ts';
import { customerOf } from '../support/erasure-scene.ts';

useErasureScene();

describe('an erasure that is killed', () => {
  const selector: Selector = { kind: 'customer', value: customerOf('acme', 'C-77001') };
  const gone = theseAre('call-0001', 'call-0003', 'unshared-0006');

  /** Erases with a home in which the place of that position fails, before or after it did its work. */
  async function killedAt(home: Home, position: number, after: boolean): Promise<unknown> {
    const ports = erasePorts(home);
    const places = ports.places.map((place, at) =>
      at !== position
        ? place
        : {
            ...place,
            erase: async (plan: Parameters<typeof place.erase>[0]) => {
              if (after) await place.erase(plan);
              throw new Error('killed');
            },
          },
    );
    return erase({ ...ports, places }, { tenantId: ACME, selector, now: new Date() }).catch((error) => error);
  }

  it.each([
    [0, false],
    [0, true],
    [1, true],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
    [6, true],
    [7, true],
    [8, true],
    [9, true],
  ])(
    'at place %i (done: %s) is finished by the next, whatever that one names',
    async (position, after) => {
      const lake = await lakeOfTheScene();
      const home = openHome(lake.root);
      try {
        expect(await killedAt(home, position, after)).toMatchObject({ message: 'killed' });
      } finally {
        home.close();
      }
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 2 });
      const words = position % 2 === 0 ? ['--customer', selector.value ?? ''] : ['--call', 'call-0002'];
      expect(await eraseWith(lake, ...words)).toMatchObject({ findings: [] });
      for (const call of gone) expect(await leftOf(lake, call)).toEqual([]);
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    },
    60_000,
  );
});
