import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Bucket,
  exportVersions,
  quarantineVersions,
  queryResults,
  rawVersions,
  stagingVersions,
  transcriberOutput,
  versionsBelow,
} from '../../../etl/erase/aws/index.ts';
import {
  ErasureIncomplete,
  type ErasurePlan,
  erase,
  type Place,
  type Selector,
  type Trace,
  verifyTenant,
} from '../../../etl/erase/index.ts';
import { S3InMemory } from '../../support/s3-memory.ts';
import { ACME, NOW, planOf, type SceneDocument, scene } from './scene.ts';

const RAW = 'raw/calls/tenant_id=acme/dt=2026-06-10/';
const QUARANTINE = 'quarantine/tenant_id=acme/dt=2026-06-10/';
const TMP = 'transcriber/tenant_id=acme/';
const REVISION = '20260601T000000000Z-00000000';
const CALL: SceneDocument = { callId: 'call-100', dt: '2026-06-10', content: 'a' };
const raw = (callId: string): string => `${RAW}${callId}.${REVISION}.json`;
const of = (...calls: string[]): ErasurePlan => planOf({ calls: new Set(calls) });

async function tracesOf(place: Place, kept: readonly string[] = []): Promise<Trace[]> {
  const traces: Trace[] = [];
  for await (const trace of place.traces(ACME, (id) => kept.includes(id))) traces.push(trace);
  return traces;
}
const idsOf = async (place: Place, kept?: readonly string[]): Promise<string[]> =>
  (await tracesOf(place, kept)).filter(({ kind }) => kind === 'call').map(({ value }) => value);

const erasing = (places: readonly Place[], selector: Selector, documents = [CALL]) =>
  erase(scene({ documents }, places).ports, { tenantId: ACME, selector, now: NOW });
const CALL_100 = { kind: 'call', value: 'call-100' } as const;

describe('what was taken out of quarantine in S3', () => {
  const hidden = (): S3InMemory => {
    const s3 = new S3InMemory();
    s3.put(`${QUARANTINE}q1.bin`, '{"call_id":"call-100","text":"SECRET"}');
    s3.put(`${QUARANTINE}q1.json`, '{"path":"in/1.json"}');
    s3.put(`${QUARANTINE}q2.bin`, '{"call_id":"call-200"}');
    for (const end of ['q1.bin', 'q1.json', 'q2.bin']) s3.hide(QUARANTINE + end);
    return s3;
  };

  it('goes with its call, from the versions too', async () => {
    const s3 = hidden();
    expect(await erasing([quarantineVersions(s3)], CALL_100)).toMatchObject({ proven: true });
    expect(s3.left()).toEqual([`${QUARANTINE}q2.bin marker`, `${QUARANTINE}q2.bin: {"call_id":"call-200"}`]);
  });

  it('is found by a verification', async () => {
    const s3 = hidden();
    const { ports, buried } = scene({ documents: [] }, [quarantineVersions(s3)]);
    buried.add('call call-100');
    expect((await verifyTenant(ports, ACME)).findings).toEqual([
      { kind: 'erased', place: 'quarantine, all versions', found: 1, files: [`${QUARANTINE}q1.bin`] },
    ]);
  });

  it('is not proven gone when nobody may read it', async () => {
    const s3 = hidden();
    s3.denied.add(`${QUARANTINE}q1.bin`);
    const report = await erasing([quarantineVersions(s3)], CALL_100);
    expect(report).toMatchObject({ proven: false, findings: [{ kind: 'unreadable', found: 1 }] });
  });
});

describe('raw documents in S3', () => {
  const document = (ref: string): string => JSON.stringify({ call_id: 'call-7', customer: { ref } });
  const deleted = (): S3InMemory => {
    const s3 = new S3InMemory();
    s3.put(raw('call-7'), document('C-1'));
    s3.hide(raw('call-7'));
    return s3;
  };

  it.each<Selector>([
    { kind: 'customer', value: 'C-1' },
    { kind: 'before', value: '2026-06-11' },
    { kind: 'all', value: null },
  ])('that were deleted go when they are named: %o', async (selector) => {
    const s3 = deleted();
    const report = await erasing([rawVersions(s3)], selector, []);
    expect(report).toMatchObject({ erased: true, calls: 1, proven: true });
    expect(s3.left()).toEqual([]);
  });

  it('that were deleted stay when another is named, or a day before theirs', async () => {
    const s3 = deleted();
    await erasing([rawVersions(s3)], { kind: 'customer', value: 'C-2' }, []);
    await erasing([rawVersions(s3)], { kind: 'before', value: '2026-06-10' }, []);
    expect(s3.left()).toHaveLength(2);
  });

  it('that were deleted and nobody may read leave it unproven whose they are', async () => {
    const s3 = deleted();
    s3.denied.add(raw('call-7'));
    const documents = [{ ...CALL, customer: 'C-1' }];
    const report = await erasing([rawVersions(s3)], { kind: 'customer', value: 'C-1' }, documents);
    expect(report).toMatchObject({ proven: false, findings: [{ kind: 'unreadable', found: 1 }] });
  });

  it('give their ids away by name, also in a delete marker', async () => {
    const s3 = deleted();
    expect(await idsOf(rawVersions(s3))).toContain('call-7');
    s3.denied.add(raw('call-7'));
    expect(await idsOf(rawVersions(s3))).toEqual(['call-7', 'call-7']);
  });

  it('of a foreign name go by what stands in them', async () => {
    const s3 = new S3InMemory();
    s3.put(`${RAW}copy.json`, '{"call_id":"call-100"}');
    s3.put(`${RAW}other.json`, '{"call_id":"call-200"}');
    expect(await rawVersions(s3).erase(of('call-100'))).toBe(1);
    expect(s3.left()).toEqual([`${RAW}other.json: {"call_id":"call-200"}`]);
  });

  it('of a foreign name stay when a folder is called like the call, or they are of a call that holds its id', async () => {
    const s3 = new S3InMemory();
    s3.put(`${RAW}notes.txt`, 'nothing');
    s3.put(`${RAW}call-1.5.tmp`, 'half written');
    const going = new Set(['acme', 'calls', 'raw', 'tenant_id', 'dt', '2026', '10', 'call-1']);
    expect(await rawVersions(s3).erase(planOf({ calls: going, alike: new Set(['call-1.5']) }))).toBe(0);
    expect(await idsOf(rawVersions(s3), ['call-1.5'])).not.toContain('call-1');
  });
});

describe('what the transcriber wrote', () => {
  it('of another call stays: it waits for it', async () => {
    const s3 = new S3InMemory();
    for (const name of ['call-1.json', 'call-200.json', 'call-1.5.json']) s3.put(TMP + name, 'text');
    const place = transcriberOutput(s3, () => TMP);
    await place.erase(planOf({ calls: new Set(['call-1']), alike: new Set(['call-1.5']) }));
    expect(s3.left()).toEqual([`${TMP}call-1.5.json: text`, `${TMP}call-200.json: text`]);
    expect(await idsOf(place, ['call-1.5'])).not.toContain('call-1');
  });
});

describe('places of copies in S3', () => {
  const places = (s3: Bucket): Place[] => [
    ...stagingVersions(s3),
    queryResults(s3, () => 'query-results/tenant_id=acme/'),
    exportVersions(s3, () => 'exports/tenant_id=acme/'),
  ];
  const KEYS = [
    ...['winners', 'lines', 'documents'].map((kind) => `staging/${kind}/tenant_id=acme/snapshot=r1.0/f`),
    'query-results/tenant_id=acme/4711.csv',
    'exports/tenant_id=acme/june.csv',
  ];

  it('are emptied, what a run has swept already included', async () => {
    const s3 = new S3InMemory();
    for (const key of KEYS) s3.put(key, 'call-100 SECRET');
    for (const key of KEYS.slice(0, 3)) s3.hide(key);
    s3.put('staging/lines/tenant_id=globex/snapshot=r1.0/f', 'globex');
    expect(await erasing(places(s3), CALL_100)).toMatchObject({ proven: true });
    expect(s3.left()).toEqual(['staging/lines/tenant_id=globex/snapshot=r1.0/f: globex']);
  });

  it.each([
    'PAR1 call-100',
    '\x1f\x8b packed',
    'PK\x03\x04 packed',
    '\x28\xb5\x2f\xfd packed',
    '\xff\xff\xff\xff arrow',
  ])('are not proven empty by an object that nobody can unpack: %j', async (body) => {
    const s3 = new S3InMemory();
    s3.put(KEYS.at(-1) ?? '', body);
    expect(await tracesOf(exportVersions(s3, () => 'exports/tenant_id=acme/'))).toContainEqual({
      kind: 'unreadable',
      value: expect.any(String),
      file: KEYS.at(-1),
    });
  });

  it('are read by who can unpack them', async () => {
    const s3 = new S3InMemory();
    s3.put(KEYS.at(-1) ?? '', 'PAR1 columns');
    const unpack = async function* () {
      yield Buffer.from('call_id\ncall-100\n');
    };
    const { client, bucket } = s3;
    const exports = exportVersions({ client, bucket, unpack }, () => 'exports/');
    expect(await idsOf(exports)).toContain('call-100');
    expect(await exports.erase(of('call-100'))).toBe(1);
  });
});

describe('unfinished uploads', () => {
  const place = (s3: Bucket): Place => rawVersions(s3);

  it('of a call that goes are given up, those of others stay', async () => {
    const s3 = new S3InMemory();
    for (const id of ['call-100', 'call-200']) s3.upload(raw(id));
    expect(await place(s3).erase(of('call-100'))).toBe(1);
    expect(s3.left()).toEqual([`${raw('call-200')} upload`]);
    expect(await idsOf(place(s3))).toEqual(['call-200']);
  });

  it('whose name does not tell are given up after a day, and until then nothing is proven', async () => {
    const s3 = new S3InMemory();
    s3.upload(`${QUARANTINE}aa.bin`, new Date(NOW.getTime() - 25 * 3_600_000));
    s3.upload(`${QUARANTINE}bb.bin`, new Date(NOW.getTime() - 23 * 3_600_000));
    await quarantineVersions(s3).erase(of('call-100'));
    expect(s3.left()).toEqual([`${QUARANTINE}bb.bin upload`]);
    expect((await tracesOf(quarantineVersions(s3))).map(({ kind }) => kind)).toContain('unreadable');
  });
});

describe('what S3 keeps', () => {
  it('does not keep what comes behind it, however many requests that takes', async () => {
    const s3 = new S3InMemory();
    for (let n = 0; n < 2500; n += 1) s3.put(raw('call-100'), String(n));
    const locked = `${RAW}call-100.20260501T000000000Z-00000000.json`;
    s3.put(locked, 'locked');
    s3.locked.add(locked);
    s3.upload(raw('call-100'));
    const emptying = rawVersions(s3).erase(of('call-100'));
    await expect(emptying).rejects.toThrow(ErasureIncomplete);
    await expect(emptying).rejects.toThrow(/S3 kept 1 versions or uploads \(AccessDenied\)$/);
    expect(s3.left()).toEqual([`${locked}: locked`]);
  });
});

describe('keys', () => {
  it('of any characters are listed as they are, and what has them goes', async () => {
    const anyKey = fc.string({ unit: 'binary', minLength: 1, maxLength: 20 });
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(anyKey, { maxLength: 5 }), async (names) => {
        const s3 = new S3InMemory();
        for (const name of names) {
          s3.put(`results/${name}`, 'x');
          s3.upload(`results/${name}`);
        }
        const listed: string[] = [];
        for await (const { key } of versionsBelow(s3, 'results/')) listed.push(key);
        expect(listed.sort()).toEqual(names.map((name) => `results/${name}`).sort());
        expect(await queryResults(s3, () => 'results/').erase(of())).toBe(2 * names.length);
        expect(s3.left()).toEqual([]);
      }),
      { examples: [[['a b', 'a+b', 'cr\r', '\u0001']]] },
    );
  });
});
