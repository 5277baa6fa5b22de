import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { loadCatalog } from '../../sql/catalog.ts';
import { lakeRelations, translate } from '../../sql/duckdb/index.ts';
import { withReference } from '../../sql/reference-text.ts';

const page = readFileSync(new URL('../../docs/sql.md', import.meta.url), 'utf8');

test('the generated parts of docs/sql.md are fresh', () => {
  expect(withReference(page, loadCatalog()), 'run: node scripts/generate-sql-docs.mjs').toBe(page);
});

test('the example of docs/sql.md runs', () => {
  const example = /\n {4}(SELECT[\s\S]*?)\n\n/.exec(page)?.[1]?.replace(/^ {4}/gm, '') ?? '';
  expect(
    translate(example, lakeRelations(loadCatalog())).columns.map(({ name, type }) => `${name} ${type}`),
  ).toEqual(['agent_name varchar', 'score double']);
});

test('the trap of 100.0 has the type that the page says', () => {
  const { columns } = translate(
    'SELECT 100.0 * passed / answered AS a, 1e2 * passed / answered AS b FROM criterion_pass_rate_weekly',
    lakeRelations(loadCatalog()),
  );
  expect(columns.map(({ type }) => type)).toEqual(['decimal(23, 1)', 'double']);
});
