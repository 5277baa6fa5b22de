import { existsSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { duckdbEngine, type EngineSession, type PeriodKind, type PeriodWriter } from '../../../etl/index.ts';
import { FACT_TABLE_NAMES, FACT_TABLES, type FactTableName } from '../../../etl/tables/index.ts';
import { type CallDocument, sealDocument } from '../../../pipeline/contract/index.ts';
import { writeLineFile } from '../../support/line-file.ts';
import { evaluation, temporaryFolder, turn } from './builders.ts';
import { on } from './night-scene.ts';
import { type Row, readByHyparquet } from './read-parquet.ts';

it('keeps periods apart that begin at the same time', async () => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const add = (writer: PeriodWriter, document: CallDocument): Promise<void> =>
    writer.add(writeLineFile(join(folder, `${document.call_id}.lines`), [sealDocument(document)]));
  const callsOf = async (writer: PeriodWriter, name: string): Promise<unknown[]> => {
    const fileOf = (table: string): string => join(folder, `${name}.${table}.parquet`);
    await writer.write(fileOf);
    await writer.close();
    return (await readByHyparquet(fileOf('calls'))).map(({ call_id }) => call_id);
  };
  const [first, second] = await Promise.all([session.begin('UTC'), session.begin('UTC')]);
  await add(first, on('2026-08-01', 'a'));
  await add(second, on('2026-08-02', 'b'));
  expect(await callsOf(first, 'first')).toEqual(['a']);
  expect(await callsOf(second, 'second')).toEqual(['b']);
  await session.close();
});

it('holds nothing of the documents when the facts are written: the sums are made from files', async () => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const writer = await session.begin('UTC');
  await writer.add(writeLineFile(join(folder, 'a.lines'), [sealDocument(on('2026-08-01', 'a'))]));
  const fileOf = (table: string): string => join(folder, `${table}.parquet`);
  const there: boolean[] = [];
  const { tables } = await writer.write(fileOf, () =>
    there.push(...['calls', 'call_days'].map((table) => existsSync(fileOf(table)))),
  );
  expect(there).toEqual([true, false]);
  expect(tables.call_days?.rows).toBe(1);
  await writer.close();
  await session.close();
});

it('adds up what a call may say, however many calls say it: a silence of an age does not count', async () => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const writer = await session.begin('UTC');
  const silent = (call_id: string, silence_ms: number): Uint8Array => {
    const { transcript, ...rest } = on('2026-08-01', call_id);
    return sealDocument({ ...rest, transcript: transcript && { ...transcript, silence_ms } });
  };
  const lines = Array.from({ length: 1_100 }, (_, n) => silent(`c${n}`, Number.MAX_SAFE_INTEGER));
  await writer.add(writeLineFile(join(folder, 'a.lines'), [...lines, silent('a', 5), silent('b', 7)]));
  const fileOf = (table: string): string => join(folder, `${table}.parquet`);
  await writer.write(fileOf);
  await writer.close();
  await session.close();
  const [{ silence_count, silence_ms_sum } = {}] = await readByHyparquet(fileOf('call_days'));
  expect([silence_count, silence_ms_sum].map(Number)).toEqual([2, 12]);
});

/** A document with turns that say these places, and so many evaluations. */
const documentOf = (
  call_id: string,
  dt: string,
  { turns, evaluations }: { turns: readonly number[]; evaluations: number },
): CallDocument => {
  const [source] = [on(dt, call_id)];
  return on(dt, call_id, 1, {
    transcript: source.transcript && {
      ...source.transcript,
      turns: turns.map((index) => turn(index, `turn ${index} of ${call_id}`)),
    },
    evaluations: Array.from({ length: evaluations }, (_, n) =>
      evaluation({
        evaluation_id: `${call_id}-${n}`,
        attempt: n + 1,
        scored_at: `2026-09-0${n + 1}T00:00:00.000Z`,
      }),
    ),
    key_phrases: [
      { text: `b ${call_id}`, score: 1 },
      { text: `a ${call_id}`, score: null },
    ],
  });
};

const places = fc.oneof(
  fc.nat(4).map((length) => Array.from({ length }, (_, n) => n)),
  fc.uniqueArray(fc.nat(9), { maxLength: 4 }),
);

/** Documents of some calls in any order, cut into line files at any place. */
const periods = fc
  .uniqueArray(
    fc.record({
      id: fc.constantFrom('B', 'a', 'a.1', 'a:1', 'a-1', 'b', 'c10', 'c9'),
      day: fc.constantFrom('2026-08-01', '2026-08-02'),
      turns: places,
      evaluations: fc.nat(3),
      cut: fc.boolean(),
    }),
    { selector: ({ id }) => id, minLength: 1, maxLength: 8 },
  )
  .chain((calls) => fc.tuple(fc.boolean(), fc.constant(calls)))
  .map(([sorted, calls]) =>
    sorted ? calls.toSorted((a, b) => (`${a.day} ${a.id}` < `${b.day} ${b.id}` ? -1 : 1)) : calls,
  );

async function written(
  session: EngineSession,
  folder: string,
  files: readonly (readonly CallDocument[])[],
  kind: PeriodKind,
): Promise<Record<string, readonly Row[]>> {
  const writer = await session.begin('UTC', undefined, kind);
  const fileOf = (table: string): string => join(folder, `${table}.parquet`);
  const lines = files.map((documents, n) =>
    writeLineFile(join(folder, `${n}.lines`), documents.map(sealDocument)),
  );
  await Promise.all(lines.map((file) => writer.add(file)));
  const { tables } = await writer.write(fileOf);
  await writer.close();
  const rows = Object.keys(tables).map(async (table) => [table, await readByHyparquet(fileOf(table))]);
  return Object.fromEntries(await Promise.all(rows));
}

const text = (value: unknown): string =>
  value instanceof Date
    ? value.toISOString()
    : typeof value === 'number'
      ? String(value).padStart(9, '0')
      : String(value);

/** Rows as their table's order wants them, in a period of a kind. */
const sorted = (table: FactTableName, rows: readonly Row[], kind: PeriodKind): Row[] => {
  const { sort, byCall } = FACT_TABLES[table];
  const order: readonly string[] = kind === 'day' ? byCall : sort;
  const keyOf = (row: Row): string => order.map((name) => text(row[name])).join('\u0000');
  return rows.toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
};

it('a period has the same rows in the same order, in however many files and whatever order its documents come', async () => {
  const folder = await temporaryFolder();
  const [roomy, narrow] = await Promise.all([
    duckdbEngine().open(folder),
    duckdbEngine({ heldBytes: 6_000 }).open(folder),
  ]);
  await fc.assert(
    fc.asyncProperty(periods, fc.constantFrom('day', 'month'), async (calls, kind) => {
      const files: CallDocument[][] = [[]];
      for (const { id, day, turns, evaluations, cut } of calls) {
        if (cut && files.at(-1)?.length !== 0) files.push([]);
        files.at(-1)?.push(documentOf(id, day, { turns, evaluations }));
      }
      const whole = await written(roomy, folder, [files.flat()], kind);
      const turns = files.flat().flatMap(({ call_id, started_at, transcript }) =>
        (transcript?.turns ?? []).map(({ index }) => ({
          dt: started_at.slice(0, 10),
          call_id,
          turn_index: index,
        })),
      );
      expect(
        (whole.turns ?? []).map(({ dt, call_id, turn_index }) => ({
          dt: (dt as Date).toISOString().slice(0, 10),
          call_id,
          turn_index,
        })),
      ).toEqual(
        turns.toSorted(
          (a, b) =>
            (a.dt < b.dt ? -1 : a.dt > b.dt ? 1 : 0) ||
            (a.call_id < b.call_id ? -1 : a.call_id > b.call_id ? 1 : 0) ||
            a.turn_index - b.turn_index,
        ),
      );
      for (const table of FACT_TABLE_NAMES)
        expect(whole[table] ?? []).toEqual(sorted(table, whole[table] ?? [], kind));
      expect(await written(roomy, folder, files, kind)).toEqual(whole);
      expect(await written(narrow, folder, files, kind)).toEqual(whole);
    }),
    { numRuns: 12 },
  );
  await Promise.all([roomy.close(), narrow.close()]);
});

it.each([
  ['one row group', 122_880, 'day', 'by call'],
  ['several row groups', 122_881, 'day', 'by type'],
  ['one row group', 2, 'month', 'by type'],
] as const)('entities in %s (%i) of a %s come %s', async (_, count, kind, order) => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const types = Array.from({ length: count }, (_, n) => (n % 2 === 0 ? 'NAME' : 'DATE'));
  const entities = types.map((type) => ({ type, text: 'x', turn: null, score: null }));
  const { entities: rows } = await written(session, folder, [[on('2026-08-01', 'a', 1, { entities })]], kind);
  const found = rows?.map(({ entity_type }) => entity_type);
  expect(found).toEqual(order === 'by call' ? types : types.toSorted());
  await session.close();
});

it('a file of lines that cannot be read fails the period, also beside others that can', async () => {
  const folder = await temporaryFolder();
  const session = await duckdbEngine().open(folder);
  const writer = await session.begin('UTC');
  const good = writeLineFile(join(folder, 'good'), [sealDocument(on('2026-08-01', 'a'))]);
  const bad = writeLineFile(join(folder, 'bad'), ['{"call_id":']);
  const [first, second, third] = await Promise.allSettled([good, bad, good].map((file) => writer.add(file)));
  expect([first?.status, second?.status, third?.status]).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  await writer.close();
  await session.close();
});
