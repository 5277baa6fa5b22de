import { beforeAll, expect, test } from 'vitest';
import { TABLE_NAMES } from '../../etl/tables/index.ts';
import { parseTenantId } from '../../pipeline/contract/index.ts';
import { loadCatalog } from '../../sql/catalog.ts';
import { loadChecks } from '../../sql/checks.ts';
import { type FindRelation, lakeRelations } from '../../sql/duckdb/index.ts';
import { duckType } from '../../sql/duckdb/types/type.ts';
import type { Parameter, QueryRunner } from '../../sql/query/index.ts';
import { runChecks } from '../../sql/run-checks.ts';
import { duckLiteral } from '../support/lake-files.ts';
import { type Adapter, open } from '../support/trino-adapter.ts';

/*
 * A promise that no rows can break says nothing. The checks that are derived from the catalog have no cases of their own, and
 * the views keep what they promise: so each is asked here about tables of made-up rows in place of the views.
 */
const catalog = loadCatalog();
const checks = loadChecks(catalog).filter(({ cases }) => cases.length === 0);
const real = lakeRelations(catalog);
const names = [...TABLE_NAMES, ...catalog.current.map(({ name }) => name)];

/** Texts that the checks of a relation compare with, so that some rows have them. */
const wordsOf = (name: string): string[] =>
  checks
    .filter(({ reads }) => reads.includes(name))
    .flatMap(({ sql }) => sql.match(/'[^']*'/g) ?? [])
    .map((text) => text.slice(1, -1));

/** Numbers that look random and are the same in every run. */
function numbers(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}
const random = numbers(20_261_121);
const oneOf = <T>(values: readonly T[]): T => values[random(values.length)] as T;

/** How many rows a relation has, and of which numbers: many of all kinds, sums that are too low, and relations without rows. */
interface World {
  rows(): number;
  readonly numbers: readonly number[];
}
const NUMBERS = [-1, 0, 1, 2, 3, 50, 101, 100_000];
const WORLDS: readonly World[] = [
  { rows: () => 400, numbers: NUMBERS },
  { rows: () => 40, numbers: [-1, 0] },
  ...[1, 2, 3, 4].map(() => ({ rows: () => random(2) * 40, numbers: NUMBERS })),
];

interface Cell {
  readonly name: string;
  readonly type: string;
  readonly words: readonly string[];
}

function madeUp({ name, type, words }: Cell, world: World): unknown {
  if (name === 'tenant_id') return oneOf(['acme', 'globex']);
  if (random(5) === 0 || type.includes('[]')) return null;
  if (type === 'BOOLEAN') return oneOf([true, false]);
  if (type === 'DATE') return oneOf(['2026-01-05', '2026-01-06', '2026-02-01']);
  if (type.startsWith('TIMESTAMP')) return oneOf(['2026-01-05 10:00:00', '2026-01-06 10:00:00']);
  if (type.startsWith('VARCHAR')) return oneOf(['a', 'b', ...words]);
  return oneOf(world.numbers);
}

function tableOf(name: string, world: World): string {
  const words = wordsOf(name);
  const cells = (real([name])?.fields ?? []).map((field) => ({
    name: field.name ?? '',
    type: duckType(field.type),
    words,
  }));
  const columns = cells.map(({ type }, index) => `c${index + 1} ${type}`);
  const row = (): string => `(${cells.map((cell) => duckLiteral(madeUp(cell, world))).join(', ')})`;
  const rows = Array.from({ length: world.rows() }, row);
  const insert = `INSERT INTO made_up.${name} VALUES ${[...rows, ...rows.slice(0, 5)].join(', ')};`;
  return `CREATE TABLE made_up.${name} (${columns.join(', ')}); ${rows.length === 0 ? '' : insert}`;
}

let adapters: Adapter[];
beforeAll(async () => {
  const find: FindRelation = Object.assign(
    (parts: readonly string[]) => {
      const relation = real(parts);
      return relation && { sql: `made_up.${parts.at(-1)}`, fields: relation.fields };
    },
    { schema: real.schema, names: real.names },
  ) as FindRelation;
  adapters = await Promise.all(
    WORLDS.map((world) => {
      const tables = names.map((name) => tableOf(name, world)).join('\n');
      return open({ sql: `CREATE SCHEMA made_up; ${tables}`, find });
    }),
  );
});

/** The adapter takes no parameters. */
const withParameters = (sql: string, parameters: readonly Parameter[] = []): string =>
  parameters.reduce<string>((text, value) => text.replace('?', `'${value}'`), sql);

const runnerOf = (adapter: Adapter): QueryRunner => ({
  run: async (sql, parameters) => {
    const { types, rows } = await adapter.run(withParameters(sql, parameters));
    return { columns: types.map((type) => ({ name: '', type })), rows };
  },
});

for (const check of checks)
  test(`rows can break: ${check.promise}`, async () => {
    const found: (number | null | undefined)[] = [];
    for (const adapter of adapters) {
      const [result] = await runChecks(runnerOf(adapter), [check], {
        tenantId: parseTenantId('acme'),
        now: () => 0,
      });
      found.push(result?.violations);
    }
    expect(Math.max(...found.map(Number)), `${found} rows of ${check.sql}`).toBeGreaterThan(0);
    expect(found, check.sql).not.toContain(null);
  });
