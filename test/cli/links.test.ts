import { mkdir, readdir, rename, rm, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../support/cci.ts';

interface Night {
  readonly documents_in: number;
  readonly balanced: boolean;
  readonly errors: readonly { readonly code: string }[];
}

const KEPT = 'raw/calls/tenant_id=acme';

const chat = (call_id: string, day: string): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    channel: 'chat',
    call_id,
    started_at: `${day}T10:00:00Z`,
    turns: [{ speaker: 'AGENT', start_ms: 0, text: call_id }],
  });

describe('a link among the raw documents', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    await lake.cci('tenants', 'add', 'acme');
    await writeFile(join(lake.inbox, 'a.json'), chat('call-a', '2026-11-01'));
    await writeFile(join(lake.inbox, 'b.json'), chat('call-b', '2026-11-02'));
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const night = (): Promise<Night> => lake.json<Night>('night', '--no-checks', '--json');

  it.each([
    ['in the place of a day that was moved to another disk', ''],
    ['to itself in the place of a document', 'itself'],
  ])('%s is named by the night and by an erasure, and nothing is passed over', async (_, target) => {
    const day = join(lake.root, KEPT, 'dt=2026-11-01');
    const [name = ''] = target === '' ? [] : await readdir(day);
    const [moved, elsewhere] = [join(day, name), join(lake.inbox, 'moved')];
    await rename(moved, elsewhere);
    await symlink(target === '' ? elsewhere : moved, moved);
    expect(await night()).toMatchObject({
      documents_in: 0,
      balanced: false,
      errors: [{ code: 'no_object' }],
    });
    const erased = await lake.cci('erase', '--tenant', 'acme', '--call', 'call-a', '--yes');
    expect([erased.code, erased.err]).toEqual([1, expect.stringContaining(`${KEPT}/dt=2026-11-01`)]);
    await rm(moved);
    await rename(elsewhere, moved);
    expect(await night()).toMatchObject({ documents_in: 2, balanced: true, errors: [] });
  });

  it('does not stand in the way where raw itself lies on another disk', async () => {
    await rename(join(lake.root, 'raw'), join(lake.inbox, 'raw'));
    await symlink(join(lake.inbox, 'raw'), join(lake.root, 'raw'));
    expect(await night()).toMatchObject({ documents_in: 2, balanced: true });
  });
});
