import { execFile } from 'node:child_process';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { NightAccount } from '../../etl/index.ts';
import { makeLake, type TestLake } from '../support/cci.ts';

const chat = (call_id: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    call_id,
    channel: 'chat',
    turns: [{ speaker: 'AGENT', start_ms: 0, text: 'Hello' }],
  });

describe('what a night says', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await lake.cci('tenants', 'add', 'acme');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const offer = async (call_id: string, day: string, text = chat(call_id)): Promise<void> => {
    const file = join(dirname(lake.root), `${call_id}.json`);
    await writeFile(file, text);
    await writeFile(file.replace('.json', '.meta.json'), JSON.stringify({ started_at: `${day}T10:00:00Z` }));
    await lake.cci('ingest', file, '--tenant', 'acme');
  };
  /** The raw document of a call. */
  const rawOf = async (call_id: string): Promise<string> => {
    const root = join(lake.root, 'raw');
    const names = await readdir(root, { recursive: true });
    return join(root, names.find((name) => name.includes(`/${call_id}.`)) ?? '');
  };
  const night = () => lake.json<NightAccount & { erased: unknown }>('night', '--no-checks', '--json');

  it('counts what was quarantined by who refused it and why, and ends with 2 for what it refused itself', async () => {
    await offer('a', '2026-01-05');
    await offer('b', '2026-01-06');
    await offer('bad', '2026-01-06', '{');
    expect((await lake.cci('night', '--no-checks')).code).toBe(0);
    await offer('c', '2026-01-07');
    await offer('worse', '2026-01-06', 'no');
    await writeFile(await rawOf('c'), '{');
    await writeFile(join(dirname(await rawOf('a')), 'odd.txt'), 'x');
    const { code, out } = await lake.cci('night', '--no-checks');
    expect(code).toBe(2);
    expect(out.split('\n').slice(0, 2)).toEqual([
      '5 documents in = 2 landed + 0 superseded + 3 quarantined',
      'quarantined: 1 key_refused, 1 not_json; by ingest: 1 unknown_format; kept with their reasons below quarantine/',
    ]);
    expect(out).toContain('balanced to the unit');
  });

  it('gives the reasons as JSON, by tenant, day and stage', async () => {
    await offer('a', '2026-01-05');
    await writeFile(await rawOf('a'), '{');
    expect((await night()).reasons).toEqual([
      { tenant_id: 'acme', dt: '2026-01-05', stage: 'night', code: 'not_json', documents: 1 },
    ]);
    expect((await night()).reasons).toEqual([]);
  });

  it('names the periods that are gone, and does not call that nothing', async () => {
    await offer('a', '2026-01-05');
    await offer('b', '2026-02-05');
    await lake.cci('night', '--no-checks');
    await rm(await rawOf('b'));
    expect((await lake.cci('night', '--no-checks')).out).toBe('1 period retired: acme 2026-02\n');
    expect((await lake.cci('night', '--no-checks')).out).toBe(
      'nothing new: the lake is as the last night left it\n',
    );
  });

  it('tells what a retention rule takes before it does, and after it did', async () => {
    await offer('a', '2025-01-05');
    await offer('b', '2026-01-05');
    await lake.cci('night', '--no-checks');
    await lake.cci('tenants', 'set', 'acme', '--retain-days', '1');
    const { erases } = await lake.json<{ erases: { before: string }[] }>('night', '--plan', '--json');
    expect(erases).toMatchObject([{ tenant_id: 'acme', calls: 2 }]);
    expect((await lake.cci('night', '--plan')).out).toContain(
      `acme: 2 calls from before ${erases[0]?.before} would be erased first, by its retention rule\n`,
    );
    const { code, out, err } = await lake.cci('night', '--no-checks');
    expect([code, out]).toEqual([0, 'nothing new besides\n']);
    expect(err).toContain('2 calls from before');
    expect((await night()).erased).toEqual([]);
  });

  it('of a tenant that fails it says that the old data stays, not that there is nothing new', async () => {
    await offer('a', '2026-01-05');
    await lake.cci('night', '--no-checks');
    await writeFile(join(lake.root, 'curated/_manifests/tenant_id=acme.json'), '{');
    const { code, out } = await lake.cci('night', '--no-checks');
    expect([code, out]).toEqual([2, 'nothing was written: the old data stays visible\n']);
  });

  it('what is published counts as balanced, though the night could not be added to the record of nights', async () => {
    await offer('a', '2026-01-05');
    await lake.cci('night', '--no-checks');
    await offer('b', '2026-01-06');
    const index = join(lake.root, 'curated/_manifests/etl_runs.tenant_id=acme.json');
    const before = await readFile(index, 'utf8');
    await writeFile(index, '{');
    const { code, out, err } = await lake.cci('night', '--no-checks');
    expect(code).toBe(2);
    expect(out).toContain('2 tenant-days, balanced to the unit');
    expect(err).toContain('night: acme: this night is not in etl_runs: ');
    await writeFile(index, before);
    expect(await lake.rows('acme', 'SELECT count(*) FROM calls')).toEqual([[2]]);
  });

  it('says where there is no tenant any more', async () => {
    await lake.cci('erase', '--tenant', 'acme', '--all', '--yes');
    expect((await lake.cci('night', '--plan')).out).toBe('no tenant: "cci tenants add" registers one\n');
  });
});

it('a night that a signal ends says what becomes of it, and ends by that signal', async () => {
  const code = `
    import { tellOfTheEnd } from ${JSON.stringify(new URL('../../infra/local/cli/night-end.ts', import.meta.url).href)};
    tellOfTheEnd({ err: (text) => process.stderr.write(text) });
    process.kill(process.pid, 'SIGTERM');
    setInterval(() => {}, 1000);`;
  const ended = promisify(execFile)(process.execPath, ['--input-type=module', '-e', code]);
  await expect(ended).rejects.toMatchObject({
    signal: 'SIGTERM',
    stderr: expect.stringContaining('ended by SIGTERM: what was published stays, whole'),
  });
});
