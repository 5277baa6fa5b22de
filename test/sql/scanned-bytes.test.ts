import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { TABLE_NAMES, type TableName } from '../../etl/tables/index.ts';
import { athenaCost } from '../../sql/athena-price.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { SqlRefused } from '../../sql/errors.ts';
import { type GivenRows, type WrittenLake, writeLake } from '../support/lake-files.ts';

const month = (period: string): GivenRows => ({
  calls: Array.from({ length: 300 }, (_, index) => ({
    call_id: `${period}-${index}`,
    call_date: `${period}-${String(10 + (index % 10))}`,
    agent_id: `agent-${index % 7}`,
    turn_count: index,
    issue: `what call ${index} of ${period} was about`,
  })),
  turns: [{ call_id: `${period}-1`, turn_index: 0, text: 'Hello' }],
});

let lakes: WrittenLake[];
let session: AthenaSession;

beforeAll(async () => {
  lakes = [
    await writeLake(month('2026-01'), 'acme', '2026-01'),
    await writeLake(month('2026-02'), 'acme', '2026-02'),
  ];
  const files = Object.fromEntries(
    TABLE_NAMES.map((table) => [table, lakes.flatMap((lake) => lake.files[table])]),
  ) as Record<TableName, string[]>;
  session = await openSession({ tenantId: lakes[0]?.tenantId ?? never(), files });
});

afterAll(() => {
  session.close();
  for (const lake of lakes) lake.remove();
});

const never = (): never => {
  throw new Error('there is a lake');
};
const bytes = (sql: string): Promise<number> => session.scannedBytes(sql);

/** What the footers say, read by hand: the sum of the column chunks of the two files. */
async function chunks(...columns: string[]): Promise<number> {
  const { parquetMetadataAsync, asyncBufferFromFile } = await import('hyparquet');
  let sum = 0;
  for (const lake of lakes) {
    const metadata = await parquetMetadataAsync(await asyncBufferFromFile(lake.files.calls[0] ?? ''));
    for (const group of metadata.row_groups)
      for (const { meta_data } of group.columns)
        if (columns.includes(meta_data?.path_in_schema[0] ?? ''))
          sum += Number(meta_data?.total_compressed_size);
  }
  return sum;
}

describe('the estimate of scanned bytes', () => {
  test('is the size of the column chunks that the query needs', async () => {
    expect(await bytes('SELECT call_id FROM calls')).toBe(await chunks('call_id'));
    expect(await bytes('SELECT call_id FROM calls WHERE turn_count > -1')).toBe(
      await chunks('call_id', 'turn_count'),
    );
    expect(await bytes('SELECT agent_id, count(DISTINCT issue) AS n FROM calls GROUP BY agent_id')).toBe(
      await chunks('agent_id', 'issue'),
    );
  });

  test('is less for one column than for all', async () => {
    expect(await bytes('SELECT call_id FROM calls')).toBeLessThan(await bytes('SELECT * FROM calls'));
  });

  test.each([
    'SELECT count(*) AS n FROM calls',
    'SELECT tenant_id, period, count(*) AS n FROM calls GROUP BY 1, 2',
    'SELECT 1 AS one',
    'SHOW TABLES',
    "SELECT call_id FROM calls WHERE period = '2025-12'",
    "SELECT call_id FROM calls WHERE tenant_id = 'globex'",
    'SELECT text FROM turns WHERE false',
  ])('is nothing for %s', async (sql) => {
    expect(await bytes(sql)).toBe(0);
  });

  test('adds up over tables, over WITH queries that are used twice, and over views', async () => {
    const [calls, turns] = [await bytes('SELECT call_id FROM calls'), await bytes('SELECT text FROM turns')];
    expect(
      await bytes('SELECT c.call_id, t.text FROM calls AS c CROSS JOIN (SELECT text FROM turns) AS t'),
    ).toBe(calls + turns);
    expect(
      await bytes(
        'WITH c AS (SELECT call_id FROM calls) SELECT count(*) FROM c AS a JOIN c AS b USING (call_id)',
      ),
    ).toBe(2 * calls);
    expect(await bytes('SELECT call_id FROM call_list')).toBeGreaterThanOrEqual(calls);
  });

  test('leaves out partitions and row groups that the query cannot need', async () => {
    const all = await bytes('SELECT call_id FROM calls');
    const january = await bytes("SELECT call_id FROM calls WHERE period = '2026-01'");
    expect(january).toBeLessThan(all);
    expect(january).toBeGreaterThan(0);
    expect(await bytes("SELECT call_id FROM calls WHERE period < '2026-02'")).toBe(january);
    const [dates, some] = await Promise.all([
      bytes("SELECT call_id, call_date FROM calls WHERE period = '2026-02'"),
      bytes("SELECT call_id FROM calls WHERE call_date BETWEEN DATE '2026-02-12' AND DATE '2026-02-13'"),
    ]);
    expect(some).toBe(dates);
    expect(await bytes("SELECT call_id FROM calls WHERE call_date = DATE '2026-05-01'")).toBe(0);
    expect(await bytes("SELECT call_id FROM calls WHERE call_id > '2026-02'")).toBeLessThan(all);
    expect(
      await bytes("SELECT call_id FROM calls WHERE call_date < DATE '2026-01-02' OR turn_count = 5"),
    ).toBe(await chunks('call_id', 'call_date', 'turn_count'));
  });

  test('is refused with the statement', async () => {
    await expect(bytes('SELECT nothing FROM calls')).rejects.toThrow(SqlRefused);
  });
});

test('Athena charges whole megabytes, ten at least', () => {
  const megabyte = 1024 ** 2;
  expect(athenaCost(0)).toBeCloseTo((10 * megabyte * 5) / 1024 ** 4, 12);
  expect(athenaCost(10 * megabyte + 1)).toBeCloseTo((11 * megabyte * 5) / 1024 ** 4, 12);
  expect(athenaCost(1024 ** 4, 6)).toBe(6);
});
