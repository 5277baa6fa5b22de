import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type EngineSession,
  type LateRule,
  type NightAccount,
  PERIOD_TABLE_NAMES,
  plannedNights,
  readManifest,
} from '../../../etl/index.ts';
import { journalFile } from '../../../etl/publish/index.ts';
import type { CallDocument } from '../../../pipeline/contract/index.ts';
import {
  ACME,
  bytesOf,
  criterion,
  evaluation,
  keyOf,
  type Lake,
  lakeIn,
  temporaryFolder,
} from './builders.ts';
import { calls, counts, damage, days, lakeWith, night, on, UTC } from './night-scene.ts';
import { type Row, visibleRows } from './read-parquet.ts';

/** Late calls lie apart however few there are. */
const ALWAYS: LateRule = { documents: 1_000, share: 100, worth: 0, fixed: 0 };

const late = async (lake: Lake) => (await readManifest(lake.ports.curated, ACME)).late;
const lateCalls = async (lake: Lake) => (await late(lake))?.periods ?? {};

/** Files of the calls as readers see them, the name of the night left out. */
async function callFiles(lake: Lake): Promise<string[]> {
  const { periods, late } = await readManifest(lake.ports.curated, ACME);
  return [...Object.values(periods), ...(late ? [late] : [])].map(({ files }) => files.calls?.path ?? '');
}

const textOf = (row: Row): string =>
  JSON.stringify(row, (_, value) => (typeof value === 'bigint' ? `${value}n` : value));

/** All rows that readers see, by table, in no order. */
const rowsOf = async (lake: Lake): Promise<string[][]> =>
  Promise.all(
    PERIOD_TABLE_NAMES.map(async (table) => (await visibleRows(lake.ports, ACME, table)).map(textOf).sort()),
  );

/** What readers would see had a single night made it all. */
async function rowsAtOnce(lake: Lake, at: string): Promise<string[][]> {
  const once = await lakeIn(await temporaryFolder());
  for (const [key, bytes] of lake.raw) once.raw.set(key, bytes);
  await night(once, { at });
  return rowsOf(once);
}

/** A document that was processed on that day of August at noon. */
const processed = (day: number, dt: string, id: string): CallDocument =>
  on(dt, id, 1, { revision: `202608${String(day).padStart(2, '0')}T120000000Z-00000001` });

describe('a call that comes late', () => {
  const AT = '2026-08-03T02:00:00.000Z';

  it('lies apart, and its period is not written again', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    const before = await callFiles(lake);
    lake.put(on('2026-07-01', 'c'), on('2026-08-01', 'd'));
    const account = await night(lake, { late: ALWAYS });
    expect(days(account)).toEqual([
      ['acme', '2026-07-01', 1, 1, 0, 0, true],
      ['acme', '2026-08-01', 1, 1, 0, 0, true],
    ]);
    const files = await callFiles(lake);
    expect(files.slice(0, 2)).toEqual(before);
    expect(files[2]).toMatch(/^curated\/calls\/tenant_id=acme\/period=late\//);
    expect(await calls(lake)).toEqual(['a1', 'b1', 'c1', 'd1']);
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
    expect(await night(lake, { late: ALWAYS })).toMatchObject({ documents_in: 0, days: [] });
  });

  it('lies with those that came late before, which are written again with it', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'));
    await night(lake, { late: ALWAYS });
    lake.put(on('2026-08-01', 'd'));
    expect(counts(await night(lake, { late: ALWAYS }))).toEqual([2, 2, 0, 0, true]);
    expect(await lateCalls(lake)).toEqual({ '2026-07': 1, '2026-08-01': 1 });
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
  });

  it('is gathered into its month when that closes', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'), on('2026-08-01', 'd'));
    await night(lake, { late: ALWAYS });
    const account = await night(lake, { at: '2026-09-01T02:00:00Z', late: ALWAYS });
    expect(counts(account)).toEqual([3, 3, 0, 0, true]);
    expect(await lateCalls(lake)).toEqual({ '2026-07': 1 });
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, '2026-09-01T02:00:00Z'));
  });

  it('is gathered when too many lie apart', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'), on('2026-07-01', 'd'), on('2026-08-01', 'e'));
    const rule = { ...ALWAYS, documents: 2 };
    await night(lake, { late: rule });
    expect(await lateCalls(lake)).toEqual({ '2026-07': 2, '2026-08-01': 1 });
    await night(lake, { late: rule });
    expect(await lateCalls(lake)).toEqual({ '2026-08-01': 1 });
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
  });

  it('is written into its period when that holds what does not stand any more', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-07-02', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'a', 2), on('2026-07-01', 'c'));
    expect(counts(await night(lake, { late: ALWAYS }))).toEqual([4, 3, 1, 0, true]);
    expect(await late(lake)).toBeUndefined();
  });

  it('is written into its period when another call of that has gone', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-07-02', 'b'));
    await night(lake);
    lake.raw.delete(keyOf(on('2026-07-01', 'a')));
    lake.put(processed(4, '2026-07-02', 'c'));
    await night(lake, { at: '2026-08-05T02:00:00Z', late: ALWAYS });
    expect(await calls(lake)).toEqual(['b1', 'c1']);
  });

  it('is written into its period when that was made by another clock', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    lake.put(on('2026-07-02', 'c'));
    const tenants = [{ ...UTC, time_zone: 'Asia/Tokyo' }];
    expect(counts(await night(lake, { tenants, late: ALWAYS }))).toEqual([2, 2, 0, 0, true]);
    expect(await late(lake)).toBeUndefined();
  });

  it('is written into its period when an older document of it came too, which nobody has counted', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    lake.put(on('2026-07-02', 'c', 1), on('2026-07-02', 'c', 2));
    expect(counts(await night(lake, { late: ALWAYS }))).toEqual([3, 2, 1, 0, true]);
    expect(await late(lake)).toBeUndefined();
  });

  it('is scored again where it lies', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-07-02', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'));
    await night(lake, { late: ALWAYS });
    lake.put(on('2026-07-01', 'c', 2));
    await night(lake, { late: ALWAYS });
    expect((await calls(lake)).sort()).toEqual(['a1', 'b1', 'c2']);
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
  });

  it('that is damaged is quarantined, and stays so', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    damage(lake, on('2026-07-02', 'c'));
    expect(days(await night(lake, { late: ALWAYS }))).toEqual([['acme', '2026-07-02', 1, 0, 0, 1, true]]);
    expect(await late(lake)).toBeUndefined();
    expect(await night(lake, { late: ALWAYS })).toMatchObject({ documents_in: 0, days: [] });
  });

  it('is written into its period when late files, or sums over them, cannot be written', async () => {
    type Fail = (session: EngineSession) => Partial<EngineSession>;
    const failures: Fail[] = [
      () => ({ writeSums: () => Promise.reject(new Error('no room')) }),
      ({ begin }) => ({
        begin: (zone, range, kind) =>
          kind === 'late' ? Promise.reject(new Error('no room')) : begin(zone, range, kind),
      }),
    ];
    for (const fail of failures) {
      const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
      await night(lake);
      lake.put(on('2026-08-01', 'c'));
      await night(lake, { late: ALWAYS });
      lake.put(on('2026-07-01', 'd'));
      const { open } = lake.ports.engine;
      lake.ports.engine.open = async (spill) => {
        const session = await open(spill);
        return { ...session, ...fail(session) };
      };
      const account = await night(lake, { late: ALWAYS });
      expect(account).toMatchObject({ balanced: true, documents_in: 2 });
      lake.ports.engine.open = open;
      await night(lake, { late: ALWAYS });
      expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
    }
  });

  it('stays with its period when that is to go and another one fails', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'), on('2026-08-01', 'd'));
    await night(lake, { late: ALWAYS });
    for (const call of ['a', 'c']) lake.raw.delete(keyOf(on('2026-07-01', call)));
    lake.put(on('2026-08-02', 'e'));
    lake.ports.raw.read = () => Promise.reject(new Error('no disk'));
    const account = await night(lake, { late: ALWAYS });
    expect(account.errors.map(({ period, code }) => [period, code])).toEqual([
      ['2026-08-02', 'internal_error'],
      ['late', 'held_back'],
    ]);
    expect(await calls(lake)).toEqual(['a1', 'b1', 'c1', 'd1']);
  });

  it('is gathered from its files, and read again only when these cannot be read', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'), on('2026-08-01', 'd'));
    await night(lake, { late: ALWAYS });
    const { read } = lake.ports.raw;
    const asked: string[] = [];
    lake.ports.raw.read = (key) => {
      asked.push(key.replace(/.*\/(\w+)\..*/, '$1'));
      return read(key);
    };
    lake.put(on('2026-07-01', 'a', 2));
    await night(lake, { late: ALWAYS });
    expect(asked).toEqual(['a']);
    const path = (await late(lake))?.files.calls?.path ?? '';
    await writeFile(join(lake.ports.curated.root, path), 'torn');
    lake.put(on('2026-07-01', 'e'));
    asked.splice(0);
    expect((await night(lake, { late: ALWAYS })).balanced).toBe(true);
    expect(asked.sort()).toEqual(['b', 'd', 'e']);
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
  });

  it('does not stay away from a period whose files cannot be read and whose last call is gone', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'), on('2026-08-01', 'b'));
    damage(lake, on('2026-07-02', 'd'));
    await night(lake);
    const { periods } = await readManifest(lake.ports.curated, ACME);
    await writeFile(join(lake.ports.curated.root, periods['2026-07']?.files.calls?.path ?? ''), 'torn');
    lake.raw.delete(keyOf(on('2026-07-01', 'a')));
    expect((await night(lake, { late: ALWAYS })).balanced).toBe(true);
    expect(await calls(lake)).toEqual(['b1']);
  });

  it('is recorded by the next night when the one that published it was killed before', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    const journal = journalFile(lake.ports.curated.root, ACME, 'etl_runs');
    const before = await readFile(journal);
    lake.put(on('2026-07-02', 'c'));
    const { run_id } = await night(lake, { late: ALWAYS });
    await writeFile(journal, before);
    await night(lake);
    const rows = (await visibleRows(lake.ports, ACME, 'etl_runs')).filter((row) => row.run_id === run_id);
    const ofDay = rows.filter(({ dt, table_name }) => dt instanceof Date && table_name === null);
    expect(ofDay.map(({ dt, landed }) => [(dt as Date).toISOString().slice(0, 10), Number(landed)])).toEqual([
      ['2026-07-02', 1],
    ]);
  });

  it('changes of a month the sums of its day and agent, when it comes and when it goes', async () => {
    const by = (id: string | null, dt: string, call: string): CallDocument =>
      on(dt, call, 1, { agent: { id, name: null, team: null, origin: 'metadata' } });
    const lake = await lakeWith(
      by('ann', '2026-07-01', 'a'),
      by('ben', '2026-07-01', 'b'),
      by(null, '2026-07-01', 'n'),
      by(null, '2026-07-02', 'o'),
    );
    await night(lake);
    lake.put(by('ben', '2026-07-01', 'c'), by(null, '2026-07-02', 'p'));
    await night(lake, { late: ALWAYS });
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
    lake.raw.delete(keyOf(by('ben', '2026-07-01', 'c')));
    lake.put(by('ann', '2026-07-03', 'd'));
    await night(lake, { late: ALWAYS });
    expect(await lateCalls(lake)).toEqual({ '2026-07': 2 });
    expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, AT));
  });

  it('leaves small lakes as they were: to write them again costs no more', async () => {
    const lake = await lakeWith(on('2026-07-01', 'a'));
    await night(lake);
    lake.put(on('2026-07-01', 'c'));
    await night(lake);
    expect(await late(lake)).toBeUndefined();
    expect((await readManifest(lake.ports.curated, ACME)).manifest_version).toBe(1);
  });
});

describe('cci night --plan says so before', () => {
  const planned = async (lake: Lake, at: string, rule = ALWAYS) => {
    const { tenants } = await plannedNights(lake.ports, {
      tenants: [UTC],
      now: () => new Date(at),
      late: rule,
    });
    const [tenant] = tenants;
    const writes = tenant?.writes.map(({ period, read, kept, apart, replaces }) => [
      period,
      read,
      kept,
      apart,
      replaces,
    ]);
    return { writes, retires: tenant?.retires };
  };

  it('of calls that would lie apart, of those that lie there, and of those that go', async () => {
    const lake = await lakeWith(processed(1, '2026-07-01', 'a'), processed(1, '2026-08-01', 'b'));
    await night(lake, { at: '2026-08-03T02:00:00Z' });
    lake.put(processed(3, '2026-07-01', 'c'), processed(3, '2026-08-01', 'd'));
    const two = '2026-08-04T02:00:00Z';
    expect(await planned(lake, two)).toEqual({
      writes: [
        ['2026-07', 0, 0, 1, 2],
        ['2026-08-01', 0, 0, 1, 2],
        ['late', 2, 0, 0, 0],
      ],
      retires: [],
    });
    expect(counts(await night(lake, { at: two, late: ALWAYS }))).toEqual([2, 2, 0, 0, true]);
    expect(await planned(lake, two)).toEqual({ writes: [], retires: [] });
    lake.put(processed(4, '2026-07-02', 'e'));
    const three = '2026-08-05T02:00:00Z';
    const factFiles = Object.keys((await late(lake))?.files ?? {}).length;
    expect(await planned(lake, three)).toEqual({
      writes: [
        ['2026-07', 0, 0, 2, 2],
        ['late', 1, 2, 0, factFiles],
      ],
      retires: [],
    });
    expect(counts(await night(lake, { at: three, late: ALWAYS }))).toEqual([3, 3, 0, 0, true]);
    const gathered = await planned(lake, three, { ...ALWAYS, documents: 1 });
    expect(gathered.writes?.map(([period, read, kept]) => [period, read, kept])).toEqual([
      ['2026-07', 0, 3],
      ['2026-08-01', 0, 2],
    ]);
    expect(gathered.retires).toEqual([{ period: 'late', files: factFiles }]);
  });
});

const DAYS = ['2026-06-30', '2026-07-01', '2026-07-31', '2026-08-01', '2026-08-02'];
const IDS = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j'];

const news = fc.record({
  call: fc.constantFrom(...IDS),
  day: fc.constantFrom(...DAYS),
  kind: fc.constantFrom('good', 'good', 'good', 'good', 'unscored', 'broken', 'removed'),
  /** Whether it was processed since the night before, as its name tells then. */
  fresh: fc.boolean(),
  agent: fc.constantFrom('a-1', 'a-2', null),
});
type News = typeof news extends fc.Arbitrary<infer T> ? T : never;

const scene = fc.record({
  news: fc.array(news, { maxLength: 4 }),
  /** How many may lie apart. */
  documents: fc.constantFrom(2, 1_000),
  since: fc.option(fc.constantFrom(...DAYS), { nil: undefined, freq: 8 }),
  closes: fc.constantFrom(false, false, false, true),
});

/** A document as the `n`th to come, processed then or long before. */
function document({ call, day, kind, fresh, agent }: News, n: number, at: string): CallDocument {
  const digits = String(n).padStart(8, '0');
  const time = fresh ? `${at.slice(0, 13).replace(/-/g, '')}0${digits.slice(-8)}` : `20260101T0${digits}`;
  return on(day, call, n, {
    revision: `${time}Z-${digits}`,
    queue: `${day} ${n % 2}`,
    agent: { id: agent, name: null, team: 'north', origin: 'metadata' },
    evaluations:
      kind === 'unscored' ? [] : [evaluation({ attempt: n, criteria: [criterion('greet', { score: n })] })],
  });
}

/** What happens to the raw documents between two nights: nothing is ever changed, some go. */
function deliver(lake: Lake, one: News, n: number, at: string): void {
  const made = document(one, n, at);
  const ofCall = [...lake.raw.keys()].filter((key) => key.includes(`/${one.call}.`));
  if (one.kind === 'removed') for (const key of ofCall) lake.raw.delete(key);
  else if (one.kind === 'broken') damage(lake, made);
  else lake.raw.set(keyOf(made), bytesOf(made));
}

function expectBalanced(account: NightAccount): void {
  expect(account.errors).toEqual([]);
  for (const of of [account, ...account.days]) {
    expect(of.balanced).toBe(true);
    expect(of.documents_in).toBe(of.landed + of.superseded + of.quarantined);
    expect(of.rows.calls).toBe(of.landed);
  }
}

it('whatever happens over some nights, readers see what a single night would have made', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(scene, { minLength: 2, maxLength: 5 }), async (scenes) => {
      const lake = await lakeIn(await temporaryFolder());
      for (const [i, call] of IDS.slice(0, 6).entries())
        deliver(
          lake,
          { call, day: DAYS[i % DAYS.length] ?? '', kind: 'good', fresh: false, agent: 'a-1' },
          1,
          '',
        );
      await night(lake, { at: '2026-08-03T01:00:00Z' });
      for (const [i, { news, documents, since }] of scenes.entries()) {
        const month = scenes.slice(0, i + 1).some(({ closes }) => closes) ? '09' : '08';
        const at = `2026-${month}-03T0${i + 3}:00:00Z`;
        const arrived = `2026-${month}-03T0${i + 2}:00:00Z`;
        for (const [j, one] of news.entries()) deliver(lake, one, 2 + i * 10 + j, arrived);
        const rule = { ...ALWAYS, documents };
        expectBalanced(await night(lake, { at, late: rule, ...(since !== undefined && { since }) }));
        expect(await rowsOf(lake)).toEqual(await rowsAtOnce(lake, at));
        expectBalanced(await night(lake, { at, late: rule }));
        expect(await night(lake, { at, late: rule })).toMatchObject({ documents_in: 0, days: [] });
      }
    }),
    { numRuns: 3 },
  );
}, 120_000);
