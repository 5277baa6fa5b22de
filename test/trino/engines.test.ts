import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { SqlError } from '../../sql/errors.ts';
import { BATTERY, BATTERY_ROWS } from '../sql/battery.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { comparable, hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const catalog = loadCatalog();
const PORT = 18_092;
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

describe.skipIf(!hasTrino())('DuckDB and a real Trino agree', () => {
  let home: string;
  let lake: WrittenLake;
  let session: AthenaSession;
  let trino: Trino;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-trino-'));
    lake = await writeLake(BATTERY_ROWS);
    session = await openSession(lake);
    trino = startTrino(home, PORT);
    await mountLake(trino, home, lake, catalog);
  });

  afterAll(() => {
    trino?.stop();
    session?.close();
    lake?.remove();
    rmSync(home, { recursive: true });
  });

  async function agree(sql: string): Promise<number> {
    const theirs = await trino.ask(sql);
    if ('error' in theirs) {
      await expect(session.run(sql), theirs.error).rejects.toThrow(SqlError);
      return 0;
    }
    const { columns, rows } = await session.run(sql);
    expect(comparable(sql, { types: columns.map(({ type }) => type), rows })).toBe(comparable(sql, theirs));
    return rows.length;
  }

  for (const view of catalog.views)
    test(`on ${versionedName(view)}`, async () => {
      expect(await agree(`SELECT * FROM ${versionedName(view)}`)).toBeGreaterThan(0);
    });

  for (const view of catalog.views)
    for (const { promise, violations } of view.invariants)
      test(`that ${versionedName(view)} keeps: ${promise}`, async () => {
        expect(await agree(violations)).toBe(0);
      });

  for (const sql of BATTERY) test(`on ${sql.slice(0, 100)}`, async () => void (await agree(sql)));
});
