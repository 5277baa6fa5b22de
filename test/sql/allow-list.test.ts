import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { allowedSql } from '../../sql/duckdb/index.ts';
import {
  ALL_COMPARISONS,
  ARITHMETIC,
  allowedUses,
  allowListPage,
  fingerprint,
  kept,
  proofsOf,
  prove,
  type Recorded,
} from '../support/allow-list/index.ts';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');
const answers = read('./trino-answers.jsonl');
const proofs = proofsOf(read('./allow-list-proofs.jsonl'));
const page = read('../../docs/sql-allow-list.md');
const AGAIN = 'run: node scripts/generate-allow-list.mjs';

test('the proofs are those of the recorded answers', () =>
  expect(proofs.recorded, AGAIN).toBe(fingerprint(answers)));

test('docs/sql-allow-list.md is fresh', () =>
  expect(allowListPage(proofs, read('../../docs/sql.md')), `${AGAIN} --page`).toBe(page));

test('every signature that runs has an answer of a real Trino behind it', () => {
  const signatures = allowedSql().flatMap((group) => group.signatures);
  expect(signatures.length).toBeGreaterThan(400);
  const numbers = new Map(
    [...page.matchAll(/^\| `(.+)` \| ([^ ]+) \|/gm)].map(([, signature = '', number]) => [
      signature,
      Number(number),
    ]),
  );
  for (const signature of signatures)
    expect(
      numbers.get(signature),
      `${signature}: add a statement to test/sql/values, record, generate`,
    ).toBeGreaterThan(0);
});

test('every operator and cast that runs for a pair of kinds has one too', () => {
  const uses = [...allowedUses([...ARITHMETIC, ...ALL_COMPARISONS])];
  expect(uses.length).toBeGreaterThan(700);
  expect(uses.filter((use) => !proofs.uses[use])).toEqual([]);
});

test('no line of the page is too long to read', () =>
  expect(page.split('\n').filter((line) => line.length > 400)).toEqual([]));

const answer = (sql: string, types: string[], rows: unknown[][]): Recorded => ({
  sql,
  trino: { types, rows },
  version: '476',
});

test('a proof is an answer that this engine gives too, with the values that were there when it ran', async () => {
  const found = await prove([
    answer("SELECT upper(a) FROM (VALUES 'é', '', NULL) AS t (a)", ['varchar(1)'], [['É'], [''], [null]]),
    answer("SELECT upper('🙂')", ['varchar(1)'], [['🙂']]),
    answer("SELECT upper('x')", ['varchar(1)'], [['not so']]),
    answer('SELECT reduce(ARRAY[1, -2], 0, (s, x) -> s + x, s -> s)', ['integer'], [[-1]]),
    { sql: 'SELECT upper(1)', trino: { error: 'FUNCTION_NOT_FOUND' }, version: '476' },
  ]);
  const { uses, answers: alike, rejections } = kept(found, '', '476');
  expect([alike, rejections]).toEqual([3, 1]);
  expect(uses['upper(varchar(x)) -> varchar(x)']).toEqual({
    answers: 2,
    values: ['NULL', 'empty', 'é', '🙂'],
  });
  expect(uses['integer + integer']).toEqual({ answers: 1, values: ['zero', '−'] });
});
