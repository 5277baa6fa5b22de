import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { duckdbEngine, TABLE_NAMES, TABLES, type Table } from '../../../etl/index.ts';
import { sealDocument } from '../../../pipeline/contract/index.ts';
import { writeLineFile } from '../../support/line-file.ts';
import { call, criterion, evaluation, temporaryFolder } from './builders.ts';
import { corpus, expectedRows, type WrittenFiles, writeFiles } from './parquet-corpus.ts';
import {
  DECODERS,
  decodeRows,
  type Row,
  readByHyparquet,
  readByParquetJs,
  readByParquetWasm,
} from './read-parquet.ts';

const DOCUMENTS = corpus(120);
const EXPECTED = expectedRows(DOCUMENTS);

let files: WrittenFiles;
beforeAll(async () => {
  files = await writeFiles([...DOCUMENTS].reverse());
  return files.remove;
});

describe.each(TABLE_NAMES)('the file of %s', (table) => {
  const definition: Table = TABLES[table];

  it.each(['snappy', 'zstd'] as const)(
    'holds for hyparquet the rows that were put in, sorted, in %s',
    async (codec) => {
      const rows = await readByHyparquet(files[codec][table]);
      expect(decodeRows(definition, rows, DECODERS.hyparquet)).toEqual(EXPECTED[table]);
    },
  );

  it.each(['snappy', 'zstd'] as const)('holds the same for Arrow by way of Rust, in %s', async (codec) => {
    const rows = await readByParquetWasm(files[codec][table]);
    expect(decodeRows(definition, rows, DECODERS.arrow)).toEqual(EXPECTED[table]);
  });

  it('holds the same for parquetjs-lite, which reads no timestamps', async () => {
    const withoutTimes = (rows: readonly Row[]): Row[] =>
      rows.map((row) =>
        Object.fromEntries(
          Object.entries(row).filter(([name]) => definition.columns[name]?.type !== 'timestamp'),
        ),
      );
    const rows = await readByParquetJs(files.snappy[table], definition);
    expect(withoutTimes(decodeRows(definition, rows, DECODERS.parquetJs))).toEqual(
      withoutTimes(EXPECTED[table]),
    );
  });

  it('has rows to hold', () => {
    expect(EXPECTED[table].length).toBeGreaterThan(1);
  });
});

it('rows beyond one row group arrive whole', async () => {
  const root = await temporaryFolder();
  const criteria = Array.from({ length: 13_000 }, (_, n) => criterion(`c${String(n).padStart(5, '0')}`));
  const documents = Array.from({ length: 10 }, (_, n) =>
    call({ call_id: `call-${n}`, transcript: null, evaluations: [evaluation({ criteria })] }),
  );
  const lines = documents.map(sealDocument);
  await mkdir(join(root, 'spill'));
  const session = await duckdbEngine().open(join(root, 'spill'));
  const writer = await session.begin('UTC');
  await writer.add(writeLineFile(join(root, 'lines'), lines));
  const { tables } = await writer.write((table) => join(root, `${table}.parquet`));
  await writer.close();
  await session.close();
  expect(tables.criterion_scores?.rows).toBe(130_000);
  const read = await readByHyparquet(join(root, 'criterion_scores.parquet'), ['criterion_id', 'call_id']);
  expect(read.map(({ criterion_id, call_id }) => `${criterion_id} ${call_id}`)).toEqual(
    criteria.flatMap(({ id }) => documents.map(({ call_id }) => `${id} ${call_id}`)),
  );
});

it('lines that are no sealed documents are an error that quotes nothing, and the next period is whole', async () => {
  const root = await temporaryFolder();
  const session = await duckdbEngine().open(root);
  const good = corpus(2).slice(1).map(sealDocument);
  const path = join(root, 'lines');
  const writer = await session.begin('UTC');
  const failure = await writer
    .add(writeLineFile(path, ['{"call_id":"secret"', ...good]))
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'parquet_write_failed' });
  expect((failure as Error).message).not.toContain('secret');
  await writer.close();
  const next = await session.begin('UTC');
  await next.add(writeLineFile(path, good));
  const { tables } = await next.write((table) => join(root, `${table}.parquet`));
  expect(tables.calls).toEqual({ rows: 1, days: { '1969-12-31': 1 } });
  await next.close();
  await session.close();
});

it('a row that breaks its table is an error that quotes nothing', async () => {
  const root = await temporaryFolder();
  const session = await duckdbEngine().open(root);
  const [run] = EXPECTED.etl_runs;
  const broken = { ...run, run_id: null, error_message: 'secret' } as never;
  const failure = await session
    .writeRows('etl_runs', [broken], join(root, 'runs.parquet'), [])
    .catch((error: unknown) => error);
  expect(failure).toMatchObject({ code: 'parquet_write_failed' });
  expect((failure as Error).message).not.toContain('secret');
  expect(await session.writeRows('etl_runs', [run as never], join(root, 'again.parquet'), [])).toMatchObject({
    rows: 1,
  });
  await session.close();
});

it('texts of rows that are ready come back as they are, of one as of many, but for half a surrogate pair, which has no UTF-8', async () => {
  const root = await temporaryFolder();
  const session = await duckdbEngine().open(root);
  const [run] = EXPECTED.etl_runs;
  const texts = ["it's", '\\', '"\\u0041"', 'a\nb\u0000c', '😀', '\ud83d!', ''];
  const file = join(root, 'runs.parquet');
  const rows = texts.map((error_message, index) => ({ ...run, run_id: `run ${index}`, error_message }));
  await session.writeRows('etl_runs', rows as never, file, []);
  const written = await readByHyparquet(file);
  expect(written.map(({ error_message }) => error_message)).toEqual(texts.map((text) => text.toWellFormed()));
  for (const [index, row] of rows.entries()) {
    await session.writeRows('etl_runs', [row] as never, file, []);
    expect(await readByHyparquet(file)).toEqual([written[index]]);
  }
  await session.close();
});

it('a session says whether files of calls hold any of some calls, however many are asked for', async () => {
  const root = await temporaryFolder();
  const session = await duckdbEngine().open(root);
  const [held] = DOCUMENTS;
  const others = Array.from({ length: 25_000 }, (_, n) => `it's "another" ${n}`);
  const ask = (...ids: string[]): Promise<boolean> => session.holdAny([files.snappy.calls], ids);
  expect([await ask(), await ask(...others), await ask(...others, held?.call_id ?? '')]).toEqual([
    false,
    false,
    true,
  ]);
  await session.close();
});
