import { afterEach, describe, expect, test } from 'vitest';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { loadChecks } from '../../sql/checks.ts';
import { type AthenaSession, lakeRelations, openSession, translate } from '../../sql/duckdb/index.ts';
import type { QueryResult } from '../../sql/query/index.ts';
import { runChecks } from '../../sql/run-checks.ts';
import { type GivenRows, type WrittenLake, writeLake } from '../support/lake-files.ts';

const catalog = loadCatalog();
const checks = loadChecks(catalog);
const written = checks.filter(({ cases }) => cases.length > 0);
const TENANT = parseTenantId('acme');
const CLOCK = { tenantId: TENANT, now: () => 0 };
let lake: WrittenLake | undefined;
let session: AthenaSession | undefined;

afterEach(() => {
  session?.close();
  lake?.remove();
  session = undefined;
  lake = undefined;
});

async function open(given: GivenRows, tenant = 'acme'): Promise<AthenaSession> {
  lake = await writeLake(given, tenant);
  session = await openSession({ tenantId: TENANT, files: lake.files });
  return session;
}

/** Rows with only the columns that the case names. */
function picked({ columns, rows }: QueryResult, wanted: readonly string[]): object[] {
  const names = columns.map((column) => column.name);
  return rows.map((row) => Object.fromEntries(wanted.map((name) => [name, row[names.indexOf(name)]])));
}

for (const check of written)
  describe(check.name, () => {
    test('has the columns and types that its yml says, and reads what it says', () => {
      const all = lakeRelations(catalog);
      const read = new Set<string>();
      const { columns } = translate(
        check.sql,
        Object.assign(
          (parts: readonly string[]) => {
            const relation = all(parts);
            if (relation) read.add(parts.join('.'));
            return relation;
          },
          { schema: all.schema, names: all.names },
        ) as typeof all,
      );
      expect(columns.map(({ name, type }) => ({ name, type }))).toEqual(
        check.columns.map(({ name, type }) => ({ name, type })),
      );
      expect([...read].sort()).toEqual([...check.reads].sort());
    });

    for (const { name, given, expect: expected } of check.cases)
      test(name, async () => {
        const result = await (await open(given)).run(check.sql);
        expect(result.rows.length, JSON.stringify(result.rows)).toBe(expected.length);
        for (const row of expected) expect(picked(result, Object.keys(row))).toContainEqual(row);
      });
  });

test('an empty lake breaks no promise', async () => {
  const results = await runChecks(await open({}), checks, CLOCK);
  expect(results.filter(({ passed }) => !passed).map(({ check }) => check.name)).toEqual([]);
});

test('what stands twice at the grain of its table is found there and in its view', async () => {
  const twice = { call_id: 'c1', dt: '2026-01-05', turn_index: 0 };
  const files = await open({ turns: [twice, twice, { ...twice, turn_index: 1 }] });
  const found = await runChecks(
    files,
    checks.filter(({ name }) => /^duplicates_in_(turns|stg_turns|calls)$/.test(name)),
    CLOCK,
  );
  expect(found.map(({ check, violations }) => [check.name, violations])).toEqual([
    ['duplicates_in_calls', 0],
    ['duplicates_in_turns', 1],
    ['duplicates_in_stg_turns', 1],
  ]);
});

describe('a check that cannot be run', () => {
  const broken = {
    ...(checks[0] as (typeof checks)[number]),
    severity: 'warning',
    sql: 'SELECT nothing',
  } as const;

  test('is an error with its reason, and does not stop the others', async () => {
    const [first, second] = await runChecks(await open({}), [broken, ...checks.slice(1, 2)], CLOCK);
    expect(first).toMatchObject({ severity: 'error', passed: false, violations: null });
    expect(first?.errorCode).toBe('column_not_found');
    expect(second).toMatchObject({ passed: true, violations: 0, errorCode: null });
  });
});
