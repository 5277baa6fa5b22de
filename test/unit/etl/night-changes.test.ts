import { writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { currentFiles, readManifest } from '../../../etl/index.ts';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
import { ACME, call, keyOf, turn } from './builders.ts';
import { calls, days, lakeWith, night, on, periods } from './night-scene.ts';
import { visibleRows } from './read-parquet.ts';

describe('a night costs what is new', () => {
  it('reads nothing and leaves every file and the manifest alone when nothing is new', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    const before = await readManifest(lake.ports.curated, ACME);
    lake.reads.length = 0;
    expect(await night(lake)).toMatchObject({ documents_in: 0, days: [], balanced: true });
    expect(lake.reads).toEqual([]);
    expect(await readManifest(lake.ports.curated, ACME)).toEqual(before);
  });

  it('reads a new call only, and takes the rows of the others in its period over', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.reads.length = 0;
    lake.put(on('2026-08-01', 'c'));
    expect(days(await night(lake))).toEqual([[ACME, '2026-08-01', 2, 2, 0, 0, true]]);
    expect(lake.reads).toEqual([keyOf(on('2026-08-01', 'c'))]);
    expect(await calls(lake)).toEqual(['a1', 'b1', 'c1']);
  });

  it('writes the same bytes whether rows were taken over or all made anew', async () => {
    const transcriptOf = (id: string): CallDocument['transcript'] => ({
      turns: Array.from({ length: 40 }, (_, index) => turn(index, `text ${id} ${index}`)),
      speaker_roles: { origin: 'source', confidence: 1 },
      talk_time_ms: null,
      silence_ms: null,
      interruptions: null,
    });
    const speaking = (id: string) => on('2026-08-01', id, 1, { transcript: transcriptOf(id) });
    const lake = await lakeWith(...Array.from({ length: 10 }, (_, n) => speaking(`c${n}`)));
    const hashes = async () => {
      const { periods } = await readManifest(lake.ports.curated, ACME);
      return Object.values(periods['2026-08-01']?.files ?? {}).map((file) => file?.sha256);
    };
    await night(lake);
    lake.put(speaking('z'));
    await night(lake);
    const before = await hashes();
    expect(before.length).toBeGreaterThan(5);
    await night(lake, { since: '2026-01-01' });
    expect(await hashes()).toEqual(before);
  });

  it('moves a call whose newer revision lies on another day', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1), on('2026-07-02', 'b'));
    await night(lake);
    lake.put(on('2026-08-01', 'a', 2));
    expect(days(await night(lake))).toEqual([
      [ACME, '2026-07-01', 1, 0, 1, 0, true],
      [ACME, '2026-07-02', 1, 1, 0, 0, true],
      [ACME, '2026-08-01', 1, 1, 0, 0, true],
    ]);
    expect(await calls(lake)).toEqual(['b1', 'a2']);
  });

  it('gathers the days of a month once it has closed', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    await night(lake);
    expect(await periods(lake)).toEqual(['2026-08-01', '2026-08-02']);
    await night(lake, { at: '2026-09-01T00:00:00Z' });
    expect(await periods(lake)).toEqual(['2026-08']);
    expect(await calls(lake)).toEqual(['a1', 'b1']);
  });

  it('closes a month from the files of its days, without reading a document', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    await night(lake);
    lake.reads.length = 0;
    await night(lake, { at: '2026-09-01T00:00:00Z' });
    expect(lake.reads).toEqual([]);
    expect(await visibleRows(lake.ports, ACME, 'turns')).toHaveLength(4);
  });

  it('takes over no row of a call that has a newer revision', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1), on('2026-07-01', 'b', 1));
    await night(lake);
    lake.reads.length = 0;
    lake.put(on('2026-07-01', 'a', 2, { transcript: null, evaluations: [] }));
    await night(lake);
    expect(lake.reads).toEqual([keyOf(on('2026-07-01', 'a', 2))]);
    expect(await calls(lake)).toEqual(['a2', 'b1']);
    for (const table of ['evaluations', 'turns'] as const)
      expect(new Set((await visibleRows(lake.ports, ACME, table)).map(({ call_id }) => call_id))).toEqual(
        new Set(['b']),
      );
  });

  it('takes over no row of a call that is gone', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-07-01', 'b'));
    await night(lake);
    lake.raw.delete(keyOf(on('2026-07-01', 'a')));
    lake.reads.length = 0;
    expect(days(await night(lake))).toEqual([[ACME, '2026-07-01', 1, 1, 0, 0, true]]);
    expect(lake.reads).toEqual([]);
    expect(await calls(lake)).toEqual(['b1']);
  });

  it.each(['calls', 'turns'] as const)(
    'makes a period anew from its documents where the visible file of %s is damaged',
    async (table) => {
      const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
      await night(lake);
      const before = await currentFiles(lake.ports, ACME);
      await writeFile(before.files[table][0] ?? '', 'no Parquet');
      lake.put(on('2026-07-02', 'c'), on('2026-08-01', 'd'));
      expect(await night(lake)).toMatchObject({ balanced: true, errors: [] });
      expect(await calls(lake)).toEqual(['a1', 'c1', 'b1', 'd1']);
      expect(await visibleRows(lake.ports, ACME, 'turns')).toHaveLength(8);
    },
  );

  it('writes again what it is asked for, with the same rows in the same order', async () => {
    const lake = await lakeWith(
      ...['d', 'b', 'c', 'a'].map((id) => on('2026-07-01', id)),
      on('2026-06-30', 'old'),
    );
    await night(lake);
    const before = await currentFiles(lake.ports, ACME);
    const rows = await visibleRows(lake.ports, ACME, 'turns');
    expect(days(await night(lake, { since: '2026-07-15' }))).toEqual([
      [ACME, '2026-07-01', 4, 4, 0, 0, true],
    ]);
    const after = await currentFiles(lake.ports, ACME);
    expect(after.files.calls[0]).toBe(before.files.calls[0]);
    expect(after.files.calls[1]).not.toBe(before.files.calls[1]);
    expect(await visibleRows(lake.ports, ACME, 'turns')).toEqual(rows);
  });

  it('writes the tables again in another time zone', async () => {
    const lake = await lakeWith(call({ started_at: '2026-07-01T23:30:00.000Z' }));
    await night(lake);
    await night(lake, { tenants: [{ tenant_id: ACME, time_zone: 'Asia/Kolkata' }] });
    const [row] = await visibleRows(lake.ports, ACME, 'calls');
    expect(row).toMatchObject({
      call_date: new Date('2026-07-02'),
      started_local: new Date('2026-07-02T05:00:00Z'),
    });
  });

  it('refuses a since that is no day', async () => {
    await expect(night(await lakeWith(), { since: '2026-02-30' })).rejects.toMatchObject({
      code: 'since_refused',
    });
  });
});
