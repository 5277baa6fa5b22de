import { globSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withParquet } from '../../infra/local/erase/parquet.ts';
import { writeParquet } from '../../infra/local/parquet-file.ts';
import { arrowResult } from '../../sql/duckdb/arrow/index.ts';
import { type Engine, openEngine } from '../../sql/duckdb/index.ts';
import { openDuckDb } from '../../sql/duckdb/instance/index.ts';

const MARK = '\uFEFF';
const LONG = `${MARK}more than the twelve bytes that lie in a vector`;
const ROOT = fileURLToPath(new URL('../../', import.meta.url));

let engine: Engine;
const folder = mkdtempSync(join(tmpdir(), 'cci-texts-'));
beforeAll(async () => {
  engine = await openEngine();
});
afterAll(() => {
  engine.close();
  rmSync(folder, { recursive: true });
});

const rowsOf = async (sql: string) => (await engine.run(sql, () => null, [])).rows;

describe('a text that begins with U+FEFF', () => {
  it('is what DuckDB has, whatever else is in it', async () => {
    const instance = await openDuckDb();
    const connection = await instance.connect();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 30 }), async (rest) => {
        const text = `${MARK}${rest}`;
        const reader = await connection.runAndReadAll('SELECT $1, hex(encode($1))', [text]);
        expect(reader.getRows()).toEqual([[text, Buffer.from(text).toString('hex').toUpperCase()]]);
      }),
      { numRuns: 50 },
    );
    connection.closeSync();
    instance.closeSync();
  });

  it('is whole in rows, alone and within arrays, rows and maps', async () => {
    const text = "chr(65279) || 'a'";
    expect(
      await rowsOf(`SELECT ${text}, chr(65279), chr(65279) || '${LONG.slice(1)}', ARRAY[${text}],
        MAP(ARRAY[${text}], ARRAY[${text}]), CAST(ROW(${text}) AS row(f varchar))`),
    ).toEqual([[`${MARK}a`, MARK, LONG, [`${MARK}a`], { [`${MARK}a`]: `${MARK}a` }, [`${MARK}a`]]]);
  });

  it('is whole to functions, as in Athena', async () => {
    expect(
      await rowsOf(`SELECT to_hex(to_utf8(chr(65279) || 'x')), url_encode(chr(65279) || 'x'),
        to_hex(sha256(to_utf8(chr(65279)))) = to_hex(sha256(X'EFBBBF')), levenshtein_distance(chr(65279) || 'a', 'a')`),
    ).toEqual([['EFBBBF78', '%EF%BB%BFx', true, 1]]);
  });

  it('is told from the text without it by GROUP BY', async () => {
    const grouped = "SELECT x, count(*) FROM (VALUES chr(65279) || 'a', 'a') AS t (x) GROUP BY x ORDER BY x";
    expect(await rowsOf(grouped)).toEqual([
      ['a', 1],
      [`${MARK}a`, 1],
    ]);
  });

  it('has its bytes in Arrow', async () => {
    const read = await engine.read("SELECT chr(65279) || 'x' AS v", () => null, []);
    const [batch] = [...arrowResult(read).batches()];
    const bytes: Uint8Array = batch?.getChildAt(0)?.data[0]?.values;
    expect(Buffer.from(bytes).toString('hex')).toBe('efbbbf78');
  });

  it('is whole in an exported Parquet file, and found there', async () => {
    const file = join(folder, 'texts.parquet');
    await writeParquet({ columns: [{ name: 'v', type: 'varchar' }], rows: [[LONG]] }, file);
    await withParquet(async (reader) => {
      expect(await reader.distinct(file, 'v')).toEqual([LONG]);
      expect(await reader.count(file, 'v', new Set([LONG.slice(1)]))).toBe(0);
    });
  });
});

it('whatever opens DuckDB does so in the one place that reads texts so, but the engine of the night, which reads ids', () => {
  const files = globSync('{bin,etl,infra,pipeline,reports,sql}/**/*.ts', { cwd: ROOT });
  const opening = files.filter((file) =>
    /DuckDBInstance\.|\.create\(':memory:'/.test(readFileSync(`${ROOT}${file}`, 'utf8')),
  );
  expect(opening.sort()).toEqual(['etl/engines/duckdb/engine.ts', 'sql/duckdb/instance/index.ts']);
});
