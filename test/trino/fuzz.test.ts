import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { loadCatalog } from '../../sql/catalog.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import { SqlError } from '../../sql/errors.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';
import { type Engines, grow, judge, randomFrom, shrink, statement, write } from './fuzz.ts';
import { FUZZ_ROWS } from './fuzz-rows.ts';

const PORT = 18_093;
/** The same statements each time; `FUZZ_SEED=… FUZZ_QUERIES=5000` looks elsewhere and longer. */
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_121);
const QUERIES = Number(process.env.FUZZ_QUERIES ?? 300);
if (!hasTrino()) process.stderr.write(`fuzzer skipped: there is no ${TRINO_SCRIPT}\n`);

describe.skipIf(!hasTrino())('generated statements', () => {
  let home: string;
  let lake: WrittenLake;
  let session: AthenaSession;
  let trino: Trino;
  let engines: Engines;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-fuzz-'));
    lake = await writeLake(FUZZ_ROWS);
    session = await openSession(lake);
    trino = startTrino(home, PORT);
    await mountLake(trino, home, lake, loadCatalog());
    engines = { ours: (sql) => answer(session, sql), theirs: (sql) => trino.ask(sql) };
  });

  afterAll(() => {
    trino?.stop();
    session?.close();
    lake?.remove();
    rmSync(home, { recursive: true });
  });

  test(
    `${QUERIES} of seed ${SEED} have Trino's types and values, or are refused`,
    async () => {
      const random = randomFrom(SEED);
      const counts = { same: 0, refused: 0, lazier: 0, different: 0 };
      const differences: string[] = [];
      for (let index = 0; index < QUERIES; index += 1) {
        const tree = random() < 0.6 ? statement(random) : grow('query', 3, random);
        const { kind } = await judge(write(tree), engines);
        counts[kind] += 1;
        if (kind !== 'different' || differences.length > 10) continue;
        const { sql, verdict } = await shrink(tree, engines);
        differences.push(`${sql}\n${JSON.stringify(verdict)}`);
      }
      process.stderr.write(`fuzzer, seed ${SEED}: ${JSON.stringify(counts)}\n`);
      expect(differences.join('\n\n')).toBe('');
      expect(counts.same).toBeGreaterThan(QUERIES / 2);
    },
    QUERIES * 2_000,
  );
});

async function answer(session: AthenaSession, sql: string) {
  try {
    const { columns, rows } = await session.run(sql);
    return { types: columns.map(({ type }) => type), rows };
  } catch (error) {
    if (error instanceof SqlError) return null;
    throw error;
  }
}
