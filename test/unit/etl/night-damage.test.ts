import { createReadStream } from 'node:fs';
import { readFile, truncate, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentFiles, type NightPorts, readManifest, SHAPE_VERSION } from '../../../etl/index.ts';
import { manifestFile } from '../../../etl/publish/index.ts';
import { MAX_JSON_BYTES, quarantineRecordSchema, sealDocument } from '../../../pipeline/contract/index.ts';
import { ACME, bytesOf, evaluation, keyOf, temporaryFolder, wholeOf } from './builders.ts';
import { filesOf, storeIn } from './join-scene.ts';
import { calls, counts, damage, days, lakeWith, night, on } from './night-scene.ts';

describe('damaged documents', () => {
  it('are kept with the reason, counted once, and stop nothing', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const bad = on('2026-08-01', 'b');
    damage(lake, bad);
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 1, 0, 1, true]]);
    const [entry] = lake.kept.values();
    expect(quarantineRecordSchema.parse(entry?.record)).toMatchObject({
      code: 'not_json',
      stage: 'night',
      path: keyOf(bad),
      dt: '2026-08-03',
    });
    expect(entry?.bytes).toEqual(lake.raw.get(keyOf(bad)));
    lake.reads.length = 0;
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
    lake.put(on('2026-08-01', 'c'));
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 2, 0, 0, true]]);
    expect(lake.reads).not.toContain(keyOf(bad));
  });

  it('are those of which only the sealed document would be too large, too', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const bad = on('2026-08-01', 'b');
    const id = 'x'.repeat(MAX_JSON_BYTES / 2);
    const result = { tenant_id: ACME, call_id: 'b', call_date: '2026-08-01' };
    lake.raw.set(keyOf(bad), bytesOf({ ...result, qa_evaluation: { criteria: [{ id }] } }));
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 1, 0, 1, true]]);
    expect([...lake.kept.values()].map(({ record }) => record)).toMatchObject([{ code: 'too_large' }]);
  });

  it('are read again when they are asked for', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    damage(lake, on('2026-08-01', 'b'));
    await night(lake);
    expect(days(await night(lake, { since: '2026-08-01' }))).toEqual([
      [ACME, '2026-08-01', 2, 1, 0, 1, true],
    ]);
    expect(lake.kept.size).toBe(1);
    lake.put(on('2026-08-01', 'b'));
    expect(days(await night(lake, { since: '2026-08-01' }))).toEqual([
      [ACME, '2026-08-01', 2, 2, 0, 0, true],
    ]);
    expect((await readManifest(lake.ports.curated, ACME)).damaged).toEqual([]);
  });

  it('are tried again once the rules have changed by which they were refused', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    damage(lake, on('2026-08-01', 'b'));
    await night(lake);
    const path = manifestFile(lake.ports.curated.root, ACME);
    await writeFile(path, (await readFile(path, 'utf8')).replaceAll(SHAPE_VERSION, '0-older'));
    lake.put(on('2026-08-01', 'b'));
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 2, 0, 0, true]]);
  });

  it('give way to the newest readable revision of the same day', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a', 1), on('2026-08-01', 'a', 2));
    damage(lake, on('2026-08-01', 'a', 3));
    damage(lake, on('2026-08-01', 'a', 4));
    const written: string[] = [];
    const account = await night(lake, { onPeriod: ({ period }) => written.push(period) });
    expect(written).toEqual(['2026-08-01']);
    expect(days(account)).toEqual([[ACME, '2026-08-01', 4, 1, 1, 2, true]]);
    expect(await calls(lake)).toEqual(['a2']);
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  });

  it('give way to a revision of another period', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1), on('2026-08-01', 'b'));
    damage(lake, on('2026-08-01', 'a', 2));
    expect(days(await night(lake))).toEqual([
      [ACME, '2026-07-01', 1, 1, 0, 0, true],
      [ACME, '2026-08-01', 2, 1, 0, 1, true],
    ]);
    expect(await calls(lake)).toEqual(['a1', 'b1']);
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  });

  it('do not make the period be written again in which an older revision stands already', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1));
    await night(lake);
    const before = await currentFiles(lake.ports, ACME);
    damage(lake, on('2026-08-01', 'a', 2));
    await night(lake);
    expect(await calls(lake)).toEqual(['a1']);
    expect((await currentFiles(lake.ports, ACME)).version).toBe(before.version + 1);
  });

  it('of any size are kept part by part, and a large one is never read whole', async () => {
    const store = await storeIn(await temporaryFolder());
    const lake = await lakeWith();
    const key = keyOf(on('2026-08-01', 'large'));
    await store.put(key, new Uint8Array());
    await truncate(join(store.root, key), 70 << 20);
    await store.put(keyOf(on('2026-08-01', 'a')), sealDocument(on('2026-08-01', 'a')));
    const kept: (readonly [string, number, number])[] = [];
    const ports: NightPorts = {
      ...lake.ports,
      raw: {
        ...filesOf(store),
        read: () => Promise.reject(new RangeError('File size is greater than 2 GiB')),
        readParts: (asked) => createReadStream(join(store.root, asked)),
      },
      quarantine: {
        ...lake.ports.quarantine,
        async put(record, bytes) {
          kept.push([record.code, record.size_bytes, (await wholeOf(bytes)).byteLength]);
        },
      },
    };
    const account = await night({ ...lake, ports });
    expect([account.errors, days(account)]).toEqual([[], [[ACME, '2026-08-01', 2, 1, 0, 1, true]]]);
    expect(kept).toEqual([['too_large', 70 << 20, 70 << 20]]);
  });

  it('of every kind are counted: wrong tenant, wrong shape, no JSON, no key', async () => {
    const lake = await lakeWith(on('2026-08-01', 'good'));
    lake.raw.set(keyOf(on('2026-08-01', 'a')), bytesOf({ ...on('2026-08-01', 'a'), tenant_id: 'globex' }));
    lake.raw.set(keyOf(on('2026-08-01', 'b')), bytesOf({ ...on('2026-08-01', 'b'), evaluations: 'none' }));
    lake.raw.set(
      keyOf(on('2026-08-01', 'c')),
      bytesOf(on('2026-08-01', 'c', 1, { evaluations: [evaluation(), evaluation()] })),
    );
    damage(lake, on('2026-08-01', 'd'), '');
    lake.raw.set('raw/calls/tenant_id=acme/dt=2026-08-01/notes.txt', new Uint8Array([1, 2]));
    expect(days(await night(lake))).toEqual([
      [ACME, '2026-08-01', 5, 1, 0, 4, true],
      [ACME, '2026-08-03', 1, 0, 0, 1, true],
    ]);
    expect([...lake.kept.values()].map(({ record }) => record.code).sort()).toEqual([
      'bad_shape',
      'duplicate_evaluation',
      'empty',
      'key_refused',
      'wrong_tenant',
    ]);
    expect(counts(await night(lake))).toEqual([0, 0, 0, 0, true]);
  });
});
