import { describe, expect, test } from 'vitest';
import type { Change, Pointer } from '../../../etl/publish/pointer.ts';
import { lineOf, parsePointer } from '../../../etl/publish/pointer.ts';
import { PointerLost, PointerRefused, PublishedLate } from '../../../etl/publish/pointer-errors.ts';
import { entryAt, settled } from '../../../etl/publish/pointer-history.ts';
import { AHEAD_MS, publishPeriods } from '../../../etl/publish/pointer-publish.ts';
import { type PointerStore, readForPlan } from '../../../etl/publish/pointer-store.ts';
import { ORPHAN_MS, removable } from '../../../etl/publish/pointer-sweep.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';

const ACME = parseTenantId('acme');
const START = Date.parse('2026-07-03T02:00:00.000Z');
const HOUR = 3_600_000;

/** A store in memory. */
function memory() {
  const pointers = new Map<string, Pointer>();
  const changes = new Map<string, Change>();
  const etagOf = (period: string): string | null => {
    const stands = pointers.get(period);
    return stands ? lineOf(stands) : null;
  };
  const store: PointerStore = {
    async read(_, period) {
      const pointer = pointers.get(period);
      return pointer ? { pointer, etag: lineOf(pointer) } : null;
    },
    async write(pointer, expected) {
      if (etagOf(pointer.period) !== expected) throw new PointerLost('test: lost');
      pointers.set(pointer.period, parsePointer(lineOf(pointer), ACME, pointer.period));
    },
    readChange: async (_, change) => changes.get(change) ?? null,
    async decide(change) {
      if (!changes.has(change.change)) changes.set(change.change, change);
      return changes.get(change.change) as Change;
    },
    written: async () => null,
  };
  /** What a query that begins at a moment sees, by period. */
  const seen = (moment: number): Record<string, string> => {
    const shown = [...pointers.values()].map(({ period, entries }) => {
      const known = settled(entries, (change) => changes.get(change) ?? null);
      return [period, entryAt(known, moment)?.snapshot ?? ''] as const;
    });
    return Object.fromEntries(shown.filter(([, snapshot]) => snapshot !== '').sort());
  };
  return { store, pointers, changes, seen };
}

type Lake = ReturnType<typeof memory>;
const at = (hours: number) => ({ now: () => new Date(START + hours * HOUR) });
const later = (hours: number) => START + hours * HOUR + AHEAD_MS;

async function publish(lake: Lake, run: string, periods: Record<string, string | null>, hours: number) {
  const planned = await Promise.all(
    Object.entries(periods).map(async ([period, snapshot]) => ({
      period,
      snapshot,
      tables: {},
      before: await readForPlan(lake.store, { tenantId: ACME, period }, at(hours).now()),
    })),
  );
  return publishPeriods(lake.store, { tenantId: ACME, runId: run, change: run, periods: planned }, at(hours));
}

describe('a publication', () => {
  test('counts from a moment that lies ahead, for queries that begin then', async () => {
    const lake = memory();
    expect(await publish(lake, 'a', { '2026-07-02': 's-a' }, 0)).toEqual(new Date(START + AHEAD_MS));
    expect(lake.seen(START + AHEAD_MS - 1)).toEqual({});
    expect(lake.seen(START + AHEAD_MS)).toEqual({ '2026-07-02': 's-a' });
  });

  test('of several periods counts for all of them at once', async () => {
    const lake = memory();
    await publish(lake, 'a', { '2026-06-01': 'd1', '2026-06-02': 'd2' }, 0);
    await publish(lake, 'b', { '2026-06-01': null, '2026-06-02': null, '2026-06': 'm' }, 1);
    expect(lake.seen(later(1) - 1)).toEqual({ '2026-06-01': 'd1', '2026-06-02': 'd2' });
    expect(lake.seen(later(1))).toEqual({ '2026-06': 'm' });
  });

  test.each([1, 2, 3, 4])('killed at write %i shows nothing, and can be done again', async (write) => {
    const lake = memory();
    await publish(lake, 'a', { '2026-06-01': 'd1' }, 0);
    const broken: Lake = { ...lake, store: failing(lake.store, write) };
    const done = publish(broken, 'b', { '2026-06-01': null, '2026-06-02': 'd2', '2026-06': 'm' }, 1);
    await expect(done).rejects.toThrow('killed');
    expect(lake.seen(later(5))).toEqual({ '2026-06-01': 'd1' });
    await publish(lake, 'c', { '2026-06-01': null, '2026-06-02': 'd2', '2026-06': 'm' }, 2);
    expect(lake.seen(later(2))).toEqual({ '2026-06': 'm', '2026-06-02': 'd2' });
  });

  test('that another has given up does not come true afterwards', async () => {
    const lake = memory();
    let overtaken: Promise<unknown> = Promise.resolve();
    const slow: PointerStore = {
      ...lake.store,
      async decide(change) {
        overtaken = publish(lake, 'fast', { '2026-06-01': 'fast' }, 0);
        await overtaken;
        return lake.store.decide(change);
      },
    };
    await expect(
      publish({ ...lake, store: slow }, 'slow', { '2026-06-01': 'x', '2026-06-02': 'y' }, 0),
    ).rejects.toThrow(PointerLost);
    await overtaken;
    expect(lake.seen(later(9))).toEqual({ '2026-06-01': 'fast' });
  });

  test('planned by a pointer that is not there any more is lost, with all of its periods', async () => {
    const lake = memory();
    const before = await readForPlan(lake.store, { tenantId: ACME, period: '2026-06-02' }, at(0).now());
    await publish(lake, 'other', { '2026-06-02': 'other' }, 0);
    const periods = [
      { period: '2026-06-01', snapshot: 'x', tables: {}, before: null },
      { period: '2026-06-02', snapshot: 'y', tables: {}, before },
    ];
    await expect(
      publishPeriods(lake.store, { tenantId: ACME, runId: 'r', change: 'r', periods }, at(0)),
    ).rejects.toThrow(PointerLost);
    expect(lake.changes.get('r')?.outcome).toBe('aborted');
    expect(lake.seen(later(9))).toEqual({ '2026-06-02': 'other' });
  });

  test('keeps what queries under way may need, for an hour, and counts versions up', async () => {
    const lake = memory();
    for (const [index, hours] of [0, 0.5, 0.6, 3].entries())
      await publish(lake, `r-${index}`, { '2026-07-02': `s-${index}` }, hours);
    const snapshots = () =>
      lake.pointers.get('2026-07-02')?.entries.map(({ snapshot, version }) => `${version} ${snapshot}`);
    expect(snapshots()).toEqual(['4 s-3', '3 s-2']);
    await publish(lake, 'r-4', { '2026-07-02': 's-4' }, 3.5);
    expect(snapshots()).toEqual(['5 s-4', '4 s-3', '3 s-2']);
  });

  test('that was there later than it counts from says so', async () => {
    const lake = memory();
    let now = START;
    const clock = {
      now() {
        now += AHEAD_MS;
        return new Date(now);
      },
    };
    const periods = [{ period: '2026-07-02', snapshot: 's', tables: {}, before: null }];
    await expect(
      publishPeriods(lake.store, { tenantId: ACME, runId: 'r', change: 'r', periods }, clock),
    ).rejects.toThrow(PublishedLate);
    expect(lake.seen(now + HOUR)).toEqual({ '2026-07-02': 's' });
  });
});

/** The same store, whose writer dies before its n-th write. */
function failing(store: PointerStore, failAt: number): PointerStore {
  let writes = 0;
  const dead = () => {
    writes += 1;
    if (writes >= failAt) throw new Error('killed');
  };
  return {
    ...store,
    async write(...args) {
      dead();
      return store.write(...args);
    },
    async decide(change) {
      dead();
      return store.decide(change);
    },
  };
}

describe('a pointer', () => {
  const good = async () => {
    const lake = memory();
    await publish(lake, 'a', { '2026-07-02': 's' }, 0);
    await publish(lake, 'b', { '2026-07-02': 't' }, 0.1);
    return lake.pointers.get('2026-07-02') as Pointer;
  };
  const change = (value: object, key: string, text: unknown): string =>
    JSON.stringify({ ...value, [key]: text });

  test('of another tenant or period, of another version, out of order or no JSON is refused', async () => {
    const pointer = await good();
    const read = (text: string) => () => parsePointer(text, ACME, '2026-07-02');
    expect(read(lineOf(pointer))()).toEqual(pointer);
    for (const text of [
      '',
      lineOf(pointer).slice(0, -5),
      change(pointer, 'tenant_id', 'globex'),
      change(pointer, 'period', '2026-07-03'),
      change(pointer, 'pointer_version', 2),
      change(pointer, 'entries', []),
      change(pointer, 'entries', [...pointer.entries].reverse()),
      change(pointer, 'entries', [{ ...pointer.entries[0], since: null }]),
      change(pointer, 'entries', [{ ...pointer.entries[0], snapshot: '../x' }]),
    ])
      expect(read(text)).toThrow(PointerRefused);
  });

  test('names what the sweep leaves alone', async () => {
    const pointer = await good();
    const key = (snapshot: string, tenant = 'acme') =>
      `curated/calls/tenant_id=${tenant}/period=2026-07-02/${snapshot}/part-0.parquet`;
    const gone = (hours: number, name: string, age = 0) => {
      const now = new Date(START + hours * HOUR);
      const object = { key: name, modified: new Date(now.getTime() - age) };
      return removable([object], [pointer], { tenantId: ACME, now }).length === 1;
    };
    expect(gone(1, key('s'))).toBe(false);
    expect(gone(1.2, key('s'))).toBe(true);
    expect(gone(9999, key('t'))).toBe(false);
    expect(gone(0, key('unnamed'), ORPHAN_MS)).toBe(false);
    expect(gone(0, key('unnamed'), ORPHAN_MS + 1)).toBe(true);
    expect(gone(9999, key('s', 'globex'), ORPHAN_MS * 2)).toBe(false);
    expect(gone(9999, 'curated/pointers/tenant_id=acme/period=2026-07-02.json', ORPHAN_MS * 2)).toBe(false);
  });
});
