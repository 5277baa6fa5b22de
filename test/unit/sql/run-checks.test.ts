import { describe, expect, it } from 'vitest';
import { parseTenantId } from '../../../pipeline/contract/index.ts';
import type { Check } from '../../../sql/checks.ts';
import { QueryFailed } from '../../../sql/errors.ts';
import type { QueryRunner } from '../../../sql/query/index.ts';
import { countSql, runChecks } from '../../../sql/run-checks.ts';

const ACME = parseTenantId('acme');
const check = (name: string, of: string | null, changes: Partial<Check> = {}): Check => ({
  ...{ name, of, promise: name, severity: 'error', owner: 'qa', advice: 'mend it', reads: ['calls'] },
  ...{ sql: `SELECT '${name}' FROM calls`, parameters: [], columns: [], cases: [], ...changes },
});

/** A runner that finds as many rows as told for a check's SQL, and fails on others. */
function runnerOf(found: { readonly [name: string]: number }) {
  const asked: { sql: string; parameters: readonly unknown[] }[] = [];
  const runner: QueryRunner = {
    run: async (sql, parameters = []) => {
      asked.push({ sql, parameters });
      const names = [...sql.matchAll(/SELECT '(\w+)'/g)].map(([, name]) => name ?? '');
      const rows = [
        names.map((name) => {
          if (found[name] === undefined) throw new QueryFailed('division_by_zero', 'sql: no');
          return found[name];
        }),
      ];
      return { columns: [], rows };
    },
  };
  return { runner, asked };
}

describe('checks', () => {
  it('of one table or view are one statement', async () => {
    const { runner, asked } = runnerOf({ a: 0, b: 2, c: 0, d: 1 });
    const checks = [check('a', 'calls'), check('b', 'calls'), check('c', 'turns'), check('d', null)];
    const results = await runChecks(runner, checks, { tenantId: ACME, now: () => 0 });
    expect(results.map(({ check: { name }, passed, violations }) => [name, passed, violations])).toEqual([
      ['a', true, 0],
      ['b', false, 2],
      ['c', true, 0],
      ['d', false, 1],
    ]);
    expect(asked).toHaveLength(3);
    expect(asked[0]?.sql).toMatch(/^SELECT \(SELECT count\(\*\)/);
  });

  it('of a view with promises are counted over rows that are worked out once', () => {
    const sql = countSql([check('a', 'call_list'), check('b', 'call_list'), check('c', 'call_list')]);
    expect(sql).toMatch(/^WITH call_list AS \(SELECT \* FROM call_list\)\nSELECT \(SELECT count\(\*\)/);
  });

  it('that are written by hand are each a statement of their own', async () => {
    const { runner, asked } = runnerOf({ a: 0, b: 0 });
    await runChecks(runner, [check('a', null), check('b', null)], { tenantId: ACME, now: () => 0 });
    expect(asked).toHaveLength(2);
  });

  it('tell which of those in one statement could not be run, and run the others', async () => {
    const { runner } = runnerOf({ a: 0, c: 3 });
    const warning = check('b', 'calls', { severity: 'warning' });
    const results = await runChecks(runner, [check('a', 'calls'), warning, check('c', 'calls')], {
      tenantId: ACME,
      now: () => 0,
    });
    expect(results).toMatchObject([
      { passed: true, violations: 0, errorCode: null },
      { passed: false, severity: 'error', violations: null, errorCode: 'division_by_zero' },
      { passed: false, violations: 3, errorCode: null },
    ]);
  });

  it('are given the tenant for each ?, in their order', async () => {
    const { runner, asked } = runnerOf({ a: 0, b: 0 });
    const foreign = check('a', 'calls', { parameters: ['tenant_id'] });
    await runChecks(runner, [foreign, check('b', 'calls')], { tenantId: ACME, now: () => 0 });
    expect(asked[0]?.parameters).toEqual(['acme']);
  });

  it('share the time of their statement', async () => {
    const { runner } = runnerOf({ a: 0, b: 0 });
    let time = 0;
    const results = await runChecks(runner, [check('a', 'calls'), check('b', 'calls')], {
      tenantId: ACME,
      now: () => {
        time += 50;
        return time;
      },
    });
    expect(results.map(({ durationMs }) => durationMs)).toEqual([25, 25]);
  });

  it('are counted also when their SQL ends with a comment', () => {
    expect(countSql([check('a', null, { sql: 'SELECT 1 -- one\n' })])).toBe(
      'SELECT (SELECT count(*) FROM (\nSELECT 1 -- one\n))',
    );
  });
});
