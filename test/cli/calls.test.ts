import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

const DAMAGED = '{"transcript": "my secret words';

const STARTED_AT = { first: '2026-01-01T10:00:00Z', second: '2026-01-02T10:00:00Z' };

interface Listed {
  readonly call_id: string;
  readonly queue: string | null;
  readonly state: string;
}

describe('calls of which a document is damaged', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
    for (const id of ['other', 'twice', 'once']) await offer(id);
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  /** Lands a call under the name of its queue, so that the list tells one revision from the other. */
  async function offer(call_id: string, queue: keyof typeof STARTED_AT = 'first'): Promise<void> {
    const path = join(lake.inbox, `${call_id}.json`);
    const turns = [{ speaker: 'AGENT', start_ms: 0, text: `Hello, ${queue}` }];
    await writeFile(
      path,
      JSON.stringify({ format: 'cci-transcript', version: 1, call_id, channel: 'chat', turns }),
    );
    await writeFile(
      path.replace('.json', '.meta.json'),
      JSON.stringify({ queue, started_at: STARTED_AT[queue] }),
    );
    expect(await lake.cci('ingest', path, '--tenant', 'acme')).toMatchObject({ code: 0 });
  }

  /** Puts bytes in the place of the newest document of a call. */
  async function damage(callId: string, bytes: string | null = DAMAGED): Promise<string> {
    const raw = join(lake.root, 'raw/calls/tenant_id=acme');
    const names = await readdir(raw, { recursive: true });
    const name = names
      .filter((each) => each.includes(`/${callId}.`))
      .sort((a, b) => (a.split('/')[1] ?? '').localeCompare(b.split('/')[1] ?? ''))
      .at(-1);
    const path = join(raw, name ?? '');
    await (bytes === null ? rm(path) : writeFile(path, bytes));
    return `raw/calls/tenant_id=acme/${name}`;
  }

  const list = (...words: string[]) => lake.cci('calls', 'list', '--tenant', 'acme', ...words);
  const listed = async (): Promise<string[]> => {
    const { code, out } = await list('--format', 'json');
    expect(code).toBe(0);
    return (JSON.parse(out) as Listed[]).map((row) => `${row.call_id} ${row.queue} ${row.state}`).sort();
  };

  it('are shown as of the revision before, which the tables show too, whether the night has seen it or not', async () => {
    await offer('twice', 'second');
    await damage('twice');
    expect(await listed()).toEqual(['once first landed', 'other first landed', 'twice first landed']);
    expect(await lake.cci('night', '--no-checks')).toMatchObject({ code: 2 });
    expect(await lake.rows('acme', "SELECT queue FROM calls WHERE call_id = 'twice'")).toEqual([['first']]);
    expect(await listed()).toEqual([
      'once first published',
      'other first published',
      'twice first published',
    ]);
    expect(await lake.cci('calls', 'show', 'twice', '--tenant', 'acme')).toMatchObject({
      code: 0,
      err: '',
      out: expect.stringContaining('Hello, first'),
    });
  });

  it('are shown as they were published when they were damaged after that', async () => {
    await lake.cci('night', '--no-checks');
    await offer('twice', 'second');
    await damage('twice');
    expect(await listed()).toContain('twice first published');
  });

  it('do not keep others out of a short list', async () => {
    await lake.cci('night', '--no-checks');
    await offer('other', 'second');
    await offer('twice', 'second');
    await damage('twice');
    const { out } = await list('--format', 'json', '--limit', '1');
    expect(JSON.parse(out)).toMatchObject([{ call_id: 'other', queue: 'second', state: 'landed' }]);
  });

  it('are named, with the place and without content, when there is no other; the rest is listed', async () => {
    const key = await damage('once');
    const said = `the document of call once cannot be read (not_json) (${key}, line 1 column `;
    for (const state of ['landed', 'published']) {
      const { code, out, err } = await list();
      expect(code).toBe(0);
      expect(out).toMatch(new RegExp(`^twice .* ${state}$`, 'm'));
      expect(out).not.toContain('once');
      expect(err).toContain(said);
      expect(err).not.toContain('secret');
      const shown = await lake.cci('calls', 'show', 'once', '--tenant', 'acme');
      expect(shown).toMatchObject({ code: 1, out: '', err: expect.stringContaining(said) });
      expect(shown.err).not.toMatch(/secret|unexpected/);
      await lake.cci('night', '--no-checks');
    }
  });

  it('are not there when nothing of them is', async () => {
    await damage('once', null);
    expect(await listed()).toEqual(['other first landed', 'twice first landed']);
    const { code, err } = await lake.cci('calls', 'show', 'once', '--tenant', 'acme');
    expect([code, err]).toEqual([1, expect.stringContaining('has no such call')]);
  });
});
