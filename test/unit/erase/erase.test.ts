import { describe, expect, it } from 'vitest';
import {
  type ErasePorts,
  erase,
  type Place,
  previewErasure,
  retentionFloor,
  verifyTenant,
} from '../../../etl/erase/index.ts';
import { ACME, NOW, type SceneDocument, scene } from './scene.ts';

const CALLS: readonly SceneDocument[] = [
  { callId: 'call-1', dt: '2026-05-31', customer: 'C-1' },
  { callId: 'call-2', dt: '2026-06-01', customer: 'C-1', content: '1' },
  { callId: 'call-3', dt: '2026-06-02', customer: 'C-2', content: '2' },
];
const REQUEST = { tenantId: ACME, selector: { kind: 'customer', value: 'C-1' }, now: NOW } as const;

/** A place that remembers who was in it. */
function placeOf(
  name: string,
  ids: string[],
  agesOutAfterDays?: number,
): Place & { readonly ids: Set<string> } {
  const held = new Set(ids);
  return {
    name,
    ids: held,
    ...(agesOutAfterDays === undefined ? {} : { agesOutAfterDays }),
    find: async ({ calls }) => held.intersection(calls).size,
    async erase({ calls }) {
      const gone = held.intersection(calls);
      for (const id of gone) held.delete(id);
      return gone.size;
    },
    async *traces() {
      for (const value of held) yield { kind: 'call', value } as const;
    },
  };
}

describe('an erasure', () => {
  it('writes its plan and the tombstones before anything goes, under the lease', async () => {
    const { ports, log, objects } = scene({ documents: CALLS });
    await erase(ports, REQUEST);
    expect(log).toEqual(['take', 'plan', 'bury', 'raw', 'done', 'release']);
    expect([...objects.values()].map(({ callId }) => callId)).toEqual(['call-3']);
  });

  it('says what went from where, and until when the rest ages out', async () => {
    const { ports } = scene({ documents: CALLS }, [
      placeOf('exports', ['call-2']),
      placeOf('backups', [], 35),
    ]);
    expect(await erase(ports, REQUEST)).toEqual({
      erased: true,
      calls: 2,
      places: [
        { place: 'raw', count: 2, until: null },
        { place: 'exports', count: 1, until: null },
        { place: 'backups', count: 0, until: '2026-08-07' },
      ],
      findings: [],
      proven: true,
    });
  });

  it('is not proven when a place or the search of all bytes still finds something', async () => {
    const stubborn: Place = { ...placeOf('stubborn', ['call-1']), erase: async () => 0 };
    const { ports } = scene({ documents: CALLS }, [stubborn]);
    const searching: ErasePorts = {
      ...ports,
      search: async () => [{ kind: 'erased', place: 'bytes', found: 3, files: ['a'] }],
    };
    expect(await erase(searching, REQUEST)).toMatchObject({
      proven: false,
      findings: [
        { place: 'stubborn', found: 1 },
        { place: 'bytes', found: 3, files: ['a'] },
      ],
    });
  });

  it('of nothing leaves no trace of having been asked', async () => {
    const { ports, log } = scene({ documents: CALLS });
    const selector = { kind: 'customer', value: 'C-7' } as const;
    expect(await erase(ports, { ...REQUEST, selector })).toMatchObject({ erased: false, calls: 0 });
    expect(log).toEqual(['take', 'release']);
  });

  it('of a call finds it also where only a copy is left', async () => {
    const exports = placeOf('exports', ['call-9']);
    const { ports, buried } = scene({ documents: CALLS }, [exports]);
    const selector = { kind: 'call', value: 'call-9' } as const;
    expect(await erase(ports, { ...REQUEST, selector })).toMatchObject({ erased: true });
    expect(exports.ids.size).toBe(0);
    expect(buried).toContain('call call-9');
  });

  it('changes nothing when it is only previewed', async () => {
    const { ports, log, objects } = scene({ documents: CALLS });
    expect(await previewErasure(ports, REQUEST)).toMatchObject({
      calls: 2,
      places: [{ place: 'raw', count: 2 }],
    });
    expect(log).toEqual([]);
    expect(objects.size).toBe(3);
  });
});

describe('an erasure that is killed', () => {
  const kill = async (): Promise<never> => {
    throw new Error('killed');
  };
  /** Ways of dying, by step; `after` a step that was done. */
  const DEATHS: readonly [string, (ports: ErasePorts, last: Place) => ErasePorts][] = [
    [
      'writing the tombstones',
      (ports) => ({
        ...ports,
        tombstones: {
          ...ports.tombstones,
          bury: () => {
            throw new Error('killed');
          },
        },
      }),
    ],
    [
      'in the first place',
      (ports) => ({ ...ports, places: ports.places.map((p) => ({ ...p, erase: kill })) }),
    ],
    [
      'in the last place',
      (ports, last) => ({
        ...ports,
        places: ports.places.map((p) => (p === last ? { ...p, erase: kill } : p)),
      }),
    ],
    ['forgetting its plan', (ports) => ({ ...ports, unfinished: { ...ports.unfinished, remove: kill } })],
  ];

  it.each(DEATHS)('while %s is finished by any other of that tenant', async (_, dying) => {
    const last = placeOf('last', ['call-1', 'call-2', 'call-3']);
    const { ports, objects, plans, buried, log } = scene({ documents: CALLS }, [last]);
    await expect(erase(dying(ports, last), REQUEST)).rejects.toThrow('killed');
    expect(log.at(-1)).toBe('release');
    expect((await verifyTenant(ports, ACME)).findings).toContainEqual({
      kind: 'erased',
      place: 'unfinished erasure',
      found: 1,
      files: [],
    });
    const other = { ...REQUEST, selector: { kind: 'call', value: 'never-seen' } } as const;
    await erase(ports, other);
    expect([...objects.values()].map(({ callId }) => callId)).toEqual(['call-3']);
    expect([...last.ids]).toEqual(['call-3']);
    expect([...buried]).toEqual(expect.arrayContaining(['call call-1', 'call call-2']));
    expect(plans.size).toBe(0);
    expect((await verifyTenant(ports, ACME)).findings).toEqual([]);
  });
});

describe('an erasure of a whole tenant that is killed', () => {
  it('is finished as one of the whole tenant, although the next names a call', async () => {
    const record = new Set(['record']);
    let dying = true;
    const registry: Place = {
      ...placeOf('registry', []),
      async erase({ selector }) {
        if (dying) throw new Error('killed');
        if (selector.kind === 'all') record.clear();
        return 0;
      },
    };
    const { ports } = scene({ documents: CALLS }, [registry]);
    await expect(erase(ports, { ...REQUEST, selector: { kind: 'all', value: null } })).rejects.toThrow(
      'killed',
    );
    dying = false;
    await erase(ports, { ...REQUEST, selector: { kind: 'call', value: 'call-1' } });
    expect(record.size).toBe(0);
  });
});

describe('a verification', () => {
  it('counts each erased call once a place, and what nobody can read, and names the files', async () => {
    const torn: Place = {
      ...placeOf('torn', []),
      async *traces() {
        yield { kind: 'unreadable', value: 'part-0.parquet', file: 'tables/part-0.parquet' };
        for (const file of ['b.csv', 'other.csv', 'a.csv'])
          yield { kind: 'call', value: file === 'other.csv' ? 'call-2' : 'call-1', file };
      },
    };
    const { ports, buried } = scene({ documents: CALLS }, [torn]);
    buried.add('call call-1');
    expect((await verifyTenant(ports, ACME)).findings).toEqual([
      { kind: 'erased', place: 'raw', found: 1, files: [] },
      { kind: 'erased', place: 'torn', found: 1, files: ['a.csv', 'b.csv'] },
      { kind: 'unreadable', place: 'torn', found: 1, files: ['tables/part-0.parquet'] },
    ]);
  });
});

describe('a retention rule', () => {
  it.each([
    [1, '2026-07-03'],
    [2, '2026-07-02'],
    [365, '2025-07-04'],
  ])('of %i days keeps calls from %s on', (days, floor) => {
    expect(retentionFloor(days, NOW)).toBe(floor);
  });
});
