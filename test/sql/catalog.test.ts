import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { CatalogBroken } from '../../sql/errors.ts';
import { frozenWith, hashesOf } from '../../sql/frozen.ts';
import { lakeSchemaText } from '../../sql/schema-text.ts';

const SQL = new URL('../../sql/', import.meta.url).pathname;
const catalog = loadCatalog();
const frozen = JSON.parse(readFileSync(`${SQL}frozen.json`, 'utf8')) as { [view: string]: string };
const folders: string[] = [];

afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true });
});

/** A copy of the views that a test may break. */
function copied(): string {
  const folder = mkdtempSync(join(tmpdir(), 'cci-catalog-'));
  folders.push(folder);
  for (const layer of ['staging', 'marts'])
    cpSync(`${SQL}${layer}`, `${folder}/${layer}`, { recursive: true });
  return folder;
}

function rewrite(folder: string, file: string, change: (text: string) => string): void {
  writeFileSync(`${folder}/${file}`, change(readFileSync(`${folder}/${file}`, 'utf8')));
}

describe('the published views', () => {
  test('stand after the views that they read', () => {
    const names = catalog.views.map(({ name }) => name);
    for (const view of catalog.views)
      for (const needed of view.dependsOn)
        expect(names.indexOf(needed), view.name).toBeLessThan(names.indexOf(view.name));
  });

  test('carry the tenant in every row and as part of their key', () => {
    for (const view of catalog.views) {
      expect(view.columns[0]?.name, view.name).toBe('tenant_id');
      expect(view.key[0], view.name).toBe('tenant_id');
    }
  });

  test('have a case each, unless they only rename', () => {
    for (const view of catalog.views)
      if (view.layer === 'marts') expect(view.cases.length, view.name).toBeGreaterThan(0);
  });

  test('list their columns in the last SELECT', () => {
    for (const view of catalog.views)
      expect(view.sql.slice(view.sql.lastIndexOf('SELECT')), view.name).not.toMatch(/^\s*(\w+\.)?\*/m);
  });

  test('are found with and without their version', () => {
    expect(catalog.view('call_list')).toBe(catalog.view('call_list_v1'));
    expect(catalog.view('call_list_v9')).toBeUndefined();
  });

  test('never change once they are published', () => {
    const hashes = hashesOf(catalog);
    const changed = Object.keys(frozen).filter((name) => hashes[name] !== frozen[name]);
    expect(changed, 'copy the view to its next version and change that; put the old file back').toEqual([]);
    expect(Object.keys(hashes), 'run: node scripts/freeze-views.mjs').toEqual(Object.keys(frozen));
  });

  test('have a TypeScript type that is fresh', () => {
    expect(readFileSync(`${SQL}query/schema.ts`, 'utf8'), 'run: node scripts/generate-lake-schema.mjs').toBe(
      lakeSchemaText(catalog),
    );
  });
});

describe('a changed view', () => {
  test('is noticed, and freezing again does not hide it', () => {
    const folder = copied();
    rewrite(folder, 'marts/score_coverage.v1.sql', (sql) => sql.replace('count(*)', 'count(call_id)'));
    const changed = loadCatalog(folder);
    expect(hashesOf(changed).score_coverage_v1).not.toBe(frozen.score_coverage_v1);
    expect(frozenWith(frozen, changed).score_coverage_v1).toBe(frozen.score_coverage_v1);
  });

  test('becomes current as the next version, and the old one stays', () => {
    const folder = copied();
    for (const end of ['sql', 'yml'])
      cpSync(`${folder}/marts/score_coverage.v1.${end}`, `${folder}/marts/score_coverage.v2.${end}`);
    const two = loadCatalog(folder);
    expect(two.view('score_coverage')?.version).toBe(2);
    expect(two.view('score_coverage_v1')?.version).toBe(1);
    expect(two.current.map(versionedName)).not.toContain('score_coverage_v1');
  });
});

describe('a broken view is refused', () => {
  const breaks: [string, string, (text: string) => string][] = [
    [
      'without a grain',
      'marts/score_coverage.v1.yml',
      (yml) => yml.replace(/^grain: .*/, 'grain: something'),
    ],
    [
      'with a column that has no meaning',
      'marts/score_coverage.v1.yml',
      (yml) => yml.replace(/doc: Calls of the day.*/, 'doc: ""'),
    ],
    [
      'with a key that the schema does not know',
      'marts/score_coverage.v1.yml',
      (yml) => `${yml}\nnotes: hello\n`,
    ],
    [
      'that reads a view which is not there',
      'marts/score_coverage.v1.yml',
      (yml) => yml.replace('[call_list]', '[call_lists]'),
    ],
    [
      'that reads itself',
      'staging/stg_calls.v1.yml',
      (yml) => yml.replace('depends_on: []', 'depends_on: [call_list]'),
    ],
    [
      'with a case of a table which is not there',
      'marts/score_coverage.v1.yml',
      (yml) => yml.replace('      calls:', '      phones:'),
    ],
  ];
  for (const [what, file, change] of breaks)
    test(what, () => {
      const folder = copied();
      rewrite(folder, file, change);
      expect(() => loadCatalog(folder)).toThrow(CatalogBroken);
    });

  test('with a name that has no version', () => {
    const folder = copied();
    cpSync(`${folder}/marts/score_coverage.v1.sql`, `${folder}/marts/score_coverage.sql`);
    expect(() => loadCatalog(folder)).toThrow(CatalogBroken);
  });
});
