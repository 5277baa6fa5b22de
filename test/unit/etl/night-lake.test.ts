import { readdir, readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentFiles, readManifest } from '../../../etl/index.ts';
import { ACME, GLOBEX, keyOf } from './builders.ts';
import { calls, lakeWith, NOW, night, on, UTC } from './night-scene.ts';
import { visibleRows } from './read-parquet.ts';

describe('the lake', () => {
  it('keeps tenants apart that share call ids', async () => {
    const lake = await lakeWith(
      on('2026-08-01', 'a'),
      on('2026-08-01', 'a', 2, { tenant_id: GLOBEX, queue: 'theirs' }),
    );
    await night(lake, { tenants: [UTC, { tenant_id: GLOBEX, time_zone: 'UTC' }] });
    expect(await calls(lake)).toEqual(['a1']);
    expect(await calls(lake, GLOBEX)).toEqual(['a2']);
    const { files } = await currentFiles(lake.ports, ACME);
    for (const path of Object.values(files).flat()) expect(path).toContain('/tenant_id=acme/');
  });

  it('lies where the layout says, without partition keys in the files', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    const { run_id } = await night(lake);
    const { root } = lake.ports.curated;
    const { files } = await currentFiles(lake.ports, ACME);
    expect(files.turns.map((path) => path.slice(root.length + 1))).toEqual([
      `curated/turns/tenant_id=acme/period=2026-07/${run_id}.1/part-0.parquet`,
      `curated/turns/tenant_id=acme/period=2026-08-01/${run_id}.1/part-0.parquet`,
    ]);
    const [row] = await visibleRows(lake.ports, ACME, 'turns');
    expect(Object.keys(row ?? {})).not.toContain('tenant_id');
    expect(Object.keys(row ?? {})).not.toContain('period');
  });

  it('names size and hash of each file in the manifest', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    const { periods: visible } = await readManifest(lake.ports.curated, ACME);
    const file = visible['2026-07']?.files.turns;
    expect(file).toMatchObject({ rows: 2, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) });
    expect((await stat(join(lake.ports.curated.root, file?.path ?? ''))).size).toBe(file?.bytes);
    expect(visible['2026-07']?.files).not.toHaveProperty('nothing');
  });

  it('has no file for a table without rows', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a', 1, { evaluations: [], transcript: null }));
    await night(lake);
    const { files } = await currentFiles(lake.ports, ACME);
    expect([
      files.calls.length,
      files.evaluations.length,
      files.criterion_scores.length,
      files.turns.length,
    ]).toEqual([1, 0, 0, 0]);
  });

  it('keeps replaced files for the grace and sweeps them, and what a killed night left, with a later night', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    await night(lake);
    const [replaced = ''] = (await currentFiles(lake.ports, ACME)).files.calls;
    lake.put(on('2026-08-01', 'b'));
    await night(lake);
    await night(lake, { at: '2026-08-03T02:59:00.000Z' });
    expect((await readFile(replaced)).length).toBeGreaterThan(0);
    await night(lake, { at: '2026-08-03T03:00:00.000Z' });
    await expect(readFile(replaced)).rejects.toMatchObject({ code: 'ENOENT' });
    const { root } = lake.ports.curated;
    expect((await readdir(join(root, 'curated/calls/tenant_id=acme/period=2026-08-01'))).length).toBe(1);
    expect(await calls(lake)).toEqual(['a1', 'b1']);
  });

  it('never shows a half-written night: one that dies before publishing leaves what was there', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    await night(lake);
    lake.put(on('2026-08-01', 'b'));
    const folder = join(lake.ports.curated.root, 'curated/calls/tenant_id=acme/period=2026-08-01');
    let asked = 0;
    const now = () => {
      asked += 1;
      // The second question is the time of publication: all files are written by then.
      if (asked === 2) throw new Error('killed');
      return new Date(NOW);
    };
    expect((await night(lake, { now })).balanced).toBe(false);
    expect((await readdir(folder)).length).toBe(2);
    expect(await calls(lake)).toEqual(['a1']);
    lake.raw.delete(keyOf(on('2026-08-01', 'b')));
    await night(lake);
    expect((await readdir(folder)).length).toBe(1);
    expect(await calls(lake)).toEqual(['a1']);
  });

  it('tells how far it is', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'), on('2026-08-01', 'c'));
    const told: unknown[] = [];
    await night(lake, {
      onPeriod: ({ period, documents, position, of }) => told.push([period, documents, position, of]),
    });
    expect(told).toEqual([
      ['2026-07', 1, 1, 2],
      ['2026-08-01', 2, 2, 2],
    ]);
  });
});
