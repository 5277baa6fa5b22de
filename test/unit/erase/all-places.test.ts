import { describe, expect, it } from 'vitest';
import { spice } from '../../../etl/erase/aws/index.ts';
import {
  ErasureIncomplete,
  erase,
  type Place,
  PlaceNotConfigured,
  verifyTenant,
} from '../../../etl/erase/index.ts';
import { ACME, hashOf, NOW, type SceneDocument, scene } from './scene.ts';

const CALL: SceneDocument = { callId: 'call-1', dt: '2026-06-01', customer: 'C-1', content: 'a' };
const ofCall = { tenantId: ACME, selector: { kind: 'call', value: 'call-1' }, now: NOW } as const;
const NONE = { find: async () => 0, erase: async () => 0, traces: async function* () {} };
const BACKUPS: Place = { ...NONE, name: 'backups', agesOutAfterDays: 35 };

/** A place that has to keep something, for as long as it is locked. */
const locked = (name: string, isLocked: () => boolean = () => true): Place => ({
  ...NONE,
  name,
  find: async () => 1,
  async erase() {
    if (isLocked()) throw new ErasureIncomplete(`erase: ${name}: kept`);
    return 1;
  },
});

describe('an erasure of which a place has to keep something', () => {
  it('empties the places behind it, and is not done', async () => {
    const { ports, objects, plans } = scene({ documents: [CALL] });
    const behind = { ...ports, places: [locked('versions'), ...ports.places] };
    await expect(erase(behind, ofCall)).rejects.toThrow('erase: versions: kept');
    expect(objects.size).toBe(0);
    expect(plans.size).toBe(1);
    expect((await verifyTenant(behind, ACME)).findings).toMatchObject([{ place: 'unfinished erasure' }]);
  });

  it('names all such places', async () => {
    const { ports } = scene({ documents: [CALL] }, [locked('versions'), spice()]);
    const erasing = erase(ports, ofCall);
    await expect(erasing).rejects.toThrow(ErasureIncomplete);
    await expect(erasing).rejects.toMatchObject({
      message: 'erase: 2 places are not done',
      where: 'erase: versions: kept; erase: SPICE: not configured',
    });
  });

  it('ends at once when it is the machine that fails', async () => {
    const failing: Place = { ...NONE, name: 'disk', erase: () => Promise.reject(new Error('EIO')) };
    const { ports, objects } = scene({ documents: [CALL] });
    await expect(erase({ ...ports, places: [failing, ...ports.places] }, ofCall)).rejects.toThrow('EIO');
    expect(objects.size).toBe(1);
  });
});

describe('an erasure of one call where a place cannot be asked', () => {
  it('empties the others and leaves its tombstone before it refuses', async () => {
    const { ports, objects, buried } = scene({ documents: [CALL] }, [spice()]);
    await expect(erase(ports, ofCall)).rejects.toThrow(PlaceNotConfigured);
    expect(objects.size).toBe(0);
    expect(buried).toContain('call call-1');
  });

  it('is neither done nor remembered when nobody else knows the call', async () => {
    const { ports, buried } = scene({ documents: [CALL] }, [spice()]);
    const other = { ...ofCall, selector: { kind: 'call', value: 'mistyped' } } as const;
    await expect(erase(ports, other)).rejects.toThrow(PlaceNotConfigured);
    expect(buried.size).toBe(0);
  });
});

describe('the day until which backups hold what went', () => {
  const later = new Date('2026-08-12T02:00:00.000Z');

  it('counts from when the erasure was finished, not from when a killed one began', async () => {
    let isLocked = true;
    const { ports } = scene({ documents: [CALL] }, [locked('versions', () => isLocked), BACKUPS]);
    await expect(erase(ports, ofCall)).rejects.toThrow(ErasureIncomplete);
    isLocked = false;
    const { places } = await erase(ports, { ...ofCall, now: later });
    expect(places.at(-1)).toEqual({ place: 'backups', count: 0, until: '2026-09-16' });
  });

  it('counts from when the last place was emptied, however long that took', async () => {
    let now = NOW;
    const slow: Place = {
      ...NONE,
      name: 'slow',
      async erase() {
        now = later;
        return 0;
      },
    };
    const { ports } = scene({ documents: [CALL] }, [BACKUPS, slow]);
    const { places } = await erase(ports, { ...ofCall, clock: () => now });
    expect(places.find(({ place }) => place === 'backups')?.until).toBe('2026-09-16');
  });
});

describe('an erasure in a place that keeps what was overwritten or deleted', () => {
  const call = (callId: string, dt: string, revision = '20260601T000000000Z-00000000') => ({
    key: `raw/calls/tenant_id=acme/dt=${dt}/${callId}.${revision}.json`,
    call: { callId, dt, revision },
  });
  const hiding = (ref: string, dt = '2026-06-01'): Place => ({
    ...NONE,
    name: 'versions',
    hidden: {
      async *documents() {
        yield { ...call('call-1', dt), read: async () => Buffer.from(`{"customer":{"ref":"${ref}"}}`) };
        yield { ...call('call-2', dt), read: async () => new Uint8Array() };
      },
      async *quarantined() {
        yield {
          quarantine_id: 'q-1',
          dt,
          texts: ['in/call-1.json'],
          path: null,
          content_sha256: hashOf('q'),
          contents: async function* () {},
        };
      },
    },
  });
  const calls = async (ref: string, selector: Parameters<typeof erase>[1]['selector'], dt?: string) => {
    const { ports, buried } = scene({ documents: [] }, [hiding(ref, dt)]);
    await erase(ports, { ...ofCall, selector });
    return [...buried].filter((thing) => thing.startsWith('call ')).sort();
  };

  it('chooses a customer whom only such a document names', async () => {
    expect(await calls('C-1', { kind: 'customer', value: 'C-1' })).toEqual(['call call-1']);
    expect(await calls('C-2', { kind: 'customer', value: 'C-1' })).toEqual([]);
  });

  it('chooses what started before a day by the day in its key, delete markers too', async () => {
    const both = ['call call-1', 'call call-2'];
    expect(await calls('C-1', { kind: 'before', value: '2026-06-02' })).toEqual(both);
    expect(await calls('C-1', { kind: 'before', value: '2026-06-01' })).toEqual([]);
  });

  it('buries the content of what lies there, and nothing for what has none', async () => {
    const { ports, buried } = scene({ documents: [] }, [hiding('C-1')]);
    await erase(ports, { ...ofCall, selector: { kind: 'all', value: null } });
    expect(buried).toContain(`content ${hashOf('q')}`);
    const ofNothing = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';
    expect(buried).not.toContain(`content ${ofNothing}`);
  });

  it('takes what was quarantined with the call that it names', async () => {
    const { ports, plans } = scene({ documents: [CALL] }, [hiding('C-1'), locked('later')]);
    await expect(erase(ports, ofCall)).rejects.toThrow(ErasureIncomplete);
    expect(plans.get(ACME)?.quarantined).toEqual(new Set(['q-1']));
  });
});
