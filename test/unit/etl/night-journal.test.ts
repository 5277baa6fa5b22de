import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { currentFiles, readManifest } from '../../../etl/index.ts';
import { journalFile, manifestFile, readJournal } from '../../../etl/publish/index.ts';
import { ACME, GLOBEX, type Lake, lakeIn, refusedAtIngest } from './builders.ts';
import { calls, damage, lakeWith, night, on, UTC } from './night-scene.ts';
import { type Row, visibleRows } from './read-parquet.ts';

const runs = (lake: Lake, tenant = ACME): Promise<Row[]> => visibleRows(lake.ports, tenant, 'etl_runs');

const isoDay = (value: unknown): string =>
  value instanceof Date ? value.toISOString().slice(0, 10) : 'night';

/** One line a row that counts documents: `night published v1: 2 = 2 + 0 + 0`; of a reason: `2026-08-01 !bad_json 1`. */
const lines = (rows: readonly Row[]): string[] =>
  rows
    .filter(({ table_name }) => table_name === null)
    .map((row) =>
      row.quarantine_code === null
        ? `${isoDay(row.dt)} ${row.status} v${row.version}: ${row.documents_in} = ${row.landed} + ${row.superseded} + ${row.quarantined}${row.error_code === null ? '' : ` ${row.error_code}`}`
        : `${isoDay(row.dt)} !${row.quarantine_code} ${row.quarantined}`,
    )
    .sort((a, b) => Number(b.startsWith('night')) - Number(a.startsWith('night')) || (a < b ? -1 : 1));

describe('the record that a night leaves', () => {
  it('has the night, its days and the rows of each table', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-01', 'b'), on('2026-08-02', 'c'));
    const account = await night(lake);
    const rows = await runs(lake);
    expect(lines(rows)).toEqual([
      'night published v1: 3 = 3 + 0 + 0',
      '2026-08-01 published v1: 2 = 2 + 0 + 0',
      '2026-08-02 published v1: 1 = 1 + 0 + 0',
    ]);
    expect(new Set(rows.map(({ run_id }) => run_id))).toEqual(new Set([account.run_id]));
    const written = (table: string) =>
      rows
        .filter(({ table_name }) => table_name === table)
        .map((row) => [isoDay(row.dt), Number(row.rows_out)]);
    expect(written('calls')).toEqual([
      ['2026-08-01', 2],
      ['2026-08-02', 1],
    ]);
    expect(written('turns')).toEqual([
      ['2026-08-01', 4],
      ['2026-08-02', 2],
    ]);
    for (const [table, count] of Object.entries(account.rows))
      expect(
        written(table).reduce((sum, [, rows]) => sum + Number(rows), 0),
        table,
      ).toBe(count);
  });

  it('is one row when nothing was new, and the version of the data stays', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    await night(lake);
    const before = await currentFiles(lake.ports, ACME);
    const account = await night(lake);
    const after = await currentFiles(lake.ports, ACME);
    expect([after.version, after.nights]).toEqual([before.version, before.nights + 1]);
    const ofNight = (await runs(lake)).filter(({ run_id }) => run_id === account.run_id);
    expect(lines(ofNight)).toEqual(['night unchanged v1: 0 = 0 + 0 + 0']);
  });

  it('names the reasons of what was quarantined by the night and by ingest, each once', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    damage(lake, on('2026-08-01', 'b'));
    lake.raw.set('raw/calls/tenant_id=acme/notes.txt', new TextEncoder().encode('x'));
    for (const path of ['one', 'two']) {
      const entry = refusedAtIngest(path, '2026-08-02');
      lake.pending.set(entry.quarantine_id, entry);
    }
    await night(lake);
    await night(lake);
    const rows = await runs(lake);
    expect(lines(rows)).toEqual([
      'night published v1: 5 = 1 + 0 + 4',
      'night unchanged v1: 0 = 0 + 0 + 0',
      '2026-08-01 !not_json 1',
      '2026-08-01 published v1: 2 = 1 + 0 + 1',
      '2026-08-02 !bad_json 2',
      '2026-08-02 published v1: 2 = 0 + 0 + 2',
      '2026-08-03 !key_refused 1',
      '2026-08-03 published v1: 1 = 0 + 0 + 1',
    ]);
  });

  it('names the reason again when damage is tried again', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    damage(lake, on('2026-08-01', 'b'));
    await night(lake);
    const { run_id } = await night(lake, { since: '2026-08-01' });
    const again = (await runs(lake)).filter((row) => row.run_id === run_id);
    expect(lines(again)).toEqual([
      'night published v2: 2 = 1 + 0 + 1',
      '2026-08-01 !not_json 1',
      '2026-08-01 published v2: 2 = 1 + 0 + 1',
    ]);
  });

  it('names the reason again too when nothing else came of trying', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    lake.raw.set('raw/calls/tenant_id=acme/notes.txt', new TextEncoder().encode('x'));
    await night(lake);
    const again = await night(lake, { since: '2026-08-03', at: '2026-08-03T03:00:00.000Z' });
    expect(again.reasons).toEqual([
      { tenant_id: ACME, dt: '2026-08-03', stage: 'night', code: 'key_refused', documents: 1 },
    ]);
    expect(lines((await runs(lake)).filter(({ run_id }) => run_id === again.run_id))).toEqual([
      'night unchanged v1: 1 = 0 + 0 + 1',
      '2026-08-03 !key_refused 1',
      '2026-08-03 unchanged v1: 1 = 0 + 0 + 1',
    ]);
  });

  it('says what failed and why, without the id of a call', async () => {
    const lake = await lakeWith(on('2026-08-01', 'secret-call'));
    await night(lake);
    lake.put(on('2026-08-02', 'other-secret'), on('2026-08-01', 'fine'));
    const { read } = lake.ports.raw;
    lake.ports.raw.read = (key) =>
      key.includes('other-secret')
        ? Promise.reject(Object.assign(new Error(`EIO: read ${key}`), { code: 'EIO', syscall: 'read' }))
        : read(key);
    const { run_id } = await night(lake);
    const rows = (await runs(lake)).filter((row) => row.run_id === run_id);
    expect(lines(rows)).toEqual([
      'night partial v2: 3 = 2 + 0 + 0 internal_error',
      '2026-08-01 published v2: 2 = 2 + 0 + 0',
      '2026-08-02 failed v2: 1 = 0 + 0 + 0 internal_error',
    ]);
    expect(
      JSON.stringify(rows, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toContain('secret');
    expect(rows.find(({ error_code }) => error_code !== null)?.error_message).toMatch(/EIO: read raw\/calls/);
  });

  it('is kept by tenant, also of one that could not be processed at all', async () => {
    const lake = await lakeIn((await lakeWith()).ports.curated.root);
    lake.put(on('2026-08-01', 'a'), on('2026-08-01', 'g', 1, { tenant_id: GLOBEX }));
    const tenants = [UTC, { ...UTC, tenant_id: GLOBEX }];
    await night(lake, { tenants });
    await writeFile(manifestFile(lake.ports.curated.root, GLOBEX), '{');
    const account = await night(lake, { tenants });
    expect(account.errors.map(({ tenant_id, code }) => [tenant_id, code])).toEqual([
      [GLOBEX, 'manifest_refused'],
    ]);
    const journal = await readJournal(lake.ports.curated, GLOBEX, 'etl_runs');
    expect(journal.entries).toBe(2);
    await writeFile(
      manifestFile(lake.ports.curated.root, GLOBEX),
      JSON.stringify({
        ...(await readManifest(lake.ports.curated, ACME)),
        tenant_id: GLOBEX,
        periods: {},
        retired: [],
      }),
    );
    expect(lines(await runs(lake, GLOBEX))).toContain('night failed vnull: 0 = 0 + 0 + 0 manifest_refused');
    expect(lines(await runs(lake))).toEqual([
      'night published v1: 1 = 1 + 0 + 0',
      'night unchanged v1: 0 = 0 + 0 + 0',
      '2026-08-01 published v1: 1 = 1 + 0 + 0',
    ]);
  });

  it('that cannot be written is told, and what is published stays; the next night makes up for it', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const { engine } = lake.ports;
    const open = engine.open.bind(engine);
    engine.open = async (spill) => {
      const session = await open(spill);
      session.writeRows = () => Promise.reject(new Error('disk full'));
      return session;
    };
    const first = await night(lake);
    expect(first).toMatchObject({
      landed: 1,
      balanced: true,
      errors: [{ period: null, code: 'run_not_recorded' }],
    });
    expect(await calls(lake)).toEqual(['a1']);
    expect(await runs(lake)).toEqual([]);
    engine.open = open;
    const second = await night(lake, { at: '2026-08-03T03:00:00.000Z' });
    expect(second).toMatchObject({ documents_in: 0, balanced: true });
    expect((await runs(lake)).filter(({ dt }) => dt === null).map((row) => [row.run_id, row.status])).toEqual(
      [
        [first.run_id, 'published'],
        [second.run_id, 'unchanged'],
      ],
    );
  });

  it('of a night that was killed after it had published is written by the next one', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    await night(lake, { at: '2026-08-03T01:00:00.000Z' });
    const journal = await readFile(journalFile(lake.ports.curated.root, ACME, 'etl_runs'), 'utf8');
    lake.put(on('2026-08-02', 'c'));
    const killed = await night(lake, { at: '2026-08-03T02:00:00.000Z' });
    await writeFile(journalFile(lake.ports.curated.root, ACME, 'etl_runs'), journal);
    await night(lake, { at: '2026-08-03T03:00:00.000Z' });
    const rows = await runs(lake);
    expect(lines(rows.filter(({ run_id }) => run_id === killed.run_id))).toEqual([
      `night published v2: ${killed.documents_in} = ${killed.landed} + 0 + 0`,
      `2026-08-02 published v2: ${killed.documents_in} = ${killed.landed} + 0 + 0`,
    ]);
    expect(
      rows.filter(({ dt }) => dt === null).map(({ started_at }) => (started_at as Date).toISOString()),
    ).toEqual(['2026-08-03T01:00:00.000Z', '2026-08-03T02:00:00.000Z', '2026-08-03T03:00:00.000Z']);
    await night(lake, { at: '2026-08-03T04:00:00.000Z' });
    expect((await runs(lake)).filter(({ dt }) => dt === null)).toHaveLength(4);
  });

  it('of a killed night that had left a day as it was says so, and that not all had been taken in', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'), on('2026-08-02', 'b'));
    const { engine, raw } = lake.ports;
    const open = engine.open.bind(engine);
    engine.open = async (spill) => {
      const session = await open(spill);
      session.writeRows = () => Promise.reject(new Error('killed'));
      return session;
    };
    const broken = async (key: string) => {
      if (key.includes('dt=2026-08-02')) throw Object.assign(new Error('EIO'), { syscall: 'read' });
      return raw.read(key);
    };
    const ports = { ...lake.ports, raw: { list: raw.list, read: broken } };
    const killed = await night({ ...lake, ports });
    engine.open = open;
    await night({ ...lake, ports: { ...ports, engine } }, { at: '2026-08-03T03:00:00.000Z' });
    const rows = (await runs(lake)).filter(({ run_id, dt }) => run_id === killed.run_id && dt === null);
    expect(rows).toMatchObject([{ status: 'partial', balanced: false, error_code: 'internal_error' }]);
    await night(lake, { at: '2026-08-03T04:00:00.000Z' });
    expect((await readManifest(lake.ports.curated, ACME)).failed).toBeUndefined();
  });

  it('of two nights in a row that were killed after they had published is kept', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    const { engine, curated } = lake.ports;
    const journal = journalFile(curated.root, ACME, 'etl_runs');
    await night(lake, { at: '2026-08-03T01:00:00.000Z' });
    const text = await readFile(journal, 'utf8');
    lake.put(on('2026-08-02', 'b'));
    await night(lake, { at: '2026-08-03T02:00:00.000Z' });
    await writeFile(journal, text);

    const open = engine.open.bind(engine);
    engine.open = async (spill) => {
      const session = await open(spill);
      const writeRows = session.writeRows.bind(session);
      session.writeRows = async (...written) => {
        // Dead once the third version stands.
        if ((await readManifest(curated, ACME)).version === 3) throw new Error('killed');
        return writeRows(...written);
      };
      return session;
    };
    lake.put(on('2026-08-02', 'c'));
    await night(lake, { at: '2026-08-03T03:00:00.000Z' });
    engine.open = open;
    await night(lake, { at: '2026-08-03T04:00:00.000Z' });
    expect(
      (await runs(lake))
        .filter(({ dt }) => dt === null)
        .map(({ version, status }) => [Number(version), status]),
    ).toEqual([
      [1, 'published'],
      [2, 'published'],
      [3, 'published'],
      [3, 'unchanged'],
    ]);
  });

  it('is gathered into one Parquet file a month without losing a row', async () => {
    const lake = await lakeWith(on('2026-08-01', 'a'));
    for (let turn = 0; turn < 33; turn += 1)
      await night(lake, { at: new Date(Date.parse('2026-08-03T00:00:00Z') + turn * 60_000).toISOString() });
    const { files } = await currentFiles(lake.ports, ACME);
    expect(files.etl_runs).toHaveLength(2);
    const nights = (await runs(lake)).filter(({ dt }) => dt === null);
    expect(nights.map(({ status }) => status)).toEqual(['published', ...Array(32).fill('unchanged')]);
    expect((await runs(lake)).filter(({ table_name }) => table_name === 'turns')).toHaveLength(1);
    expect(
      files.etl_runs.every((path) => path.startsWith(join(lake.ports.curated.root, 'curated/etl_runs/'))),
    ).toBe(true);
  });
});
