import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { TABLES } from '../../../etl/tables/index.ts';
import { loadCatalog } from '../../../sql/catalog.ts';
import { loadChecks } from '../../../sql/checks.ts';
import { CatalogBroken } from '../../../sql/errors.ts';

const SQL = new URL('../../../sql/', import.meta.url).pathname;
const catalog = loadCatalog();
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the checks in which one yml is changed. */
function changed(change: (yml: string) => string): string {
  const folder = mkdtempSync(join(tmpdir(), 'cci-checks-'));
  folders.push(folder);
  cpSync(`${SQL}checks`, `${folder}/checks`, { recursive: true });
  const file = `${folder}/checks/score_out_of_range.yml`;
  writeFileSync(file, change(readFileSync(file, 'utf8')));
  return folder;
}

describe('the checks', () => {
  const checks = loadChecks(catalog);
  const names = checks.map(({ name }) => name);

  it('have names of their own', () => {
    expect(new Set(names).size).toBe(names.length);
  });

  it('look at the tenant, the grain and the promises of every table and current view', () => {
    for (const relation of [...Object.keys(TABLES), ...catalog.current.map(({ name }) => name)])
      expect(names).toEqual(
        expect.arrayContaining([`foreign_rows_in_${relation}`, `duplicates_in_${relation}`]),
      );
    const promises = catalog.current.flatMap(({ invariants }) => invariants.map(({ promise }) => promise));
    const derived = checks.filter(({ name }) => /_promise_\d+$/.test(name));
    expect(derived.map(({ promise }) => promise.replace(/^\w+: /, ''))).toEqual(promises);
  });

  it('take the key from the catalog', () => {
    expect(checks.find(({ name }) => name === 'duplicates_in_turns')?.sql).toMatch(
      /GROUP BY tenant_id, call_id, turn_index\nHAVING/,
    );
  });
});

describe('a broken check is refused', () => {
  it.each([
    ['without what to do', (yml: string) => yml.replace(/^advice: .*$/m, '')],
    ['of another severity', (yml: string) => yml.replace('severity: error', 'severity: fatal')],
    ['with a key that the schema does not know', (yml: string) => `${yml}\nnotes: hello\n`],
    ['that reads what is not there', (yml: string) => yml.replace('[criterion_scores]', '[scores]')],
    ['without a case', (yml: string) => yml.replace(/cases:[\s\S]*$/, 'cases: []\n')],
    ['that no case breaks', (yml: string) => yml.replace(/expect:[\s\S]*$/, 'expect: []\n')],
    [
      'with rows of a table which is not there',
      (yml: string) => yml.replace('      criterion_scores:', '      x:'),
    ],
    ['whose yml is none', (yml: string) => yml.replace('columns:', 'columns: : :')],
  ])('%s', (_, change) => {
    expect(() => loadChecks(catalog, changed(change))).toThrow(CatalogBroken);
  });

  it('and one that is as it was is not', () => {
    expect(
      loadChecks(
        catalog,
        changed((yml) => yml),
      ).length,
    ).toBe(loadChecks(catalog).length);
  });
});
