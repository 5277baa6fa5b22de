import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { makeLake, type TestLake } from '../../support/cci.ts';
import { chat } from '../../support/chat.ts';

interface Ingested {
  readonly files: number;
  readonly landed: number;
  readonly quarantined: number;
  readonly refused: readonly { readonly path: string; readonly reason: string }[];
}

interface Night {
  readonly documents_in: number;
  readonly quarantined: number;
  readonly balanced: boolean;
  readonly days: readonly { readonly tenant_id: string; readonly quarantined: number }[];
}

describe('what ingest quarantines', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    for (const tenant of ['acme', 'globex']) await lake.cci('tenants', 'add', tenant);
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const ingest = (tenant: string): Promise<Ingested> =>
    lake.json<Ingested>('ingest', lake.inbox, '--tenant', tenant, '--json');

  it('is counted by the night of each tenant that was offered the same file', async () => {
    await writeFile(join(lake.inbox, 'bad.json'), '{');
    for (const tenant of ['acme', 'globex']) await ingest(tenant);
    const night = await lake.json<Night>('night', '--no-checks', '--json');
    expect(night).toMatchObject({ documents_in: 2, quarantined: 2, balanced: true });
    expect(night.days.map((day) => [day.tenant_id, day.quarantined])).toEqual([
      ['acme', 1],
      ['globex', 1],
    ]);
  });

  it('includes files and sidecars that cannot be read, and stops nobody else', async () => {
    await writeFile(join(lake.inbox, 'a.json'), chat('one'));
    await mkdir(join(lake.inbox, 'a.meta.json'));
    await symlink('gone', join(lake.inbox, 'b.json'));
    await writeFile(join(lake.inbox, 'c.json'), chat('two'));
    const { refused, ...counts } = await ingest('acme');
    expect(counts).toEqual({ files: 3, landed: 1, duplicate: 0, quarantined: 2 });
    expect(
      refused.map(({ path, reason }) => [path.slice(lake.inbox.length + 1), reason.split(' (')[0]]),
    ).toEqual([
      ['a.json', 'infra: the sidecar cannot be read: EISDIR'],
      ['b.json', 'infra: the file cannot be read: ENOENT'],
    ]);
    const night = await lake.json<Night>('night', '--no-checks', '--json');
    expect(night).toMatchObject({ documents_in: 3, quarantined: 2, balanced: true });
  });

  it('is not a call whose sidecar holds very many keys that nothing reads: the first are told, and how many more there are', async () => {
    const keys = Array.from({ length: 150_000 }, (_, n) => [`k${n}`, 0]);
    await writeFile(join(lake.inbox, 'a.json'), chat('one'));
    await writeFile(join(lake.inbox, 'a.meta.json'), JSON.stringify(Object.fromEntries(keys)));
    const { code, err } = await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    expect([code, err.match(/sidecar: nothing reads "/g)?.length]).toEqual([0, 20]);
    expect(err).toContain('sidecar: nothing reads 149980 more of its keys');
  });
});
