import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { readManifest } from '../../etl/index.ts';
import { sampleTenants } from '../../fixtures/index.ts';
import { openHome } from '../../infra/local/home.ts';
import {
  parseTenantId,
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  quarantineSidecarKey,
} from '../../pipeline/contract/index.ts';
import { makeLake, type TestLake, writeSamples } from '../support/cci.ts';

const ACME = parseTenantId('acme');
const encoder = new TextEncoder();
const sha256Of = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const chat = (call_id: string, rest: object = {}): string =>
  JSON.stringify({
    format: 'cci-transcript',
    version: 1,
    call_id,
    channel: 'chat',
    turns: [{ speaker: 'AGENT', start_ms: 0, text: `Hello from ${call_id}` }],
    ...rest,
  });

interface Replayed {
  readonly offered: number;
  readonly landed: number;
  readonly duplicate: number;
  readonly quarantined: number;
  readonly left: number;
  readonly retried: number;
  readonly damaged: number;
  readonly recovered: number;
  readonly refused: readonly { readonly path: string }[];
  readonly night: {
    readonly documents_in: number;
    readonly landed: number;
    readonly balanced: boolean;
  } | null;
}

describe('cci replay', () => {
  let lake: TestLake;
  beforeEach(async () => {
    lake = await makeLake();
    await mkdir(lake.inbox, { recursive: true });
    for (const tenant of ['acme', 'globex']) await lake.cci('tenants', 'add', tenant);
  });
  afterEach(() => lake[Symbol.asyncDispose]());

  const offer = async (name: string, text: string, sidecar?: object, tenant = 'acme'): Promise<void> => {
    await writeFile(join(lake.inbox, name), text);
    if (sidecar)
      await writeFile(join(lake.inbox, name.replace('.json', '.meta.json')), JSON.stringify(sidecar));
    await lake.cci('ingest', join(lake.inbox, name), '--tenant', tenant);
  };
  const replay = async (...words: string[]): Promise<Replayed> =>
    lake.json<Replayed>('replay', '--quarantined', '--json', ...words);
  const calls = () =>
    lake.rows(
      'acme',
      'SELECT call_id, CAST(started_at AS varchar), started_at_origin, queue FROM calls ORDER BY 1',
    );
  const inQuarantine = async (tenant = 'acme'): Promise<string[]> => {
    const files = await readdir(join(lake.root, 'quarantine', `tenant_id=${tenant}`), {
      recursive: true,
    }).catch(() => []);
    return files.filter((name) => /\.(bin|json)$/.test(name));
  };

  /** What an older release refused and this one reads: kept with its path, its sidecar and the time of arrival. */
  async function refusedByAnOlderRelease(
    path: string,
    text: string,
    change: Partial<QuarantineRecord> & { sidecar?: object } = {},
  ) {
    const { sidecar: facts, ...rest } = change;
    const [bytes, sidecar] = [encoder.encode(text), facts ? encoder.encode(JSON.stringify(facts)) : null];
    const identity = { path, contentSha256: sha256Of(bytes), sidecarSha256: sidecar && sha256Of(sidecar) };
    const where = { tenantId: ACME, dt: '2026-02-03', quarantineId: quarantineId(identity) };
    const record: QuarantineRecord = {
      quarantine_id: where.quarantineId,
      tenant_id: ACME,
      dt: where.dt,
      stage: 'ingest',
      path,
      code: 'unknown_format',
      reason: 'transcripts: not read by this version',
      where: null,
      content_sha256: identity.contentSha256,
      size_bytes: bytes.byteLength,
      sidecar_sha256: identity.sidecarSha256,
      quarantined_at: '2026-02-03T04:05:06.000Z',
      key: quarantineBytesKey(where),
      sidecar_key: sidecar && quarantineSidecarKey(where),
      ...rest,
    };
    const home = openHome(lake.root);
    await home.quarantine.keep(record, bytes, sidecar);
    home.close();
  }

  it('lands what can be read now, with its sidecar and under its path, and runs the night', async () => {
    await refusedByAnOlderRelease('/in/one.json', chat('one'));
    await refusedByAnOlderRelease('/in/two.json', chat('two'), {
      sidecar: { started_at: '2026-02-01T10:00:00Z', queue: 'sales' },
    });
    await lake.cci('night', '--no-checks');
    const { code, out } = await lake.cci('replay', '--quarantined', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(out)).toMatchObject({
      offered: 2,
      landed: 2,
      quarantined: 0,
      night: { documents_in: 2, landed: 2, quarantined: 0, balanced: true },
    });
    expect(await calls()).toEqual([
      ['one', '2026-02-03 04:05:06.000', 'first_ingest', null],
      ['two', '2026-02-01 10:00:00.000', 'sidecar', 'sales'],
    ]);
    expect(await lake.rows('acme', 'SELECT source_uri FROM calls ORDER BY 1')).toEqual([
      ['/in/one.json'],
      ['/in/two.json'],
    ]);
    expect(await inQuarantine()).toEqual([]);
    expect(await replay()).toMatchObject({ offered: 0, night: null });
  });

  it('keeps what is refused again, byte for byte, and counts it once', async () => {
    await offer('bad.json', '{');
    expect(await lake.json('night', '--no-checks', '--json')).toMatchObject({
      documents_in: 1,
      quarantined: 1,
    });
    const before = await inQuarantine();
    const { code } = await lake.cci('replay', '--quarantined');
    expect(code).toBe(2);
    expect(await replay()).toMatchObject({
      offered: 1,
      landed: 0,
      quarantined: 1,
      refused: [{ path: join(lake.inbox, 'bad.json') }],
      night: null,
    });
    expect(await inQuarantine()).toEqual(before);
    expect(await lake.json('night', '--no-checks', '--json')).toMatchObject({
      documents_in: 0,
      balanced: true,
    });
  });

  it('is counted by the night as landed only, when no night had counted it', async () => {
    await refusedByAnOlderRelease('/in/one.json', chat('one'));
    expect((await replay()).night).toMatchObject({
      documents_in: 1,
      landed: 1,
      quarantined: 0,
      balanced: true,
    });
  });

  it('takes only what was refused for the reason, and of the tenant', async () => {
    await refusedByAnOlderRelease('/in/one.json', chat('one'));
    await refusedByAnOlderRelease('/in/two.json', chat('two'), { code: 'bad_sidecar' });
    await offer('bad.json', '{', undefined, 'globex');
    expect(await replay('--tenant', 'globex')).toMatchObject({ offered: 1, quarantined: 1 });
    expect(await replay('--reason', 'bad_sidecar')).toMatchObject({ offered: 1, landed: 1 });
    expect((await calls()).map(([id]) => id)).toEqual(['two']);
    expect(await inQuarantine()).toHaveLength(2);
  });

  it('lets go what has landed since from the same file', async () => {
    await offer('late.json', chat('late'), { started_at: 'yesterday' });
    const path = join(lake.inbox, 'late.json');
    await offer('late.json', chat('late'), { started_at: '2026-02-01T10:00:00Z' });
    await refusedByAnOlderRelease(path, chat('late'), { sidecar: { started_at: '2026-02-01T10:00:00Z' } });
    expect(await replay('--reason', 'unknown_format')).toMatchObject({ offered: 1, duplicate: 1, landed: 0 });
    expect(await replay()).toMatchObject({ offered: 1, quarantined: 1 });
  });

  it('does not offer the part of a file that could be read, nor a call that goes by another id', async () => {
    await refusedByAnOlderRelease('/in/one.json', chat('one'), { code: 'unreadable' });
    await refusedByAnOlderRelease('/in/two.json', chat('two'), { code: 'renamed' });
    expect(await replay()).toMatchObject({ offered: 0, left: 2, night: null });
    expect(await inQuarantine()).toHaveLength(4);
  });

  it('finishes what a killed replay began', async () => {
    await refusedByAnOlderRelease('/in/one.json', chat('one'));
    await refusedByAnOlderRelease('/in/lost.json', chat('lost'));
    const home = openHome(lake.root);
    const [one, lost] = home.quarantine.entries(ACME).sort((a, b) => (a.path > b.path ? -1 : 1));
    for (const entry of [one, lost]) await home.store.delete(entry?.key ?? '');
    await offer('one.json', chat('one'));
    home.landings.record(ACME, {
      ...(home.landings.ofCall(ACME, 'one')[0] as NonNullable<ReturnType<typeof home.landings.ofCall>[0]>),
      path: '/in/one.json',
    });
    home.close();
    expect(await replay()).toMatchObject({ offered: 2, duplicate: 1, quarantined: 1 });
    expect((await replay()).refused.map(({ path }) => path)).toEqual(['/in/lost.json']);
  });

  it('has the night try documents again that it had found damaged', async () => {
    await offer('one.json', chat('one'));
    await offer('two.json', chat('two'));
    const home = openHome(lake.root);
    const [one, two] = ['one', 'two'].map((id) =>
      home.store.pathOf(home.landings.ofCall(ACME, id)[0]?.key ?? ''),
    );
    home.close();
    const whole = await readFile(one as string);
    await writeFile(one as string, whole.subarray(0, 100));
    await writeFile(two as string, '{}');
    expect(await lake.json('night', '--no-checks', '--json')).toMatchObject({ landed: 0, quarantined: 2 });
    await writeFile(one as string, whole);
    expect(await lake.json('night', '--no-checks', '--json')).toMatchObject({ documents_in: 0 });
    const { code, out } = await lake.cci('replay', '--quarantined', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({
      offered: 0,
      retried: 2,
      damaged: 1,
      recovered: 1,
      night: { landed: 1, quarantined: 1, balanced: true },
    });
    expect((await calls()).map(([id]) => id)).toEqual(['one']);
    expect(await inQuarantine()).toHaveLength(2);
    expect((await readManifest({ root: lake.root }, ACME)).damaged).toHaveLength(1);
  });

  it('does nothing while a night is running', async () => {
    await offer('one.json', chat('one'));
    const home = openHome(lake.root);
    const path = home.store.pathOf(home.landings.ofCall(ACME, 'one')[0]?.key ?? '');
    home.close();
    await writeFile(path, '{}');
    await lake.cci('night', '--no-checks');
    await refusedByAnOlderRelease('/in/two.json', chat('two'));
    const manifests = join(lake.root, 'curated/_manifests');
    const alive_at = new Date().toISOString();
    const lease = {
      run_id: 'other',
      pid: 1,
      host: 'elsewhere',
      taken_at: alive_at,
      alive_at,
      released: false,
    };
    await writeFile(join(manifests, '_night.00000009.json'), JSON.stringify(lease));
    const { code, err } = await lake.cci('replay', '--quarantined');
    expect([code, err]).toEqual([1, expect.stringContaining('night other is running')]);
    expect(await inQuarantine()).toHaveLength(4);
    expect((await readManifest({ root: lake.root }, ACME)).damaged).toHaveLength(1);
  });

  it('gives the same rows and the same bytes when nothing has changed', async () => {
    const [sample] = sampleTenants({ seed: 11, until: '2026-02-02', days: 3, callsPerDay: 4 });
    await writeSamples(lake.inbox, sample?.files ?? []);
    await lake.cci('forms', 'publish', 'service-quality', '--tenant', 'acme');
    await lake.cci('ingest', lake.inbox, '--tenant', 'acme');
    const first = await lake.json<{ landed: number }>('night', '--no-checks', '--json');
    const state = async () => {
      const { periods, version } = await readManifest({ root: lake.root }, ACME);
      const sums = Object.entries(periods).flatMap(([period, { files }]) =>
        Object.entries(files).map(([table, { rows, sha256 }]) => `${period} ${table} ${rows} ${sha256}`),
      );
      const rows = await lake.rows('acme', 'SELECT * FROM qa_scores ORDER BY call_id, criterion_index');
      return { version, sums: sums.sort(), rows };
    };
    const before = await state();
    const account = await lake.json('replay', '--since', '2026-01-01', '--tenant', 'acme', '--json');
    expect(account).toMatchObject({ documents_in: first.landed, landed: first.landed, balanced: true });
    expect(await state()).toEqual({ ...before, version: before.version + 1 });
    expect(before.sums.length).toBeGreaterThan(8);
    expect(before.rows.length).toBeGreaterThan(100);
    expect(await lake.json('replay', '--since', '2026-03-01', '--json')).toMatchObject({ documents_in: 0 });
  });

  it.each([
    [['replay']],
    [['replay', '--quarantined', '--since', '2026-01-01']],
    [['replay', '--since', '2026-01-01', '--reason', 'bad_json']],
    [['replay', '--since', 'yesterday']],
  ])('refuses %j', async (words) => {
    const { code, out, err } = await lake.cci(...words);
    expect([code, out]).toEqual([64, '']);
    expect(err).not.toBe('');
  });
});
