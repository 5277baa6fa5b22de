import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PlannedNight } from '../../etl/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';

const chat = (call_id: string, text: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    call_id,
    channel: 'chat',
    turns: [{ speaker: 'AGENT', start_ms: 0, text }],
  });

describe('cci night --plan', () => {
  let lake: TestLake;
  beforeAll(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    for (const tenant of ['acme', 'globex']) await lake.cci('tenants', 'add', tenant);
    await offer('a', '2026-01-15', 'one');
    await offer('b', '2026-01-16', 'two');
    await offer('c', '2026-02-01', 'three');
  });
  afterAll(() => lake[Symbol.asyncDispose]());

  async function offer(id: string, day: string, text: string): Promise<void> {
    await writeFile(join(lake.inbox, `${id}.json`), chat(id, text));
    await writeFile(join(lake.inbox, `${id}.meta.json`), JSON.stringify({ started_at: `${day}T10:00:00Z` }));
    await lake.cci('ingest', join(lake.inbox, `${id}.json`), '--tenant', 'acme');
  }
  const plan = async (...words: string[]): Promise<PlannedNight> => {
    const { tenants } = await lake.json<{ tenants: PlannedNight[] }>(
      'night',
      '--plan',
      '--json',
      '--tenant',
      'acme',
      ...words,
    );
    return tenants[0] as PlannedNight;
  };
  const inLake = async (): Promise<string[]> =>
    (await readdir(join(lake.root, 'curated'), { recursive: true }).catch(() => [])).sort();
  const NONE = {
    late: 0,
    revised: 0,
    moved: 0,
    other: false,
    shape: false,
    time_zone: false,
    month_closed: false,
  };

  it('says what a first night would do, and does nothing', async () => {
    const { code, out } = await lake.cci('night', '--plan');
    expect(code).toBe(0);
    expect(out).toBe(
      [
        'tenant  period   why  read  kept  superseded  damaged  files replaced',
        '------  -------  ---  ----  ----  ----------  -------  --------------',
        'acme    2026-01  new     2     0           0        0               0',
        'acme    2026-02  new     1     0           0        0               0',
        'acme: 2 periods to write from 3 documents, 0 left alone',
        'globex: nothing to write, 0 left alone',
        '',
      ].join('\n'),
    );
    expect(await inLake()).toEqual([]);
  });

  it('needs no lease', async () => {
    const folder = join(lake.root, 'curated/_manifests');
    await mkdir(folder, { recursive: true });
    const alive_at = new Date().toISOString();
    const lease = {
      run_id: 'other',
      pid: process.pid,
      host: 'elsewhere',
      taken_at: alive_at,
      alive_at,
      released: false,
    };
    await writeFile(join(folder, '_night.00000001.json'), JSON.stringify(lease));
    expect((await lake.cci('night')).err).toMatch(/night other is running/);
    expect((await lake.cci('night', '--plan')).code).toBe(0);
    await rm(join(lake.root, 'curated'), { recursive: true });
  });

  it('says what is late, scored again or taken in again, and what is taken over from files', async () => {
    await lake.cci('night', '--no-checks');
    const files = await inLake();
    expect(await plan()).toMatchObject({ version: 1, writes: [], unchanged: ['2026-01', '2026-02'] });
    await offer('d', '2026-01-20', 'late');
    await offer('a', '2026-01-15', 'one, and more');
    await writeFile(join(lake.inbox, 'bad.json'), '{');
    await lake.cci('ingest', join(lake.inbox, 'bad.json'), '--tenant', 'acme');
    expect(await plan()).toEqual({
      tenant_id: 'acme',
      version: 1,
      writes: [
        {
          period: '2026-01',
          reason: 'changed',
          causes: { ...NONE, late: 1, revised: 1 },
          read: 2,
          kept: 1,
          superseded: 1,
          damaged: 0,
          apart: 0,
          replaces: 3,
        },
      ],
      retires: [],
      unchanged: ['2026-02'],
      foreign: 0,
      refused: 1,
    });
    expect((await lake.cci('night', '--plan', '--tenant', 'acme')).out).toContain(
      'changed: 1 late, 1 revised',
    );
    expect(await inLake()).toEqual(files);
  });

  it('is what the night then does', async () => {
    const planned = await plan();
    const account = await lake.json<{ documents_in: number; superseded: number; quarantined: number }>(
      'night',
      '--json',
    );
    const [write] = planned.writes;
    expect(account.documents_in).toBe(
      (write?.read ?? 0) + (write?.kept ?? 0) + (write?.superseded ?? 0) + planned.refused,
    );
    expect([account.superseded, account.quarantined]).toEqual([write?.superseded, planned.refused]);
    expect(await plan()).toMatchObject({ version: 2, writes: [], refused: 0 });
  });

  it('shows what --since and another time zone would rewrite', async () => {
    expect((await plan('--since', '2026-02-01')).writes).toMatchObject([
      { period: '2026-02', reason: 'forced', read: 1, kept: 0 },
    ]);
    await lake.cci('tenants', 'set', 'acme', '--time-zone', 'Asia/Tokyo');
    expect((await plan()).writes).toMatchObject([
      { period: '2026-01', causes: { ...NONE, time_zone: true }, read: 3, kept: 0 },
      { period: '2026-02', causes: { ...NONE, time_zone: true } },
    ]);
    await lake.cci('tenants', 'set', 'acme', '--time-zone', 'UTC');
  });

  it('shows documents that are gone, names that are no keys, and a tenant whose manifest is damaged', async () => {
    const raw = join(lake.root, 'raw/calls/tenant_id=acme');
    await rm(join(raw, 'dt=2026-02-01'), { recursive: true });
    await writeFile(join(raw, 'notes.txt'), 'x');
    expect(await plan()).toMatchObject({
      writes: [],
      retires: [{ period: '2026-02', files: 3 }],
      foreign: 1,
    });
    const path = join(lake.root, 'curated/_manifests/tenant_id=acme.json');
    const manifest = await readFile(path);
    await writeFile(path, '{');
    const { code, err, out } = await lake.cci('night', '--plan');
    expect([code, out]).toEqual([2, 'globex: nothing to write, 0 left alone\n']);
    expect(err).toMatch(/acme.*cannot be read/);
    await writeFile(path, manifest);
  });
});
