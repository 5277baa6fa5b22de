import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test } from 'vitest';
import { bumpView } from '../../sql/bump.ts';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { CatalogBroken } from '../../sql/errors.ts';
import { frozenWith, hashesOf, howToChange } from '../../sql/frozen.ts';
import { deprecatedViewsRead } from '../../sql/lineage/index.ts';
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
    expect(changed, howToChange(changed)).toEqual([]);
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

describe('the next version of a view', () => {
  function published(): string {
    const folder = copied();
    cpSync(`${SQL}frozen.json`, `${folder}/frozen.json`);
    return folder;
  }
  const next = ['marts/score_coverage.v2.sql', 'marts/score_coverage.v2.yml'];

  test('is a copy of the current one, and current from then on', () => {
    const folder = published();
    expect(bumpView(folder, 'score_coverage')).toEqual({ made: next, changed: [] });
    const views = loadCatalog(folder);
    expect(views.view('score_coverage')?.version).toBe(2);
    expect(views.view('score_coverage')?.sql).toBe(views.view('score_coverage_v1')?.sql);
  });

  test('takes a change along that was made in place, and says what to put back', () => {
    const folder = published();
    rewrite(folder, 'marts/score_coverage.v1.sql', (sql) => `${sql}-- changed\n`);
    expect(bumpView(folder, 'score_coverage_v1').changed).toEqual(
      next.map((file) => file.replace('v2', 'v1')),
    );
    expect(readFileSync(`${folder}/marts/score_coverage.v2.sql`, 'utf8')).toContain('-- changed');
  });

  test('is not made of one that is not published, nor of none', () => {
    const folder = published();
    bumpView(folder, 'score_coverage');
    expect(() => bumpView(folder, 'score_coverage')).toThrow(/score_coverage_v2 is not published yet/);
    expect(() => bumpView(folder, 'nothing')).toThrow(CatalogBroken);
  });

  test('is made by the command that the test of published views names', () => {
    expect(howToChange(['call_list_v1', 'qa_scores_v1'])).toContain(
      'node scripts/bump-view.mjs call_list; node scripts/bump-view.mjs qa_scores',
    );
    const ran = spawnSync(process.execPath, [`${SQL}../scripts/bump-view.mjs`, 'nothing'], {
      encoding: 'utf8',
    });
    expect([ran.status, ran.stderr]).toEqual([1, 'sql: there is no view nothing\n']);
  });
});

describe('a deprecated view', () => {
  const deprecated = (use: string) => {
    const folder = copied();
    rewrite(
      folder,
      'marts/score_coverage.v1.yml',
      (yml) => `${yml}\ndeprecated: { since: 2026-11-21, use: ${use}, reason: it counts twice }\n`,
    );
    return loadCatalog(folder);
  };
  const expected = { since: '2026-11-21', use: 'call_list', reason: 'it counts twice' };

  test('says since when, why and what to read in its place', () => {
    const views = deprecated('call_list');
    expect(views.view('score_coverage')?.deprecated).toEqual(expected);
    expect(views.view('call_list')?.deprecated).toBeUndefined();
  });

  test('is named to who reads it, under either name, and to nobody else', () => {
    const views = deprecated('call_list');
    const found = [{ view: 'score_coverage_v1', deprecated: expected }];
    expect(deprecatedViewsRead('SELECT calls FROM score_coverage', views)).toEqual(found);
    expect(deprecatedViewsRead('SELECT 1 FROM lake.score_coverage_v1, call_list', views)).toEqual(found);
    expect(
      deprecatedViewsRead('WITH score_coverage AS (SELECT 1 AS x) SELECT x FROM score_coverage', views),
    ).toEqual([]);
    expect(deprecatedViewsRead('SELECT 1 FROM call_list', views)).toEqual([]);
    expect(deprecatedViewsRead('DROP TABLE score_coverage', views)).toEqual([]);
    expect(deprecatedViewsRead('SELECT calls FROM score_coverage', catalog)).toEqual([]);
  });

  test('cannot point to a view that is not there', () => {
    expect(() => deprecated('call_lists')).toThrow(CatalogBroken);
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
