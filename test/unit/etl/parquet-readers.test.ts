import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import {
  type ColumnType,
  type Compression,
  type CriterionScoreRow,
  duckdbEngine,
  type ShapedCall,
  shapeCall,
  TABLE_NAMES,
  TABLES,
  type Table,
  type TableName,
} from '../../../etl/index.ts';
import { call, criterion, evaluation, revision, temporaryFolder, turn } from './builders.ts';
import { type Row, readByHyparquet, readByParquetJs } from './read-parquet.ts';

const TEXTS = [
  '',
  'plain',
  'ünïcode 😀 日本',
  'line\nbreak\ttab',
  'quote \' and " and \\',
  'nul \0 inside',
  'x'.repeat(5000),
];

/** Calls whose values are as unlike each other as the tables allow. */
function corpus(size: number): ShapedCall[] {
  return Array.from({ length: size }, (_, n) => {
    const text = TEXTS[n % TEXTS.length] ?? '';
    const evidence = [
      { turn: 0, start_ms: null, offset: null, quote: text, verified: false },
      { turn: 1, start_ms: -5, offset: 2, quote: 'second', verified: true },
    ].slice(0, n % 3);
    const criteria = [
      criterion('greet', { evidence, score: null, outcome: 'undetermined' }),
      criterion('close', { score: 0.1 + n, reason: text, confidence: 1 }),
    ];
    const document = call({
      call_id: `call-${n}`,
      revision: revision(n),
      started_at: new Date(
        Date.parse('1969-12-31T23:59:59.999Z') + Math.floor(n / 9) * 86_400_001,
      ).toISOString(),
      duration_seconds: n % 2 === 0 ? null : n / 3,
      agent:
        n % 4 === 0
          ? null
          : {
              id: `a-${n % 5}`,
              name: text === '' ? null : text.slice(0, 20),
              team: null,
              origin: 'metadata',
            },
      categories: TEXTS.slice(0, n % 4),
      transcript:
        n % 7 === 0
          ? null
          : {
              turns: [
                turn(0, text, { start_ms: null, end_ms: null }),
                turn(1, 'b', { start_ms: -(2 ** 52) }),
              ],
              speaker_roles: { origin: 'none', confidence: 0 },
              talk_time_ms: null,
              silence_ms: 2 ** 40,
              interruptions: 2 ** 31 - 1,
            },
      evaluations: n % 5 === 0 ? [] : [evaluation({ criteria, percentage: n % 2 ? 0 : null })],
    });
    return shapeCall(document, 'Asia/Kolkata');
  });
}

async function write(
  shaped: readonly ShapedCall[],
  compression?: Compression,
): Promise<Record<TableName, string>> {
  const root = await temporaryFolder();
  await mkdir(join(root, 'spill'));
  const session = await duckdbEngine(compression ? { compression } : {}).open(join(root, 'spill'));
  const writer = await session.begin();
  for (const rows of shaped) for (const table of TABLE_NAMES) await writer.append(table, rows[table]);
  const paths = TABLE_NAMES.map((table) => [table, join(root, table, 'part-0.parquet')] as const);
  for (const [table, path] of paths) {
    const { rows } = await writer.write(table, path);
    expect(rows).toBe(shaped.flatMap((one) => [...one[table]]).length);
  }
  await writer.close();
  await session.close();
  return Object.fromEntries(paths) as Record<TableName, string>;
}

type Decode = (type: ColumnType, value: unknown) => unknown;

/** From what a reader gives for dates, timestamps and bigints to the values of row types. */
const scalar: Decode = (type, value) => {
  if (value === null || value === undefined) return null;
  if (type === 'date') return (value as Date).toISOString().slice(0, 10);
  if (type === 'timestamp') return (value as Date).toISOString();
  return type === 'bigint' ? Number(value) : value;
};

/** parquetjs-lite gives dictionary-coded numbers as text. */
const scalarOfParquetJs: Decode = (type, value) =>
  type === 'integer' || type === 'double'
    ? scalar(type, value === null || value === undefined ? null : Number(value))
    : scalar(type, value);

const decodeRows = (table: TableName, rows: readonly Row[], decode: Decode): Row[] =>
  rows.map((row) =>
    Object.fromEntries(
      Object.entries(TABLES[table].columns).map(([name, { type }]) => [name, decode(type, row[name])]),
    ),
  );

const fromHyparquet: Decode = (type, value) => {
  if (typeof type === 'string' || value === null || value === undefined) return scalar(type, value);
  if ('array' in type) return (value as unknown[]).map((item) => fromHyparquet(type.array, item));
  return Object.fromEntries(
    Object.entries(type.row).map(([name, field]) => [name, fromHyparquet(field, (value as Row)[name])]),
  );
};

/** parquetjs-lite shows lists as they are stored: `{list: [{element: …}]}`. */
const fromParquetJs: Decode = (type, value) => {
  if (typeof type === 'string' || value === null || value === undefined)
    return scalarOfParquetJs(type, value);
  if ('array' in type) {
    const { list = [] } = value as { list?: { element: unknown }[] };
    return (list ?? []).map(({ element }) => fromParquetJs(type.array, element));
  }
  return Object.fromEntries(
    Object.entries(type.row).map(([name, field]) => [name, fromParquetJs(field, (value as Row)[name])]),
  );
};

/** Rows in the order that the table promises: its sort columns, then its key; NULL last. */
function sorted(table: TableName, shaped: readonly ShapedCall[]): Row[] {
  const { sort, key } = TABLES[table];
  const compare = (a: Row, b: Row): number => {
    for (const name of [...sort, ...key]) {
      const [x, y] = [a[name] ?? null, b[name] ?? null] as (string | number | null)[];
      if (x === y) continue;
      if (x === null || y === null || x === undefined || y === undefined) return x === null ? 1 : -1;
      return x < y ? -1 : 1;
    }
    return 0;
  };
  return shaped.flatMap((one): Row[] => [...one[table]]).sort(compare);
}

const typeOf = (table: TableName, name: string): ColumnType | undefined =>
  (TABLES[table] as Table).columns[name]?.type;

describe.each(TABLE_NAMES)('the file of %s', (table) => {
  it('holds for hyparquet the rows that were put in, sorted', async () => {
    const shaped = corpus(120);
    const files = await write([...shaped].reverse());
    expect(decodeRows(table, await readByHyparquet(files[table]), fromHyparquet)).toEqual(
      sorted(table, shaped),
    );
  });

  it('holds for parquetjs-lite the rows that were put in, sorted', async () => {
    const shaped = corpus(120);
    const files = await write(shaped);
    const withoutTimes = (rows: readonly Row[]): Row[] =>
      rows.map((row) =>
        Object.fromEntries(Object.entries(row).filter(([name]) => typeOf(table, name) !== 'timestamp')),
      );
    const read = decodeRows(table, await readByParquetJs(files[table], TABLES[table]), fromParquetJs);
    expect(withoutTimes(read)).toEqual(withoutTimes(sorted(table, shaped)));
  });

  it('holds the same rows in zstd', async () => {
    const shaped = corpus(30);
    const files = await write(shaped, 'zstd');
    expect(decodeRows(table, await readByHyparquet(files[table]), fromHyparquet)).toEqual(
      sorted(table, shaped),
    );
  });
});

it('rows beyond one chunk and one row group arrive whole', async () => {
  const [one] = corpus(2).slice(1);
  const row = one?.criterion_scores[0] as CriterionScoreRow;
  const rows = Array.from({ length: 130_000 }, (_, n) => ({
    ...row,
    call_id: `call-${String(n).padStart(6, '0')}`,
  }));
  const root = await temporaryFolder();
  const session = await duckdbEngine().open(root);
  const writer = await session.begin();
  await writer.append('criterion_scores', rows);
  const file = join(root, 'part-0.parquet');
  expect((await writer.write('criterion_scores', file)).rows).toBe(130_000);
  await writer.close();
  await session.close();
  const read = await readByHyparquet(file, ['call_id']);
  expect(read.map(({ call_id }) => call_id)).toEqual(rows.map(({ call_id }) => call_id));
});

it('a row that breaks the table is an error that quotes nothing', async () => {
  const session = await duckdbEngine().open(await temporaryFolder());
  const writer = await session.begin();
  const broken = corpus(1).flatMap(({ calls }) =>
    calls.map((row) => ({ ...row, call_id: null as unknown as string, issue: 'secret' })),
  );
  await writer.append('calls', broken);
  const failure = await writer
    .write('calls', join(await temporaryFolder(), 'part-0.parquet'))
    .catch((error) => error);
  expect(failure).toMatchObject({ code: 'parquet_write_failed' });
  expect(failure.message).not.toContain('secret');
  await writer.close();
  const next = await session.begin();
  await next.append(
    'calls',
    corpus(1).flatMap(({ calls }) => calls),
  );
  expect(await next.write('calls', join(await temporaryFolder(), 'part-0.parquet'))).toMatchObject({
    rows: 1,
  });
  await next.close();
  await session.close();
});
