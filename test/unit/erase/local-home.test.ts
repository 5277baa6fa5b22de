import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ErasureKeyRefused } from '../../../etl/erase/index.ts';
import { readJournal } from '../../../etl/publish/index.ts';
import { HIDDEN_MESSAGE, journalPlace } from '../../../infra/local/erase/journal-place.ts';
import { ownerByPath } from '../../../infra/local/erase/other-files.ts';
import { withParquet } from '../../../infra/local/erase/parquet.ts';
import { searchHome } from '../../../infra/local/erase/search.ts';
import { freePagesPlace, statePlace } from '../../../infra/local/erase/state-places.ts';
import { type Home, openHome } from '../../../infra/local/home.ts';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import { ACME, hashOf, planOf, tenantOf } from './scene.ts';

const GLOBEX = parseTenantId('globex');
const landingOf = (call_id: string) => ({
  call_id,
  revision: '20260601T000000000Z-00000000',
  content_sha256: hashOf('a'),
  sidecar_sha256: null,
  key: `raw/calls/tenant_id=acme/dt=2026-06-01/${call_id}.20260601T000000000Z-00000000.json`,
  path: `/in/${call_id}.json`,
  landed_at: '2026-06-01T00:00:00.000Z',
  arrived_at: '2026-06-01T00:00:00.000Z',
});

let root: string;
let home: Home;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'cci-erase-'));
  home = openHome(root);
  for (const id of [ACME, GLOBEX]) home.tenants.add(tenantOf(id));
});
afterEach(async () => {
  home.close();
  await rm(root, { recursive: true, force: true });
});

describe('the state database', () => {
  it('keeps nothing of deleted rows, in no page and not in its log', async () => {
    for (let n = 0; n < 400; n += 1) home.landings.record(ACME, landingOf(`gone-call-${n}`));
    for (let n = 0; n < 400; n += 1) home.landings.record(GLOBEX, landingOf(`kept-call-${n}`));
    const calls = new Set(Array.from({ length: 400 }, (_, n) => `gone-call-${n}`));
    expect(await statePlace(home.database).erase(planOf({ calls }))).toBe(400);
    await freePagesPlace(home.database).erase(planOf({ calls }));
    for (const name of ['state.sqlite', 'state.sqlite-wal'])
      expect((await readFile(join(root, name))).includes('gone-call-')).toBe(false);
    expect(home.landings.callIds(GLOBEX)).toHaveLength(400);
  });

  it('says so when another process keeps its log from being emptied', async () => {
    home.landings.record(ACME, landingOf('call-1'));
    home.database.exec('PRAGMA busy_timeout = 50');
    const reader = new DatabaseSync(join(root, 'state.sqlite'));
    reader.exec('BEGIN');
    reader.prepare('SELECT count(*) FROM landings').get();
    await statePlace(home.database).erase(planOf({ calls: new Set(['call-1']) }));
    await expect(freePagesPlace(home.database).erase(planOf({}))).rejects.toMatchObject({ retryable: true });
    reader.close();
    await expect(freePagesPlace(home.database).erase(planOf({}))).resolves.toBe(0);
  });

  it('of the first release gets its tombstones without losing anything', async () => {
    home.landings.record(ACME, landingOf('call-1'));
    home.database.exec(
      'ALTER TABLE landings DROP COLUMN arrived_at; DROP TABLE tombstones; DROP TABLE erasures; PRAGMA user_version = 1',
    );
    home.close();
    home = openHome(root);
    expect(home.landings.callIds(ACME)).toEqual(['call-1']);
    home.tombstones.bury(planOf({ calls: new Set(['call-1']) }));
    expect(home.tombstones.records(ACME)).toMatchObject([{ selector: 'call', tombstones: 1 }]);
  });
});

describe('tombstones', () => {
  const offered = {
    contentSha256: hashOf('f'),
    callId: 'new-call',
    startedAt: '2026-06-01T00:00:00.000Z',
    unread: [],
  };
  const plan = planOf({ calls: new Set(['call-1']), contents: new Set([hashOf('a')]) });

  it.each([
    ['the call id', { callId: 'call-1' }, true],
    ['the content', { contentSha256: hashOf('a') }, true],
    [
      'the id in bytes that nobody can read',
      { callId: null, unread: [Buffer.from('{"call_id":"call-1"')] },
      true,
    ],
    ['a longer id in such bytes', { callId: null, unread: [Buffer.from('{"call_id":"call-1.5"')] }, false],
    ['nothing of it', {}, false],
  ])('refuse by %s', (_, parts, refused) => {
    home.tombstones.bury(plan);
    const reason = home.tombstones.refuses(tenantOf(ACME), { ...offered, ...parts });
    expect(reason).toEqual(refused ? expect.stringMatching(/^erased/) : null);
    expect(home.tombstones.refuses(tenantOf(GLOBEX), { ...offered, ...parts })).toBeNull();
  });

  it('refuse what is older than a tenant keeps calls, erased or not', () => {
    const strict = { ...tenantOf(ACME), retain_days: 30 };
    const today = new Date().toISOString();
    expect(home.tombstones.refuses(strict, { ...offered, startedAt: '2020-01-01T00:00:00.000Z' })).toMatch(
      /retain_days: 30/,
    );
    expect(home.tombstones.refuses(strict, { ...offered, startedAt: today })).toBeNull();
  });

  it('are one record however often an erasure is run again', () => {
    home.tombstones.bury(plan);
    home.tombstones.bury(plan);
    expect(home.tombstones.records(ACME)).toMatchObject([{ tombstones: 2 }]);
  });

  it.each([
    ['a tombstone was taken away', "DELETE FROM tombstones WHERE kind = 'content'"],
    ['a record was changed', "UPDATE erasures SET at = '2020-01-01T00:00:00.000Z'"],
  ])('are not trusted when %s', (_, change) => {
    home.tombstones.bury(plan);
    home.database.exec(change);
    expect(() => home.tombstones.records(ACME)).toThrow(ErasureKeyRefused);
  });

  it('do not pass for nothing when their key is gone', async () => {
    home.tombstones.bury(plan);
    home.close();
    await rm(join(root, 'erasure.key'));
    home = openHome(root);
    expect(() => home.tombstones.refuses(tenantOf(ACME), offered)).toThrow(ErasureKeyRefused);
    expect(() => home.tombstones.callsOf(ACME)).toThrow(ErasureKeyRefused);
    expect(() => home.tombstones.bury(plan)).toThrow(ErasureKeyRefused);
    expect(home.tombstones.refuses(tenantOf(GLOBEX), offered)).toBeNull();
  });
});

describe('the search of all bytes', () => {
  const put = async (name: string, text: string): Promise<void> => {
    await mkdir(join(root, name, '..'), { recursive: true });
    await writeFile(join(root, name), text);
  };
  const search = (...calls: string[]) => searchHome(home, planOf({ calls: new Set(calls) }));

  it.each([
    ['a name', 'raw/calls/tenant_id=acme/dt=2026-06-01/gone-1.x.json', '', 'bytes below raw/'],
    ['an encoded name', 'raw/calls/tenant_id=acme/dt=2026-06-01/gone%3A1.x.json', '', 'bytes below raw/'],
    ['a text', 'raw/calls/tenant_id=acme/dt=2026-06-01/other.x.json', 'as in gone-1.', 'bytes below raw/'],
    ['a spilt line', 'curated/_spill/x', '"gone-1"', 'bytes below curated/'],
    ['a manifest', 'curated/_manifests/tenant_id=acme.json', 'dt=1/gone-1.2.json', 'bytes below curated/'],
    ['a note', 'note.txt', 'gone-1', 'bytes of other files'],
    [
      'the seam between two parts of a long file',
      'long.txt',
      `${'-'.repeat((1 << 25) - 3)}gone-1`,
      'bytes of other files',
    ],
  ])('finds an id in %s', async (_, name, text, place) => {
    await put(name, text);
    expect(await search('gone-1', 'gone:1')).toMatchObject([{ place, found: 1 }]);
  });

  it('finds a customer whose letters are more than a byte each in a name', async () => {
    await put('mails/Frau Müller.txt', '');
    const plan = planOf({ selector: { kind: 'customer', value: 'Müller' } });
    expect(await searchHome(home, plan)).toMatchObject([
      { place: 'bytes of other files', found: 1, files: ['mails/'] },
    ]);
  });

  it('finds nothing in a file that is read after a longer one which holds it', async () => {
    // Folders come in no particular order: one of the short files is read after the long one.
    for (const [name, text] of [
      ['a', 'as'],
      ['b', 'as in gone-1.'],
      ['c', 'as'],
    ])
      await put(`${name}/note.txt`, text ?? '');
    expect(await search('gone-1')).toMatchObject([
      { place: 'bytes of other files', found: 1, files: ['b/note.txt'] },
    ]);
  });

  it('finds what the database keeps of no row', async () => {
    home.database.exec('PRAGMA secure_delete = OFF; CREATE TABLE residue (text TEXT)');
    home.database.prepare('INSERT INTO residue VALUES (?)').run('acmegone-12026');
    home.database.exec('DELETE FROM residue; PRAGMA wal_checkpoint(TRUNCATE)');
    expect(await search('gone-1')).toMatchObject([{ place: 'bytes of the state database', found: 1 }]);
  });

  it.each([
    ['another tenant has the same id', 'raw/calls/tenant_id=globex/dt=2026-06-01/gone-1.x.json', 'gone-1'],
    ['an export of another tenant has it', 'out.csv', 'tenant_id,call_id\nglobex,gone-1\n'],
    ['a longer id begins so', 'note.txt', 'gone-12 and xgone-1'],
    ['a call that stays has it as a part', 'note.txt', 'gone-1.5'],
    ['the erasure has its plan', 'erasing/acme.json', 'gone-1'],
  ])('finds nothing when %s', async (_, name, text) => {
    home.landings.record(ACME, landingOf('gone-1.5'));
    home.landings.record(GLOBEX, landingOf('gone-1'));
    await put(name, text);
    expect(await search('gone-1')).toEqual([]);
  });
});

describe('files below the home', () => {
  const isTenant = (text: string): boolean => ['acme', 'globex'].includes(text);
  it.each([
    ['samples/acme/a.json', 'theirs'],
    ['samples/tenant_id=acme/a.json', 'theirs'],
    ['samples/globex/a.json', 'another'],
    ['exports/globex', 'unknown'],
    ['exports/a.csv', 'unknown'],
  ])('%s: %s', (name, owner) => {
    expect(ownerByPath(name, ACME, isTenant)).toBe(owner);
  });
});

describe('the record of the nights and of the checks', () => {
  it('loses the messages that name an erased call, and keeps its figures and its order', async () => {
    const folder = 'curated/etl_runs/tenant_id=acme/period=2026-06';
    const path = `${folder}/n1/part-0.parquet`;
    await mkdir(join(root, folder, 'n1'), { recursive: true });
    await mkdir(join(root, 'curated/_manifests'), { recursive: true });
    const instance = await DuckDBInstance.create(':memory:');
    const connection = await instance.connect();
    await connection.run(
      `COPY (SELECT * FROM (VALUES ('n1', 1, 'no such file (raw/x/call-1.2026.json)'), ('n2', 2, NULL), ('n3', 3, 'disk full'))
         AS t (run_id, landed, error_message)) TO '${join(root, path)}' (FORMAT parquet)`,
    );
    const file = { period: '2026-06', path, rows: 3, bytes: 1, sha256: hashOf('0') };
    const journal = {
      journal_version: 1,
      tenant_id: ACME,
      entries: 3,
      published: null,
      files: [file],
      retired: [],
    };
    await writeFile(join(root, 'curated/_manifests/etl_runs.tenant_id=acme.json'), JSON.stringify(journal));
    const place = journalPlace(root);
    const plan = planOf({ calls: new Set(['call-1']) });
    expect(await place.find(plan)).toBe(1);
    expect(await place.erase(plan)).toBe(1);
    const { files } = await readJournal({ root }, ACME, 'etl_runs');
    expect(files).toMatchObject([{ period: '2026-06', rows: 3 }]);
    const rows = await connection.runAndReadAll(
      `FROM read_parquet('${join(root, files[0]?.path ?? '')}', hive_partitioning = false)`,
    );
    expect(rows.getRowsJS()).toEqual([
      ['n1', 1, HIDDEN_MESSAGE],
      ['n2', 2, null],
      ['n3', 3, 'disk full'],
    ]);
    await expect(readFile(join(root, path))).rejects.toMatchObject({ code: 'ENOENT' });
    expect(await place.erase(plan)).toBe(0);
    connection.closeSync();
    instance.closeSync();
  });

  it.each(['etl_runs', 'check_runs'] as const)('goes as a whole with its tenant: %s', async (table) => {
    const file = join(root, 'curated', table, 'tenant_id=acme/period=2026-06/n1/part-0.parquet');
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, 'x');
    await journalPlace(root).erase(planOf({ selector: { kind: 'all', value: null } }));
    const left = await withParquet(async () => readJournal({ root }, ACME, table));
    expect(left.files).toEqual([]);
    await expect(readFile(file)).rejects.toMatchObject({ code: 'ENOENT' });
  });
});
