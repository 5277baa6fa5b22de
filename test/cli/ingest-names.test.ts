import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';
import { chat } from '../support/chat.ts';

interface Ingested {
  readonly files: number;
  readonly landed: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

describe('files whose names are not UTF-8, as old archives leave them behind', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  /** Writes a file whose name has a byte a character. */
  const write = (name: string, text: string): Promise<void> =>
    writeFile(Buffer.from(join(lake.inbox, name), 'latin1'), text);
  const ingest = (...paths: string[]): Promise<Ingested> =>
    lake.json<Ingested>('ingest', ...paths, '--tenant', 'acme', '--json');

  /** What the raw documents say of where they come from, by id of the call. */
  async function sources(): Promise<Map<string, string>> {
    const found = new Map<string, string>();
    for (const entry of await readdir(join(lake.root, 'raw'), { recursive: true, withFileTypes: true })) {
      if (!entry.isFile()) continue;
      const { call_id, source } = JSON.parse(await readFile(join(entry.parentPath, entry.name), 'utf8'));
      found.set(call_id, source.uri.slice(lake.inbox.length + 1));
    }
    return found;
  }

  it('land each for itself with their sidecars, once', async () => {
    await write('m\xfc.json', chat('one'));
    await write('m\xfc.meta.json', '{"call_id":"call-ue"}');
    await write('m\xe4.json', chat('two'));
    await write('m\xe4.meta.json', '{"call_id":"call-ae"}');
    await write('m\\xfc.json', chat('three'));
    await write('m\\xfc.meta.json', '{"call_id":"call-so-called"}');
    expect(await ingest(lake.inbox)).toMatchObject({ files: 3, landed: 3 });
    expect(await sources()).toEqual(
      new Map([
        ['call-ue', 'm\\xfc.json'],
        ['call-ae', 'm\\xe4.json'],
        ['call-so-called', 'm\\x5cxfc.json'],
      ]),
    );
    expect(await ingest(lake.inbox)).toMatchObject({ files: 3, duplicate: 3 });
    expect(await ingest(join(lake.inbox, 'm\\xe4.json'))).toMatchObject({ files: 1, duplicate: 1 });
    expect(await ingest(join(lake.inbox, 'm\\xfc.json'))).toMatchObject({ files: 1, duplicate: 1 });
  });

  it('go by another call id when their sidecar says so', async () => {
    await write('m\xfc.json', chat('one'));
    await write('m\xfc.meta.json', '{"call_id":"call-before"}');
    await ingest(lake.inbox);
    await write('m\xfc.meta.json', '{"call_id":"call-after"}');
    expect(await ingest(lake.inbox)).toMatchObject({ landed: 1 });
    expect([...(await sources()).keys()]).toEqual(['call-after']);
  });

  it('are quarantined with their bytes, and shown by a path that tells them apart', async () => {
    await write('m\xfc.json', '{"a":');
    await write('m\xe4.json', '{"b":');
    const { refused, ...counts } = await ingest(lake.inbox);
    expect(counts).toMatchObject({ files: 2, quarantined: 2 });
    const paths = refused.map(({ path }) => path.slice(lake.inbox.length + 1));
    expect(paths).toEqual(['m\\xe4.json', 'm\\xfc.json']);
    const kept = await readdir(join(lake.root, 'quarantine'), { recursive: true, withFileTypes: true });
    const bytes = kept.filter(({ name }) => name.endsWith('.bin'));
    const texts = bytes.map(({ parentPath, name }) => readFile(join(parentPath, name), 'utf8'));
    expect((await Promise.all(texts)).sort()).toEqual(['{"a":', '{"b":']);
    expect((await lake.cci('replay', '--quarantined', '--tenant', 'acme')).out).toContain('m\\xfc.json');
  });

  it('and that name an erased call leave nothing, also where nobody can read them', async () => {
    await write('ok.json', chat('one'));
    await write('ok.meta.json', '{"call_id":"call-2026-0001"}');
    await ingest(lake.inbox);
    await lake.cci('erase', '--tenant', 'acme', '--call', 'call-2026-0001', '--yes');
    await write('call-2026-0001 m\xfc.json', '{');
    const { refused, quarantined } = await ingest(lake.inbox);
    expect(quarantined).toBe(0);
    expect(refused.map(({ reason }) => reason.split(':')[0])).toEqual(['erased', 'erased']);
  });

  it('lose the name of an erased call in their path, as every file does, and are known when offered again', async () => {
    await write('ok.json', chat('one'));
    await write('ok.meta.json', '{"call_id":"call-2026-0001"}');
    await ingest(lake.inbox);
    await lake.cci('erase', '--tenant', 'acme', '--call', 'call-2026-0001', '--yes');
    const folder = join(lake.inbox, 'call-2026-0001');
    await mkdir(folder);
    await write('call-2026-0001/m\xfc.json', chat('two'));
    expect(await ingest(folder)).toMatchObject({ landed: 1 });
    expect([...(await sources()).values()]).toEqual(['…/m\\xfc.json']);
    expect(await ingest(folder)).toMatchObject({ duplicate: 1 });
  });

  it('cannot be named in an argument: their folder can', async () => {
    await write('m\xfc.json', chat('one'));
    const { code, err } = await lake.cci('ingest', join(lake.inbox, 'm\ufffd.json'), '--tenant', 'acme');
    expect([code, err]).toEqual([64, expect.stringContaining('name its folder')]);
  });
});
