import { afterEach, describe, expect, test } from 'vitest';
import { loadCatalog, versionedName } from '../../sql/catalog.ts';
import { type AthenaSession, openSession, viewSql } from '../../sql/duckdb/index.ts';
import type { QueryResult } from '../../sql/query/index.ts';
import { type GivenRows, type WrittenLake, writeLake } from '../support/lake-files.ts';

const catalog = loadCatalog();
let lake: WrittenLake | undefined;
let session: AthenaSession | undefined;

afterEach(() => {
  session?.close();
  lake?.remove();
});

async function open(given: GivenRows): Promise<AthenaSession> {
  lake = await writeLake(given);
  session = await openSession(lake);
  return session;
}

/** Rows with only the columns that the case names, so that a case says what it is about and no more. */
function picked({ columns, rows }: QueryResult, wanted: readonly string[]): object[] {
  const names = columns.map((column) => column.name);
  return rows.map((row) => Object.fromEntries(wanted.map((name) => [name, row[names.indexOf(name)]])));
}

const inOrder = (rows: readonly object[]): object[] =>
  [...rows].sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));

for (const view of catalog.views) {
  describe(versionedName(view), () => {
    test('has the columns and types that its yml says, on an empty lake', async () => {
      const { columns, rows } = await (await open({})).run(`SELECT * FROM ${versionedName(view)}`);
      expect(columns).toEqual(view.columns.map(({ name, type }) => ({ name, type })));
      expect(rows.length).toBe(0);
    });

    for (const { name, given, expect: expected } of view.cases)
      test(name, async () => {
        const result = await (await open(given)).run(`SELECT * FROM ${versionedName(view)}`);
        const rendered = viewSql(view, catalog);
        const shapes = [
          ...new Map(expected.map((row) => [Object.keys(row).join(), Object.keys(row)])).values(),
        ];
        expect(result.rows.length, rendered).toBe(expected.length);
        for (const shape of shapes) {
          const wanted = expected.filter((row) => Object.keys(row).join() === shape.join());
          const have = inOrder(picked(result, shape));
          for (const row of wanted) expect(have, rendered).toContainEqual(row);
        }
        for (const { promise, violations } of view.invariants)
          expect((await session?.run(violations))?.rows, promise).toEqual([]);
        const key = view.key.join(', ');
        const twice = `SELECT ${key} FROM ${versionedName(view)} GROUP BY ${key} HAVING count(*) > 1`;
        expect((await session?.run(twice))?.rows, 'a row stands once').toEqual([]);
      });
  });
}

test('a promise that is broken is found', async () => {
  const promise = catalog
    .view('call_list')
    ?.invariants.find((invariant) => invariant.promise.startsWith('a percentage'));
  const broken = await open({
    calls: [{ call_id: 'c1' }],
    evaluations: [{ call_id: 'c1', is_current: true, status: 'scored', percentage: 101 }],
  });
  expect((await broken.run(promise?.violations ?? '')).rows).toEqual([['c1']]);
});
