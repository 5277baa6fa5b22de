import { describe, expect, test } from 'vitest';
import { TABLE_NAMES } from '../../../etl/tables/index.ts';
import { type Catalog, loadCatalog, type View, versionedName } from '../../../sql/catalog.ts';
import { docsSite, type LakeFacts } from '../../../sql/docs/index.ts';

const catalog = loadCatalog();
const site = docsSite(catalog);
const page = (name: string, from = site): string => from.get(`${name}.html`) ?? '';
const rowOf = (html: string, column: string): string =>
  new RegExp(`<tr id="c-${column}">.*?</tr>`, 's').exec(html)?.[0] ?? '';
const plain = (html: string): string =>
  html
    .replace(/<[^>]*>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();

/** A catalog in which a view has a second version, and the first one is deprecated. */
function withSecondVersion(name: string): Catalog {
  const first = catalog.view(name) as View;
  const deprecated = { since: '2026-11-21', use: `${name}_v2`, reason: 'counts <twice>' };
  const old: View = { ...first, deprecated };
  const next: View = { ...first, version: 2, file: first.file.replace('v1', 'v2') };
  const views = catalog.views.flatMap((view) => (view === first ? [old, next] : [view]));
  const find = (named: string) =>
    named === `${name}_v1` ? old : named === name || named === `${name}_v2` ? next : catalog.view(named);
  return { views, current: views.filter((view) => view !== old), view: find };
}

describe('the pages', () => {
  test('are one for each table and each version of a view', () => {
    const names = [...TABLE_NAMES, ...catalog.views.map(versionedName)];
    for (const name of names) expect(page(name), name).toContain(`<h1>${name}</h1>`);
    expect(site.size).toBe(names.length + 4);
  });

  test('link to pages and columns that there are', () => {
    const anchors = new Map(
      [...site].map(([name, html]) => [
        name,
        new Set([...html.matchAll(/ id="([^"]*)"/g)].map(([, id]) => id ?? '')),
      ]),
    );
    let links = 0;
    for (const [name, html] of site)
      for (const [, href = ''] of name.endsWith('.html') ? html.matchAll(/<a [^>]*href="([^"]*)"/g) : []) {
        const [file = '', anchor] = href.split('#');
        expect(anchors.has(file), `${name}: ${href}`).toBe(true);
        if (anchor !== undefined) expect(anchors.get(file)?.has(anchor), `${name}: ${href}`).toBe(true);
        links += 1;
      }
    expect(links).toBeGreaterThan(1000);
  });

  test('ask nothing of a network', () => {
    for (const [name, text] of site) {
      expect(text, name).not.toMatch(/https?:\/\/|url\(|@import|fetch\(/);
      expect(text, name).not.toMatch(/<script(?! src="(?:search|site)\.js">)/);
      expect(text, name).not.toMatch(/ (?:on\w+|style)="/);
    }
  });

  test('tell of each column its type, whether it may be NULL, what it means, where it comes from and who uses it', () => {
    const rate = plain(rowOf(page('agent_scorecard_v1'), 'pass_rate'));
    expect(rate).toMatch(/^pass_rate double NULL Share of the answered criteria that passed, 0 to 100;/);
    expect(rate).toContain('qa_scores_v1.outcome over rows in tables criterion_scores.outcome over rows');
    expect(plain(rowOf(page('agent_scorecard_v1'), 'calls'))).toContain('rows of call_list_v1');
    expect(plain(rowOf(page('calls'), 'tone_score'))).toBe(
      'tone_score double NULL Tone, 0 to 100; NULL when unknown. stg_calls_v1.tone_score',
    );
    expect(plain(rowOf(page('calls'), 'tenant_id'))).toContain('from the partition');
  });

  test('tell grain, key, owner, tests and SQL', () => {
    const html = page('call_list_v1');
    expect(plain(html)).toContain('One row per call. Key tenant_id call_id Owner qa-analytics');
    const view = catalog.view('call_list');
    for (const { promise } of view?.invariants ?? [])
      expect(html.toLowerCase()).toContain(promise.toLowerCase());
    expect(view?.cases.length).toBeGreaterThan(0);
    expect(html.match(/<h4>expected<\/h4>/g)).toHaveLength(view?.cases.length ?? -1);
    const sql = html.slice(html.lastIndexOf('<pre class="sql">'));
    expect(
      sql
        .slice(0, sql.indexOf('</pre>'))
        .replace(/<[^>]*>/g, '')
        .replaceAll('&#39;', "'")
        .replaceAll('&lt;', '<')
        .replaceAll('&gt;', '>'),
    ).toBe(view?.sql.trim());
  });

  test('draw what a view reads and what reads it', () => {
    const graph = /<svg.*?<\/svg>/s.exec(page('call_list_v1'))?.[0] ?? '';
    for (const name of ['calls', 'stg_calls_v1', 'evaluations', 'agent_scorecard_v1'])
      expect(graph).toContain(`<a href="${name}.html"`);
    expect(graph).toContain('class="mart here"');
    expect(graph).not.toContain('turns');
    expect(graph).not.toMatch(/NaN|undefined|Infinity/);
  });

  test('say which version is current, and which is deprecated, why and what to read instead', () => {
    const two = docsSite(withSecondVersion('score_coverage'));
    expect(plain(page('score_coverage_v1', two))).toContain('superseded by score_coverage_v2');
    expect(page('score_coverage_v1', two)).toContain(
      'counts &lt;twice&gt;. Use <code>score_coverage_v2</code>',
    );
    expect(plain(page('score_coverage_v2', two))).toContain('current: also score_coverage');
    expect(page('score_coverage_v2', two)).not.toContain('Deprecated');
  });

  test('say how fresh a tenant is when they are told, and nothing otherwise', () => {
    const facts: LakeFacts = {
      tenant: 'acme',
      lastPublishedAt: '2026-11-21 02:00:00.123',
      lastRunStatus: 'published',
      completeAsOf: null,
      relations: new Map([['call_list_v1', { rows: 1234, newestCallDate: '2026-11-20' }]]),
    };
    const fresh = docsSite(catalog, facts);
    expect(plain(page('index', fresh))).toContain(
      'Tenant acme Last published 2026-11-21 02:00 UTC Complete as of never Last night published',
    );
    expect(plain(page('call_list_v1', fresh))).toContain(
      'Data of acme 1,234 rows, newest call of 2026-11-20',
    );
    expect(page('index')).not.toContain('Last published');
  });
});

test('the search knows every table, view and column', () => {
  const text = (site.get('search.js') ?? '').replace(/^window\.SEARCH = |;\n$/g, '');
  const entries = JSON.parse(text) as string[][];
  expect(entries).toContainEqual(['calls', '', 'calls', 'one row per call (its latest revision)']);
  expect(entries.find(([, , name]) => name === 'call_list_v1.percentage')?.[1]).toBe('c-percentage');
  expect(text).not.toContain('<');
});
