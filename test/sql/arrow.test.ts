import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { tableFromIPC } from 'apache-arrow';
import pl from 'nodejs-polars';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { arrowResult, arrowStream, writeArrowFile } from '../../sql/duckdb/arrow/index.ts';
import { type Engine, openEngine } from '../../sql/duckdb/index.ts';
import { protocolRowsOf } from '../support/read-arrow.ts';
import { EVERY_TYPE, valuesOf } from './every-type.ts';

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), 'cci-arrow-'));
beforeAll(async () => {
  engine = await openEngine({ maxRows: 1_000_000 });
  await engine.lock([]);
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

const readArrow = async (sql: string) => arrowResult(await engine.read(sql, () => null, []));

/** A result through a file of Arrow's format, as its own reader gives it. */
async function throughFile(sql: string) {
  const file = join(folder, 'result.arrow');
  await writeArrowFile(await readArrow(sql), file);
  return tableFromIPC(readFileSync(file));
}

describe('a result as Arrow has the values of its rows', () => {
  test.each(EVERY_TYPE)('%s', async (type, values) => {
    const sql = valuesOf(type, values);
    const rows = await engine.run(sql, () => null, []);
    expect(rows.columns[0]?.type).toBe(type);
    const table = await throughFile(sql);
    expect(table.schema.fields[0]?.metadata.get('trino:type')).toBe(type);
    expect(protocolRowsOf(table)).toEqual(rows.rows);
  });

  test('unknown', async () => {
    expect(protocolRowsOf(await throughFile('SELECT NULL AS v'))).toEqual([[null]]);
  });

  test('an instant with its zone is both', async () => {
    const sql = `SELECT v FROM (VALUES (1, TIMESTAMP '2026-03-29 03:30:00.000 Europe/Berlin'), (2, NULL),
      (3, TIMESTAMP '1899-12-31 23:59:59.999 UTC')) AS t (n, v) ORDER BY n`;
    const table = await throughFile(sql);
    expect(table.schema.fields[0]?.metadata.get('trino:type')).toBe('timestamp(3) with time zone');
    expect(protocolRowsOf(table)).toEqual([
      [{ instant: '2026-03-29 01:30:00.000', zone: 'Europe/Berlin' }],
      [null],
      [{ instant: '1899-12-31 23:59:59.999', zone: 'UTC' }],
    ]);
  });
});

/** More rows than a batch holds, with lists that end where no chunk does and NULL in every column. */
const LARGE = `SELECT n, CASE WHEN n % 3 = 0 THEN NULL ELSE concat('text of more than twelve bytes ', CAST(n AS varchar)) END AS t,
  CASE WHEN n % 7 = 0 THEN NULL ELSE sequence(1, n % 5) END AS l,
  CASE WHEN n % 11 = 0 THEN NULL ELSE CAST(ROW(n, NULL) AS row(a bigint, b varchar)) END AS r,
  CASE WHEN n % 2 = 0 THEN NULL ELSE n % 3 = 0 END AS b,
  date_add('millisecond', n, TIMESTAMP '2026-01-05 00:00:00.000') AS at
  FROM (SELECT a * 1000 + b AS n FROM UNNEST(sequence(0, 149)) AS x (a) CROSS JOIN UNNEST(sequence(0, 999)) AS y (b)) ORDER BY n`;

describe('a large result as Arrow', () => {
  test('is made in several batches and has the values of its rows', async () => {
    const { rows } = await engine.run(LARGE, () => null, []);
    const table = await throughFile(LARGE);
    expect([table.numRows, table.batches.length]).toEqual([150_000, 3]);
    const read = protocolRowsOf(table);
    // Compared in one go, the difference of 150,000 rows would be printed.
    expect(read.findIndex((row, index) => JSON.stringify(row) !== JSON.stringify(rows[index]))).toBe(-1);
  });

  test('is read by polars as well', async () => {
    const file = join(folder, 'polars.arrow');
    await writeArrowFile(await readArrow(LARGE), file);
    const frame = pl.readIPC(readFileSync(file));
    expect(frame.shape).toEqual({ height: 150_000, width: 6 });
    expect(frame.getColumn('t').nullCount()).toBe(50_000);
    expect(frame.getColumn('n').sum()).toBe((150_000 * 149_999) / 2);
  });

  test('may be streamed', async () => {
    const parts: Buffer[] = [];
    for await (const part of arrowStream(await readArrow(LARGE))) parts.push(part as Buffer);
    expect(tableFromIPC(Buffer.concat(parts)).numRows).toBe(150_000);
  });

  test('is refused when it has more rows than the session allows', async () => {
    const small = await openEngine({ maxRows: 1000 });
    try {
      await expect(small.read(LARGE, () => null, [])).rejects.toThrow(/more than 1000 rows/);
    } finally {
      small.close();
    }
  });
});

describe('a result as Arrow', () => {
  test('has its columns also when it has no rows', async () => {
    const table = await throughFile("SELECT 1 AS a, ARRAY['x'] AS b WHERE 1 = 2");
    expect(table.numRows).toBe(0);
    expect(table.schema.fields.map(({ name, type }) => `${name} ${type}`)).toEqual([
      'a Int32',
      'b List<Utf8>',
    ]);
    const stream = arrowStream(await readArrow('SELECT 1 AS a WHERE 1 = 2'));
    const parts: Buffer[] = [];
    for await (const part of stream) parts.push(part as Buffer);
    expect(tableFromIPC(Buffer.concat(parts)).schema.fields.map(({ name }) => name)).toEqual(['a']);
  });

  test('is refused when two columns have one name, of which readers would find one', async () => {
    await expect(readArrow("SELECT 1 AS a, 'x' AS a")).rejects.toMatchObject({ code: 'duplicate_column' });
  });

  test('names the fields of rows that have no name by their place', async () => {
    const { schema } = await throughFile("SELECT ROW(1, 'x') AS r");
    expect(String(schema.fields[0]?.type)).toBe('Struct<{field0:Int32, field1:Utf8}>');
  });

  test('holds nothing where there is no value', async () => {
    const table = await throughFile(
      'SELECT nullif(a, 5) AS a FROM (VALUES 5, 6) AS t (a) ORDER BY a NULLS FIRST',
    );
    expect([...(table.getChildAt(0)?.data[0]?.values ?? [])]).toEqual([0, 6]);
  });
});
