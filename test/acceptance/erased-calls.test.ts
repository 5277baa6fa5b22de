import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { openHome } from '../../infra/local/home.ts';
import { publishedVersion } from '../../infra/local/lake-session.ts';
import {
  ACME,
  eraseWith,
  idsOf,
  lakeOfTheScene,
  leftOf,
  originalLake,
  theseAre,
  useErasureScene,
} from '../support/erasure-lakes.ts';
import { customerOf, filesWith, inboxOf, SCENE, type SceneCall } from '../support/erasure-scene.ts';
import { zipOf } from '../support/zip.ts';

useErasureScene();

describe('what was erased', () => {
  const only = theseAre('unshared-0006')[0] as SceneCall;
  const position = SCENE.indexOf(only);

  it('does not come in again, whole, cut short or under another id, and nothing of it is kept', async () => {
    const lake = await lakeOfTheScene();
    await eraseWith(lake, '--call', only.id);
    const inbox = inboxOf(originalLake(), 'acme');
    const renamed = join(lake.inbox, 'renamed');
    await mkdir(renamed, { recursive: true });
    await copyFile(join(inbox, `file-${position}.json`), join(renamed, 'another.json'));
    const files = [`file-${position}.json`, `cut-${position}.json`].map((name) => join(inbox, name));
    const { code, out } = await lake.cci('ingest', ...files, renamed, '--tenant', 'acme', '--json');
    expect(code).toBe(2);
    expect(JSON.parse(out)).toMatchObject({ files: 3, landed: 0, duplicate: 0, quarantined: 0, erased: 3 });
    expect(JSON.parse(out).refused[0].reason).toMatch(/^erased/);
    expect(await leftOf(lake, only)).toEqual([]);
  }, 60_000);

  it.each<[string, (bytes: Buffer) => Buffer | Promise<Buffer>]>([
    ['gzip', (bytes) => gzipSync(bytes)],
    ['Zstandard', (bytes) => zstdCompressSync(bytes)],
    ['ZIP', (bytes) => zipOf({ 'any.json': bytes.toString() })],
  ])(
    'does not come in again packed as %s, by its content or by its id, and nothing of it is kept',
    async (_, pack) => {
      const lake = await lakeOfTheScene();
      await eraseWith(lake, '--call', only.id);
      const packed = join(lake.root, '..', 'again');
      await mkdir(packed);
      const content = await readFile(join(inboxOf(originalLake(), 'acme'), `file-${position}.json`));
      await writeFile(join(packed, 'content.json'), await pack(content));
      await writeFile(
        join(packed, 'id.json'),
        await pack(Buffer.from(`{"call_id":"${only.id}","turns":[]}`)),
      );
      await writeFile(join(packed, 'another.json'), await pack(Buffer.from('{"call_id":"another-0001"}')));
      const again = await lake.json('ingest', packed, '--tenant', 'acme', '--json');
      expect(again).toMatchObject({ files: 3, quarantined: 1, erased: 2 });
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    },
    60_000,
  );

  it('is not read when somebody puts the raw object back, is found by verify, and goes with the next erasure', async () => {
    const lake = await lakeOfTheScene();
    const [raw = ''] = (await filesWith(join(lake.root, 'raw'), only.id)).filter((path) =>
      path.endsWith('.json'),
    );
    const backup = join(lake.root, '..', 'backup.json');
    await copyFile(raw, backup);
    await eraseWith(lake, '--call', only.id);
    await copyFile(backup, raw);
    await copyFile(backup, join(raw, '..', `${only.id}.json`));
    const night = await lake.cci('night', '--no-checks', '--since', '2026-01-01');
    expect(night.err).toContain('2 raw objects of erased calls were put back');
    await lake.cci('replay', '--since', '2026-01-01');
    expect(await idsOf(lake, 'acme')).not.toContain(only.id);
    const found = await lake.cci('erase', '--verify', '--json');
    expect(found.code).toBe(2);
    expect(JSON.parse(found.out)).toMatchObject({
      proven: false,
      tenants: [
        {
          tenant_id: 'acme',
          findings: [{ place: 'raw documents', files: [`${relative(lake.root, join(raw, '..'))}/`] }],
        },
        { tenant_id: 'globex', findings: [] },
      ],
    });
    expect(found.out + found.err).not.toContain(only.id);
    expect(await eraseWith(lake, '--call', 'call-0002')).toMatchObject({ calls: 2, proven: true });
    expect(await leftOf(lake, only)).toEqual([]);
  }, 60_000);

  it('takes a packed copy that lies among the raw documents with it, which its own night does not quarantine', async () => {
    const lake = await lakeOfTheScene();
    const [raw = ''] = await filesWith(join(lake.root, 'raw'), `"call_id":"${only.id}"`);
    const packed = gzipSync(await readFile(raw));
    await writeFile(join(raw, '..', 'old.json.gz'), packed);
    const done = await eraseWith(lake, '--call', only.id);
    expect(done).toMatchObject({ proven: true });
    expect(done.places.find(({ place }) => place === 'raw documents')?.count).toBeGreaterThan(1);
    await writeFile(join(raw, '..', 'old.json.gz'), packed);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 2 });
    expect(await eraseWith(lake, '--call', only.id)).toMatchObject({ proven: true });
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);

  it('takes a packed transcript that could not be used out of the quarantine, by what is packed in it', async () => {
    const lake = await lakeOfTheScene();
    const inbox = join(lake.root, '..', 'packed');
    await mkdir(inbox);
    const packed = ['packed-000001', 'packed-000002'].map((id) => gzipSync(`{"call_id":"${id}","turns":[]}`));
    const [whole, other] = packed as [Buffer, Buffer];
    const torn = gzipSync(`{"call_id":"packed-000001"} ${randomBytes(90_000).toString('hex')}`).subarray(
      0,
      70_000,
    );
    for (const [name, bytes] of Object.entries({ whole, other, torn }))
      await writeFile(join(inbox, `${name}.json`), bytes);
    const { quarantined } = await lake.json<{ quarantined: number }>(
      ...['ingest', inbox, '--tenant', 'acme', '--json'],
    );
    expect(quarantined).toBe(3);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    const done = await eraseWith(lake, '--call', 'packed-000001');
    expect(done.places.find(({ place }) => place === 'quarantine')).toMatchObject({ count: 4 });
    expect(done).toMatchObject({ proven: true });
    const kept = await readdir(join(lake.root, 'quarantine'), { recursive: true, withFileTypes: true });
    const left = await Promise.all(
      kept.filter((entry) => entry.isFile()).map((entry) => readFile(join(entry.parentPath, entry.name))),
    );
    expect(packed.map((bytes) => left.some((file) => file.equals(bytes)))).toEqual([false, true]);
  }, 60_000);

  it('leaves a new version for the server, and no snapshot of an older one', async () => {
    const lake = await lakeOfTheScene();
    const versionOf = async (): Promise<string> => {
      const home = openHome(lake.root);
      try {
        return await publishedVersion(home, ACME);
      } finally {
        home.close();
      }
    };
    const before = await versionOf();
    await lake.cci('night', '--no-checks', '--since', '2026-01-01');
    await eraseWith(lake, '--call', only.id);
    expect(await versionOf()).not.toBe(before);
    const snapshots = await readdir(join(lake.root, 'curated/calls/tenant_id=acme/period=2026-03'));
    expect(snapshots).toHaveLength(1);
  }, 60_000);

  it('adds no night to the record that nobody ran', async () => {
    const lake = await lakeOfTheScene();
    const nights = 'SELECT count(DISTINCT run_id) FROM etl_runs';
    const [[before]] = (await lake.rows('acme', nights)) as [[number]];
    await eraseWith(lake, '--call', 'call-0002');
    const [[after]] = (await lake.rows('acme', nights)) as [[number]];
    await lake.cci('night', '--no-checks');
    const [[last]] = (await lake.rows('acme', nights)) as [[number]];
    // The night of the erasure itself, and the one after it.
    expect([Number(after) - Number(before), Number(last) - Number(after)]).toEqual([1, 1]);
  }, 60_000);

  it('goes from exports, working files and samples below the home, those of another tenant stay', async () => {
    const lake = await lakeOfTheScene();
    const exports = join(lake.root, 'exports');
    await mkdir(exports);
    for (const tenant of ['acme', 'globex'])
      for (const format of ['csv', 'parquet']) {
        const words = ['--tenant', tenant, '--format', format, '--out', join(exports, `${tenant}.${format}`)];
        expect((await lake.cci('export', 'criterion-scores', ...words)).code).toBe(0);
      }
    await mkdir(join(lake.root, 'samples/acme'), { recursive: true });
    await mkdir(join(lake.root, 'curated/_spill'), { recursive: true });
    await writeFile(join(lake.root, 'samples/acme/a.meta.json'), JSON.stringify({ call_id: 'call-0002' }));
    await writeFile(join(lake.root, 'curated/_spill/lines.0'), `{"call_id":"call-0002","x":1}\n`);
    await writeFile(join(lake.root, 'raw/calls/tenant_id=acme/.half.tmp'), `{"call_id":"call-0002","x":1}\n`);
    const done = await eraseWith(lake, '--call', 'call-0002');
    expect(done).toMatchObject({ proven: true });
    expect((await readdir(exports)).sort()).toEqual(['globex.csv', 'globex.parquet']);
    expect(await leftOf(lake, theseAre('call-0002')[0] as SceneCall)).toEqual([]);
  }, 60_000);

  it('has a key that only the owner reads, and no id in the tombstones', async () => {
    const lake = await lakeOfTheScene();
    await eraseWith(lake, '--customer', customerOf('acme', 'C-77001'));
    expect((await stat(join(lake.root, 'erasure.key'))).mode & 0o777).toBe(0o600);
    expect(await filesWith(join(lake.root), customerOf('acme', 'C-77001'))).toEqual([]);
    await writeFile(join(lake.root, 'erasure.key'), Buffer.alloc(32, 1));
    const refused = await lake.cci('erase', '--verify');
    expect(refused.code).toBe(1);
    expect(refused.err).toContain('erasure.key');
  }, 60_000);
});
