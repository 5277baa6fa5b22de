import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

describe('cci replay --quarantined', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const replay = (...words: string[]) => lake.cci('replay', '--quarantined', ...words);
  const replayed = () => lake.json<Record<string, unknown>>('replay', '--quarantined', '--json');
  const inQuarantine = async (): Promise<number> =>
    (await readdir(join(lake.root, 'quarantine/tenant_id=acme'), { recursive: true })).filter((name) =>
      /\.(bin|json)$/.test(name),
    ).length;

  it('refuses a reason for which nothing lies there, and names those that there are', async () => {
    expect(await replay('--reason', 'not_jsn')).toMatchObject({
      code: 0,
      out: expect.stringMatching(/^0 files offered/),
    });
    await writeFile(join(lake.inbox, 'bad.json'), '{');
    await writeFile(join(lake.inbox, 'empty.json'), '');
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    expect(await replay('--reason', 'not_jsn')).toEqual({
      code: 1,
      out: '',
      err: 'cci: replay: nothing lies in quarantine for the reason not_jsn\n     What lies there was refused for: empty, not_json\n',
    });
    expect((await replay('--reason', 'empty')).out).toMatch(/^1 file offered again: .* 1 still refused\n/);
  });

  it('counts objects whose names are no keys as left, and lets them go when they are gone', async () => {
    const object = join(lake.root, 'raw/calls/tenant_id=acme/notes.txt');
    await mkdir(join(lake.root, 'raw/calls/tenant_id=acme'), { recursive: true });
    await writeFile(object, 'x');
    await lake.cci('night', '--no-checks');
    const untouched = { offered: 0, retried: 0, damaged: 0, recovered: 0, night: { documents_in: 0 } };
    expect(await replayed()).toMatchObject({ ...untouched, left: 1, gone: 0 });
    expect(await inQuarantine()).toBe(2);
    expect((await replay()).out).toContain(
      '1 left: taken back on purpose, never read whole, or under a name',
    );
    await rm(object);
    expect(await replayed()).toMatchObject({ ...untouched, left: 0, gone: 1 });
    expect(await inQuarantine()).toBe(0);
    await writeFile(object, 'x');
    expect(await lake.json('night', '--no-checks', '--json')).toMatchObject({ quarantined: 1 });
    expect(await inQuarantine()).toBe(2);
  });

  it('prints names of files so that they cannot steer a terminal, and ingest too', async () => {
    const name = join(lake.inbox, 'a\u001b]0;owned\u0007\nfake: 9 landed.json');
    await writeFile(name, '{');
    const shown = join(lake.inbox, 'a]0;owned fake: 9 landed.json');
    expect((await lake.cci('ingest', name, '--tenant', 'acme')).out).toContain(`\n  refused ${shown}: `);
    expect((await replay()).out).toContain(`\n  still refused acme ${shown}: `);
    expect((await lake.cci('ingest', `${name}?`, '--tenant', 'acme')).err).toBe(
      `cci: ingest: no such file or folder (${shown}?)\n`,
    );
  });
});
