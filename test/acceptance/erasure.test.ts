import { randomBytes } from 'node:crypto';
import { copyFile, mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { erase, type Selector } from '../../etl/erase/index.ts';
import { runCommand } from '../../infra/local/cli/main.ts';
import { erasePorts } from '../../infra/local/erase/index.ts';
import { type Home, openHome } from '../../infra/local/home.ts';
import { publishedVersion } from '../../infra/local/lake-session.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import type { TestLake } from '../support/cci.ts';
import {
  copyOf,
  customerOf,
  erasureScene,
  filesWith,
  inboxOf,
  SCENE,
  type SceneCall,
  wordOf,
} from '../support/erasure-scene.ts';

const ACME = parseTenantId('acme');

interface Erased {
  readonly erased: boolean;
  readonly calls: number;
  readonly places: readonly {
    readonly place: string;
    readonly count: number;
    readonly until: string | null;
  }[];
  readonly findings: readonly { readonly place: string; readonly found: number }[];
  readonly proven: boolean;
}

let original: TestLake;
const copies: TestLake[] = [];
beforeAll(async () => {
  original = await erasureScene();
}, 60_000);
afterEach(async () => {
  for (const copy of copies.splice(0)) await copy[Symbol.asyncDispose]();
});
afterAll(() => original[Symbol.asyncDispose]());

async function lakeOfTheScene(): Promise<TestLake> {
  const lake = await copyOf(original);
  copies.push(lake);
  return lake;
}

const eraseWith = (lake: TestLake, ...words: string[]): Promise<Erased> =>
  lake.json<Erased>('erase', '--tenant', 'acme', ...words, '--yes', '--json');

/** Everything that a tenant's tables say, for comparing. */
async function tablesOf(lake: TestLake, tenant: string): Promise<string[]> {
  const rows: string[] = [];
  for (const table of ['calls', 'evaluations', 'criterion_scores', 'turns'])
    for (const row of await lake.rows(tenant, `SELECT * FROM ${table}`)) rows.push(JSON.stringify(row));
  return rows.sort();
}

const idsOf = async (lake: TestLake, tenant: string): Promise<unknown[]> =>
  (await lake.rows(tenant, 'SELECT call_id FROM calls ORDER BY call_id')).flat();

/** Files that can hold an id of acme's: not those in globex's folders, which has the same ids. */
const withoutGlobex = (paths: readonly string[]): string[] =>
  paths.filter((path) => !path.includes('globex'));

/** What is left of a call below the home, as `what: file`. */
async function leftOf(lake: TestLake, call: SceneCall): Promise<string[]> {
  const inDatabase = (path: string): boolean => call.only === null && path.includes('state.sqlite');
  const ids = withoutGlobex(await filesWith(lake.root, call.id)).filter((path) => !inDatabase(path));
  const alike = SCENE.filter(({ id }) => id !== call.id && id.startsWith(call.id));
  // The file of call-0001.5 holds the letters of call-0001.
  const isAlike = async (path: string) =>
    (await Promise.all(alike.map(async ({ id }) => (await filesWith(lake.root, id)).includes(path)))).some(
      Boolean,
    );
  const really = [];
  for (const path of ids) if (!(await isAlike(path))) really.push(`id: ${path}`);
  const words = await filesWith(lake.root, wordOf('acme', call.id));
  const position = SCENE.indexOf(call);
  const paths = await filesWith(lake.root, join('acme', `file-${position}.json`));
  return [...really, ...words.map((path) => `words: ${path}`), ...paths.map((path) => `path: ${path}`)];
}

const theseAre = (...ids: string[]): SceneCall[] => SCENE.filter(({ id }) => ids.includes(id));

describe.each<[string[], SceneCall[], string[]]>([
  [['--call', 'call-0001'], theseAre('call-0001'), []],
  [['--call', 'unshared-0006'], theseAre('unshared-0006'), []],
  [
    ['--customer', customerOf('acme', 'C-77001')],
    theseAre('call-0001', 'call-0003', 'unshared-0006'),
    [customerOf('acme', 'C-77001')],
  ],
  [
    ['--agent', 'agent-ann'],
    theseAre('call-0001', 'call-0002', 'unshared-0006'),
    [customerOf('acme', 'C-77001-never'), customerOf('acme', 'C-77002')],
  ],
  [
    ['--before', '2026-04-01'],
    theseAre('call-0001', 'call-0002', 'unshared-0006'),
    [customerOf('acme', 'C-77002')],
  ],
])('erasing with %j', (words, gone, references) => {
  it('leaves nothing of the calls in any byte below the home, and everything of the others', async () => {
    const lake = await lakeOfTheScene();
    const globex = await tablesOf(lake, 'globex');
    const done = await eraseWith(lake, ...words);
    expect(done).toMatchObject({ erased: true, calls: gone.length, findings: [], proven: true });
    for (const call of gone) expect(await leftOf(lake, call)).toEqual([]);
    for (const reference of references) expect(await filesWith(lake.root, reference)).toEqual([]);
    const staying = SCENE.filter((call) => !gone.includes(call)).map(({ id }) => id);
    expect(await idsOf(lake, 'acme')).toEqual([...staying].sort());
    for (const id of staying) expect(await filesWith(lake.root, wordOf('acme', id))).not.toEqual([]);
    expect(await tablesOf(lake, 'globex')).toEqual(globex);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('erasing a whole tenant', () => {
  it('leaves neither calls nor record, and the other tenant row for row', async () => {
    const lake = await lakeOfTheScene();
    const globex = await tablesOf(lake, 'globex');
    expect(await eraseWith(lake, '--all')).toMatchObject({ calls: SCENE.length, proven: true });
    for (const call of SCENE) expect(await leftOf(lake, call)).toEqual([]);
    expect(await filesWith(lake.root, 'acme-C-')).toEqual([]);
    expect(await lake.json<unknown[]>('tenants', 'list', '--format', 'json')).toMatchObject([
      { tenant_id: 'globex' },
    ]);
    expect(await tablesOf(lake, 'globex')).toEqual(globex);
    expect(await lake.cci('erase', '--verify', '--tenant', 'acme')).toMatchObject({ code: 0 });
    expect(await eraseWith(lake, '--all')).toMatchObject({ proven: true });
  }, 60_000);

  it('holds when the tenant is registered again: its old calls stay out, and new answers are not taken for old ones', async () => {
    const lake = await lakeOfTheScene();
    await eraseWith(lake, '--all');
    await lake.cci('tenants', 'add', 'acme');
    const again = await lake.json('ingest', inboxOf(original, 'acme'), '--tenant', 'acme', '--json');
    expect(again).toMatchObject({ landed: 0, quarantined: 0, erased: 12 });
    await lake.cci('night', '--no-checks');
    expect(await idsOf(lake, 'acme')).toEqual([]);
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('what was erased', () => {
  const only = theseAre('unshared-0006')[0] as SceneCall;
  const position = SCENE.indexOf(only);

  it('does not come in again, whole, cut short or under another id, and nothing of it is kept', async () => {
    const lake = await lakeOfTheScene();
    await eraseWith(lake, '--call', only.id);
    const inbox = inboxOf(original, 'acme');
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

describe('cci erase', () => {
  it('refuses when nobody can be asked and nobody said yes', async () => {
    const lake = await lakeOfTheScene();
    expect(await lake.cci('erase', '--tenant', 'acme', '--call', 'call-0001')).toMatchObject({ code: 64 });
    expect(await idsOf(lake, 'acme')).toContain('call-0001');
  }, 60_000);

  it('shows what goes and asks, and goes on only for the tenant that is typed', async () => {
    const lake = await lakeOfTheScene();
    const said: string[] = [];
    const answering = (answer: string) =>
      runCommand(
        ['erase', '--tenant', 'acme', '--call', 'call-0002'],
        {
          out: (text) => void said.push(text),
          err: (text) => void said.push(text),
          ask: async (question) => {
            said.push(question);
            return answer;
          },
          interactive: true,
          progress: false,
          columns: 120,
        },
        { CCI_HOME: lake.root },
      );
    expect(await answering('y')).toBe(1);
    expect(said.join('')).toMatch(/1 call goes, from:\n {8}1 {2}raw documents\n[\s\S]*nothing was erased/);
    expect(await idsOf(lake, 'acme')).toContain('call-0002');
    expect(await answering('acme')).toBe(0);
    expect(await idsOf(lake, 'acme')).not.toContain('call-0002');
  }, 60_000);

  it.each([
    [['--tenant', 'acme', '--yes'], 64],
    [['--tenant', 'acme', '--call', 'a', '--agent', 'b', '--yes'], 64],
    [['--tenant', 'nobody', '--all', '--yes'], 1],
    [['--call', 'call-0001', '--yes'], 64],
  ])('refuses %j', async (words, code) => {
    expect(await original.cci('erase', ...words)).toMatchObject({ code });
  });

  it('says that nothing is there, and leaves no tombstone, for what nobody knows', async () => {
    const lake = await lakeOfTheScene();
    expect(await eraseWith(lake, '--call', 'never-seen')).toMatchObject({ erased: false, calls: 0 });
    expect(await lake.json('erase', '--verify', '--json')).toMatchObject({
      tenants: [{ tenant_id: 'acme', erasures: 0 }, {}],
    });
  }, 60_000);
});

describe('a retention rule', () => {
  it('is applied by the night, announced, and keeps older calls out', async () => {
    const lake = await lakeOfTheScene();
    const days = Math.ceil((Date.now() - Date.parse('2026-04-15T00:00:00Z')) / 86_400_000);
    await lake.cci('tenants', 'set', 'acme', '--retain-days', String(days));
    const night = await lake.cci('night', '--no-checks');
    expect(night.err).toContain('4 calls from before 2026-04-15 erased');
    expect(await idsOf(lake, 'acme')).toEqual(['call-0001.5', 'call-0004']);
    expect(await lake.json('erase', '--retention', '--yes', '--json')).toMatchObject([
      { tenant_id: 'acme', before: '2026-04-15', erased: false },
    ]);
    const late = join(lake.inbox, 'late');
    await mkdir(late, { recursive: true });
    await writeFile(
      join(late, 'late.json'),
      JSON.stringify({
        format: 'cci-transcript',
        version: 1,
        channel: 'chat',
        call_id: 'late-0001',
        started_at: '2026-04-14T23:00:00Z',
        turns: [{ speaker: 'AGENT', start_ms: 0, text: 'Hello.' }],
      }),
    );
    expect(await lake.json('ingest', late, '--tenant', 'acme', '--json')).toMatchObject({
      landed: 0,
      erased: 1,
    });
    expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
  }, 60_000);
});

describe('an erasure that is killed', () => {
  const selector: Selector = { kind: 'customer', value: customerOf('acme', 'C-77001') };
  const gone = theseAre('call-0001', 'call-0003', 'unshared-0006');

  /** Erases with a home in which the place of that position fails, before or after it did its work. */
  async function killedAt(home: Home, position: number, after: boolean): Promise<unknown> {
    const ports = erasePorts(home);
    const places = ports.places.map((place, at) =>
      at !== position
        ? place
        : {
            ...place,
            erase: async (plan: Parameters<typeof place.erase>[0]) => {
              if (after) await place.erase(plan);
              throw new Error('killed');
            },
          },
    );
    return erase({ ...ports, places }, { tenantId: ACME, selector, now: new Date() }).catch((error) => error);
  }

  it.each([
    [0, false],
    [0, true],
    [1, true],
    [2, true],
    [3, true],
    [4, true],
    [5, true],
    [6, true],
    [7, true],
    [8, true],
  ])(
    'at place %i (done: %s) is finished by the next, whatever that one names',
    async (position, after) => {
      const lake = await lakeOfTheScene();
      const home = openHome(lake.root);
      try {
        expect(await killedAt(home, position, after)).toMatchObject({ message: 'killed' });
      } finally {
        home.close();
      }
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 2 });
      const words = position % 2 === 0 ? ['--customer', selector.value ?? ''] : ['--call', 'call-0002'];
      expect(await eraseWith(lake, ...words)).toMatchObject({ findings: [] });
      for (const call of gone) expect(await leftOf(lake, call)).toEqual([]);
      expect(await lake.cci('erase', '--verify')).toMatchObject({ code: 0 });
    },
    60_000,
  );
});
