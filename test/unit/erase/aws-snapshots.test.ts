import { describe, expect, it } from 'vitest';
import {
  type NamedPeriod,
  type NamedSnapshots,
  namedByPointers,
  staleSnapshots,
} from '../../../etl/erase/aws/index.ts';
import { ErasureIncomplete, erase } from '../../../etl/erase/index.ts';
import { TenantRefused } from '../../../pipeline/contract/index.ts';
import { S3InMemory } from '../../support/s3-memory.ts';
import { ACME, NOW, planOf, scene } from './scene.ts';

const file = (snapshot: string): string =>
  `curated/calls/tenant_id=acme/period=2026-06/${snapshot}/part-0.parquet`;
const at = (seconds: number): string => new Date(NOW.getTime() + seconds * 1000).toISOString();
const period = (...entries: NamedPeriod['entries']): NamedPeriod => ({ period: '2026-06', entries });

function lake(snapshots: readonly string[], named: NamedSnapshots, clock = () => NOW) {
  const s3 = new S3InMemory();
  for (const snapshot of snapshots) s3.put(file(snapshot), snapshot);
  return { s3, place: staleSnapshots(s3, { table: 'calls', named, clock }) };
}
const left = (s3: S3InMemory): string[] => s3.left().map((line) => line.split(': ')[1] ?? line);

describe('the snapshots of a table in S3', () => {
  it('go when no query reads them or is going to, older versions and markers too', async () => {
    const { s3, place } = lake(['old', 'new', 'never-named'], async () => [
      period({ snapshot: 'new', since: at(-1) }, { snapshot: 'old', since: at(-3600) }),
    ]);
    s3.put(file('new'), 'again');
    s3.hide(file('hidden'));
    s3.upload(file('half'));
    expect(await place.find(planOf({}))).toBe(5);
    expect(await place.erase(planOf({}))).toBe(5);
    expect(left(s3)).toEqual(['again']);
  });

  it('stay that a publisher named while they were listed', async () => {
    const { s3, place } = lake(['s1'], async () => {
      s3.put(file('s2'), 's2');
      return [period({ snapshot: 's1', since: at(-1) })];
    });
    expect(await place.erase(planOf({}))).toBe(0);
    expect(left(s3)).toEqual(['s1', 's2']);
  });

  it('stay from the one that counts up to the newest, and the erasure is not done until the newest counts', async () => {
    let now = NOW;
    const { s3, place } = lake(
      ['older', 'counts', 'between', 'newest'],
      async () => [
        period(
          { snapshot: 'newest', since: at(30) },
          { snapshot: 'between', since: at(20) },
          { snapshot: 'counts', since: at(-1) },
          { snapshot: 'older', since: at(-3600) },
        ),
      ],
      () => now,
    );
    const { ports } = scene({ documents: [{ callId: 'call-1', dt: '2026-06-10' }] }, [place]);
    const request = { tenantId: ACME, selector: { kind: 'call', value: 'call-1' }, now: NOW } as const;
    await expect(erase(ports, request)).rejects.toThrow(ErasureIncomplete);
    await expect(place.erase(planOf({}))).rejects.toThrow(/2 files are read until newer ones count$/);
    expect(left(s3)).toEqual(['between', 'counts', 'newest']);
    now = new Date(at(30));
    await erase(ports, request);
    expect(left(s3)).toEqual(['newest']);
  });

  it('stay while the change that replaces them is open, and go when it was given up', async () => {
    const entries = [
      { snapshot: 'open', since: null, change: 'c-1' },
      { snapshot: 'counts', since: at(-1), change: null },
    ];
    const pointer = { pointer: { period: '2026-06', entries }, etag: 'e' };
    let outcome: object | null = null;
    const pointers = { list: async () => [pointer], readChange: async () => outcome };
    const { s3, place } = lake(
      ['open', 'counts'],
      namedByPointers(pointers as unknown as Parameters<typeof namedByPointers>[0]),
    );
    await expect(place.erase(planOf({}))).rejects.toThrow(ErasureIncomplete);
    expect(left(s3)).toEqual(['counts', 'open']);
    outcome = { outcome: 'aborted', since: at(-1) };
    expect(await place.erase(planOf({}))).toBe(1);
    expect(left(s3)).toEqual(['counts']);
    outcome = { outcome: 'committed', since: at(-1) };
    s3.put(file('open'), 'open');
    expect(await place.erase(planOf({}))).toBe(1);
    expect(left(s3)).toEqual(['open']);
  });

  it('stay, and the other places are emptied, when a pointer cannot be read', async () => {
    const { s3, place } = lake(['old'], async () => {
      throw new TenantRefused('publish: an object is no pointer that this version wrote');
    });
    await expect(place.erase(planOf({}))).rejects.toThrow(ErasureIncomplete);
    expect(left(s3)).toEqual(['old']);
  });

  it('are not proven free of a call by files that nobody can read', async () => {
    const { s3, place } = lake([], async () => []);
    s3.put(file('old'), 'PAR1 call-100 PAR1');
    const kinds: string[] = [];
    for await (const { kind } of place.traces(ACME, () => false)) kinds.push(kind);
    expect(kinds).toContain('unreadable');
  });
});
