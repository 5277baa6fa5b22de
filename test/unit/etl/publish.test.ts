import { spawnSync } from 'node:child_process';
import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  curatedFile,
  currentFiles,
  emptyManifest,
  GRACE_MS,
  LEASE_MS,
  type Manifest,
  manifestFile,
  publishManifest,
  readManifest,
  sweep,
  takeLease,
} from '../../../etl/publish/index.ts';
import { TABLE_NAMES, type TableName } from '../../../etl/tables/index.ts';
import { ACME, GLOBEX, temporaryFolder } from './builders.ts';

const NOW = new Date('2026-08-03T02:00:00.000Z');

const file = (table: TableName, period: string, snapshot = 's1', tenantId = ACME) => ({
  path: curatedFile({ table, tenantId, period, snapshot }),
  rows: 1,
  bytes: 1,
  sha256: '0'.repeat(64),
});

const periodOf = (...files: ReturnType<typeof file>[]): Manifest['periods'][string] => ({
  fingerprint: 'f',
  run_id: 'r',
  days: [],
  files: Object.fromEntries(files.map((one) => [one.path.split('/')[1], one])),
});

const manifest = (version: number, change: Partial<Manifest> = {}): Manifest => ({
  ...emptyManifest(ACME),
  version,
  run_id: 'r',
  published_at: NOW.toISOString(),
  ...change,
});

describe('a manifest', () => {
  it('is empty, at version 0, before the first night', async () => {
    const curated = { root: await temporaryFolder() };
    const { version, files } = await currentFiles({ curated }, ACME);
    expect(version).toBe(0);
    expect(Object.keys(files).sort()).toEqual([...TABLE_NAMES].sort());
    expect(Object.values(files).flat()).toEqual([]);
  });

  it('names absolute files by table, in the order of their periods', async () => {
    const curated = { root: await temporaryFolder() };
    const periods = {
      '2026-08-01': periodOf(file('calls', '2026-08-01')),
      '2026-07': periodOf(file('calls', '2026-07'), file('turns', '2026-07')),
    };
    await publishManifest(curated, manifest(1, { periods }));
    const { version, files } = await currentFiles({ curated }, ACME);
    expect(version).toBe(1);
    expect(files.calls).toEqual([
      join(curated.root, 'curated/calls/tenant_id=acme/period=2026-07/s1/part-0.parquet'),
      join(curated.root, 'curated/calls/tenant_id=acme/period=2026-08-01/s1/part-0.parquet'),
    ]);
    expect(files.turns.length).toBe(1);
    expect(files.evaluations).toEqual([]);
  });

  it('is replaced only by its successor', async () => {
    const curated = { root: await temporaryFolder() };
    await publishManifest(curated, manifest(1));
    for (const version of [1, 3])
      await expect(publishManifest(curated, manifest(version))).rejects.toMatchObject({
        code: 'manifest_changed',
      });
    await publishManifest(curated, manifest(2));
    expect((await readManifest(curated, ACME)).version).toBe(2);
    expect(await readdir(join(curated.root, 'curated/_manifests'))).toEqual(['tenant_id=acme.json']);
  });

  it('stays whole for a reader while it is replaced again and again', async () => {
    const curated = { root: await temporaryFolder() };
    await publishManifest(curated, manifest(1));
    const publishing = (async () => {
      for (let version = 2; version <= 40; version += 1) await publishManifest(curated, manifest(version));
    })();
    let seen = 0;
    while (seen < 40) {
      const { version } = await readManifest(curated, ACME);
      expect(version).toBeGreaterThanOrEqual(seen);
      seen = version;
    }
    await publishing;
  });

  const damaged: Record<string, unknown> = {
    'that is no JSON': '{"manifest_version":1,',
    'of a later version': { ...manifest(1), manifest_version: 3 },
    'of another tenant': { ...manifest(1), tenant_id: 'globex' },
    'that names a file of another tenant': manifest(1, {
      periods: { '2026-07': periodOf(file('calls', '2026-07', 's1', GLOBEX)) },
    }),
    'that names a late file of another tenant': manifest(1, {
      late: { ...periodOf(file('calls', 'late', 's1', GLOBEX)), periods: { '2026-07': 1 } },
    }),
    'that names a file outside of the lake': manifest(1, {
      periods: {
        '2026-07': periodOf({ ...file('calls', '2026-07'), path: 'curated/calls/../../etc/part-0.parquet' }),
      },
    }),
  };
  for (const [kind, content] of Object.entries(damaged))
    it(`${kind} is refused`, async () => {
      const curated = { root: await temporaryFolder() };
      const path = manifestFile(curated.root, ACME);
      await mkdir(dirname(path), { recursive: true });
      await writeFile(path, typeof content === 'string' ? content : JSON.stringify(content));
      await expect(readManifest(curated, ACME)).rejects.toMatchObject({
        code: 'manifest_refused',
        where: path,
      });
    });
});

describe('sweeping', () => {
  const put = async (root: string, path: string): Promise<void> => {
    await mkdir(dirname(join(root, path)), { recursive: true });
    await writeFile(join(root, path), 'x');
  };
  const left = async (root: string): Promise<string[]> =>
    (await readdir(join(root, 'curated'), { recursive: true, withFileTypes: true }))
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
      .sort();

  it('has ended when it fails, for every table: what comes after may write', async () => {
    const root = await temporaryFolder();
    for (let n = 0; n < 30; n += 1) await put(root, file('turns', '2026-08-01', `s${n}`).path);
    // A file where the folder of a tenant should be cannot be searched.
    await put(root, 'curated/calls/tenant_id=acme');
    await expect(sweep(root, emptyManifest(ACME), NOW)).rejects.toMatchObject({ code: 'ENOTDIR' });
    expect(await left(root)).toEqual(['curated/calls/tenant_id=acme']);
  });

  it('removes what no version names and what was replaced longer ago than the grace, and nothing else', async () => {
    const root = await temporaryFolder();
    const [live, fresh, old, orphan, other] = [
      file('calls', '2026-07', 'live').path,
      file('calls', '2026-07', 'fresh').path,
      file('calls', '2026-07', 'old').path,
      file('turns', '2026-06', 'orphan').path,
      file('calls', '2026-07', 'theirs', GLOBEX).path,
    ];
    for (const path of [live, fresh, old, orphan, other]) await put(root, path);
    const retiredAgo = (path: string, age: number) => ({
      path,
      retired_at: new Date(NOW.getTime() - age).toISOString(),
    });
    const current = manifest(3, {
      periods: { '2026-07': periodOf(file('calls', '2026-07', 'live')) },
      retired: [retiredAgo(fresh, GRACE_MS - 1), retiredAgo(old, GRACE_MS)],
    });
    expect(await sweep(root, current, NOW)).toBe(2);
    expect(await left(root)).toEqual([fresh, live, other].sort());
    expect(await readdir(join(root, 'curated/turns/tenant_id=acme'))).toEqual([]);
    expect(await sweep(root, current, NOW)).toBe(0);
  });
});

describe('the lease', () => {
  const request = (root: string, runId: string, at = NOW) => ({ root, runId, clock: () => at });
  const leaseFiles = async (root: string) => (await readdir(join(root, 'curated/_manifests'))).sort();
  const later = (ms: number): Date => new Date(NOW.getTime() + ms);

  /** Takes the lease and leaves a record as if its owner had been another one. */
  async function abandoned(root: string, change: object): Promise<void> {
    const lease = await takeLease(request(root, 'first'));
    const path = join(root, 'curated/_manifests/_night.00000001.json');
    const record = JSON.parse(await readFile(path, 'utf8'));
    await lease.release();
    await writeFile(path, JSON.stringify({ ...record, ...change }));
  }

  it('is refused, naming the owner, while a night runs', async () => {
    const root = await temporaryFolder();
    const lease = await takeLease(request(root, 'first'));
    await expect(takeLease(request(root, 'second'))).rejects.toMatchObject({
      code: 'night_running',
      message: expect.stringContaining(`night first is running (process ${process.pid}`),
    });
    await lease.release();
    await (await takeLease(request(root, 'third'))).release();
  });

  it('goes to one of many that ask at the same time', async () => {
    const root = await temporaryFolder();
    const asked = await Promise.allSettled(
      Array.from({ length: 12 }, (_, n) => takeLease(request(root, `run-${n}`))),
    );
    const granted = asked.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(granted.length).toBe(1);
    for (const answer of asked)
      if (answer.status === 'rejected') expect(answer.reason).toMatchObject({ code: 'night_running' });
    await granted[0]?.release();
  });

  it('is taken over from a process that is gone', async () => {
    const root = await temporaryFolder();
    await abandoned(root, { pid: spawnSync(process.execPath, ['-e', '']).pid });
    await (await takeLease(request(root, 'second'))).release();
    expect(await leaseFiles(root)).toEqual(['_night.00000002.json']);
  });

  it('is taken over from another host only after silence', async () => {
    const root = await temporaryFolder();
    await abandoned(root, { host: 'elsewhere', pid: 1 });
    await expect(takeLease(request(root, 'second', later(LEASE_MS)))).rejects.toMatchObject({
      code: 'night_running',
    });
    await (await takeLease(request(root, 'second', later(LEASE_MS + 1)))).release();
  });

  it('that was taken over no longer allows to publish', async () => {
    const root = await temporaryFolder();
    const first = await takeLease(request(root, 'first'));
    await first.check();
    const second = await takeLease(request(root, 'second', later(LEASE_MS + 1)));
    await expect(first.check()).rejects.toMatchObject({ code: 'lease_lost' });
    await first.release();
    await second.check();
    await expect(takeLease(request(root, 'third', later(LEASE_MS + 1)))).rejects.toMatchObject({
      code: 'night_running',
    });
    await second.release();
  });
});
