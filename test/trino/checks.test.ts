import { cpSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { TABLE_NAMES } from '../../etl/tables/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { type Check, loadChecks } from '../../sql/checks.ts';
import { type AthenaSession, openSession } from '../../sql/duckdb/index.ts';
import type { Parameter, QueryRunner } from '../../sql/query/index.ts';
import { runChecks } from '../../sql/run-checks.ts';
import { BATTERY_ROWS } from '../sql/battery.ts';
import { type WrittenLake, writeLake } from '../support/lake-files.ts';
import { comparable, hasTrino, startTrino, TRINO_SCRIPT, type Trino } from '../support/trino.ts';
import { mountLake } from '../support/trino-lake.ts';

const catalog = loadCatalog();
const checks = loadChecks(catalog);
const PORT = 18_099;
// Hundreds of queries that wait for each other, on a machine that may be busy.
vi.setConfig({ testTimeout: 900_000, hookTimeout: 600_000 });
if (!hasTrino()) process.stderr.write(`engine tier skipped: there is no ${TRINO_SCRIPT}\n`);

/** Every case of every check, each as a tenant of its own: what one tenant breaks must not show in another. */
const cases = checks
  .flatMap((check) => check.cases.map((each) => ({ check, ...each })))
  .map((each, index) => ({ ...each, tenant: `case-${index}` }));

const filled = (sql: string, parameters: readonly Parameter[] = []): string =>
  parameters.reduce<string>((text, value) => text.replace('?', `'${value}'`), sql);

describe.skipIf(!hasTrino())('DuckDB and a real Trino agree', () => {
  let home: string;
  let trino: Trino;
  const lakes = new Map<string, WrittenLake>();
  let session: AthenaSession | undefined;

  beforeAll(async () => {
    home = mkdtempSync(join(tmpdir(), 'cci-trino-checks-'));
    trino = startTrino(home, PORT);
  });
  afterEach(() => {
    session?.close();
    session = undefined;
  });
  afterAll(() => {
    trino?.stop();
    for (const lake of lakes.values()) lake.remove();
    rmSync(home, { recursive: true, force: true });
  });

  describe('over awkward rows', () => {
    const battery = async (): Promise<AthenaSession> => {
      session = await openSession(lakes.get('acme') as WrittenLake);
      return session;
    };
    const theirs: QueryRunner = {
      run: async (sql, parameters) => {
        const { types, rows } = await trino.must(filled(sql, parameters));
        return { columns: types.map((type) => ({ name: '', type })), rows };
      },
    };

    beforeAll(async () => {
      lakes.set('acme', await writeLake(BATTERY_ROWS));
      await mountLake(trino, home, lakes.get('acme') as WrittenLake, catalog);
    });

    test('on the rows that break each check', async () => {
      const ours = await battery();
      for (const { name, sql, parameters } of checks) {
        const values = parameters.map(() => 'acme');
        const { columns, rows } = await ours.run(sql, values);
        const trinos = await trino.must(filled(sql, values));
        const answer = { types: columns.map(({ type }) => type), rows };
        expect([name, comparable(sql, answer)]).toEqual([name, comparable(sql, trinos)]);
      }
    });

    test('on how many break each, as a night counts them', async () => {
      const ours = await battery();
      const options = { tenantId: (lakes.get('acme') as WrittenLake).tenantId, now: () => 0 };
      expect(await runChecks(theirs, checks, options)).toEqual(await runChecks(ours, checks, options));
    });
  });

  describe('over the cases of the checks', () => {
    beforeAll(async () => {
      rmSync(join(home, 'warehouse'), { recursive: true, force: true });
      for (const { tenant, given } of cases) {
        const lake = await writeLake(given, tenant);
        lakes.set(tenant, lake);
        for (const table of TABLE_NAMES)
          for (const file of lake.files[table]) {
            const folder = join(home, 'warehouse', table, `tenant_id=${tenant}`, 'period=2026-01');
            mkdirSync(folder, { recursive: true });
            cpSync(file, join(folder, 'part-0.parquet'));
          }
      }
      await mountLake(trino, home, await writeLake({}), { ...catalog, views: [] });
    });

    test.each(cases.map((each) => [`${each.check.name}: ${each.name}`, each] as const))(
      'on %s',
      async (_, { check, tenant, expect: expected }) => {
        session = await openSession(lakes.get(tenant) as WrittenLake);
        const { columns, rows } = await session.run(check.sql);
        const own = `SELECT * FROM (\n${check.sql}\n) WHERE tenant_id = '${tenant}'`;
        const ours = comparable(own, { types: columns.map(({ type }) => type), rows });
        expect(ours).toBe(comparable(own, await trino.must(own)));
        expect(rows.length).toBe(expected.length);
      },
    );

    test('on the rows of others, which only a database of many tenants can hold', async () => {
      const foreign = checks.find(({ name }) => name === 'foreign_rows_in_turns') as Check;
      const { rows } = await trino.must(filled(foreign.sql, ['case-0']));
      const others = cases.slice(1).filter(({ given }) => (given.turns ?? []).length > 0);
      expect(rows.map(([tenant]) => tenant).sort()).toEqual(others.map(({ tenant }) => tenant).sort());
    });
  });
});
