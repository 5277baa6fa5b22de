import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { SqlError } from '../../sql/errors.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { comparable, type TrinoAnswer } from '../support/trino.ts';
import { BATTERY, BATTERY_ROWS } from './battery.ts';

interface Recorded {
  readonly sql: string;
  readonly trino: TrinoAnswer;
  readonly version: string;
}

const recorded = readFileSync(new URL('./trino-answers.jsonl', import.meta.url), 'utf8')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Recorded);
let lake: WrittenLake;
let session: AthenaSession;

beforeAll(async () => {
  lake = await writeLake(BATTERY_ROWS);
  session = await openSession(lake);
});

afterAll(() => {
  session.close();
  lake.remove();
});

test('every statement of the battery has a recorded answer', () => {
  expect(
    recorded.map(({ sql }) => sql),
    'run: node scripts/record-trino-answers.mjs',
  ).toEqual(BATTERY);
  expect(recorded.length).toBeGreaterThanOrEqual(100);
});

for (const { sql, trino, version } of recorded)
  test(`as Trino ${version}: ${sql.slice(0, 100)}`, async () => {
    if ('error' in trino) return expect(session.run(sql)).rejects.toThrow(SqlError);
    const { columns, rows } = await session.run(sql);
    expect(comparable(sql, { types: columns.map(({ type }) => type), rows })).toBe(comparable(sql, trino));
  });
