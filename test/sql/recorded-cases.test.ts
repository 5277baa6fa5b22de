import { existsSync, readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import type { FindRelation, Relation } from '../../sql/duckdb/index.ts';
import { array, DATE, INTEGER, type Type, timestamp, VARCHAR } from '../../sql/duckdb/types/type.ts';
import type { Parameter } from '../../sql/query/index.ts';
import { comparable, type TrinoAnswer } from '../support/trino.ts';
import { type Adapter, open } from '../support/trino-adapter.ts';

const SHARED = new URL('../../../shared/prototypes/athena-on-duckdb/', import.meta.url);
const ANSWERS = new URL('trino-answers.jsonl', SHARED);
if (!existsSync(ANSWERS)) process.stderr.write(`recorded cases skipped: there is no ${ANSWERS.pathname}\n`);

/** Right answers that were reached; they may only become more. */
const REACHED = { expressions: 248, views: 36, rejections: 34, analysts: 277 };

interface Case {
  readonly id: string;
  readonly sql: string;
  readonly trino: TrinoAnswer | { readonly error: { readonly name: string } };
  readonly athenaOnly?: boolean;
  readonly params?: readonly Parameter[];
  /** What to ask after the statement. */
  readonly check?: string;
}

type Verdict = 'right' | 'wrong' | 'lax' | 'loud';

describe.skipIf(!existsSync(ANSWERS))('the recorded cases', () => {
  const verdicts = new Map<string, { readonly sql: string; readonly verdict: Verdict }>();

  beforeAll(async () => {
    const { FIXTURE_SQL } = (await import(new URL('fixtures.mjs', SHARED).href)) as { FIXTURE_SQL: string };
    const adapter = await open({ sql: `${FIXTURE_SQL};${VIEWS_BY_POSITION}`, find, schemas: ['qa'] });
    await adapter.run('CREATE TABLE qa.daily (dt varchar, agent_id varchar, n bigint)');
    const cases = readFileSync(ANSWERS, 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Case);
    for (const one of cases.filter(({ athenaOnly }) => !athenaOnly))
      verdicts.set(one.id, { sql: one.sql, verdict: await judge(one, adapter) });
  }, 60_000);

  const having = (verdict: Verdict, prefix = '') =>
    [...verdicts].filter(([id, { verdict: found }]) => found === verdict && id.startsWith(prefix));

  test('are never answered wrongly', () => expect(having('wrong')).toEqual([]));
  test('that Trino rejects are rejected', () => expect(having('lax')).toEqual([]));
  test('are right as often as before', () => {
    const right = {
      expressions: having('right', 'f').length,
      views: having('right', 'v').length + having('right', 's').length,
      rejections: having('right', 'n').length,
      analysts: having('right', 'm').length,
    };
    process.stderr.write(`recorded cases right: ${JSON.stringify(right)} of ${verdicts.size}\n`);
    for (const [set, reached] of Object.entries(REACHED))
      expect(right[set as keyof typeof right], set).toBeGreaterThanOrEqual(reached);
  });
});

async function judge({ sql, trino, params, check }: Case, adapter: Adapter): Promise<Verdict> {
  try {
    const answered = await adapter.run(sql, params);
    const answer = check ? await adapter.run(inTrino(check)) : answered;
    if ('error' in trino) return 'lax';
    const asked = check ?? sql;
    return comparable(asked, answer) === comparable(asked, trino) ? 'right' : 'wrong';
  } catch {
    return 'error' in trino ? 'right' : 'loud';
  }
}

/** Athena alone takes the parameters of EXECUTE in brackets. */
const inTrino = (sql: string): string => sql.replace(/^EXECUTE (\w+)\((.*)\)$/, 'EXECUTE $1 USING $2');

const TURN: Type = {
  kind: 'row',
  fields: [
    { name: 'speaker', type: VARCHAR },
    { name: 'start_ms', type: INTEGER },
    { name: 'end_ms', type: INTEGER },
    { name: 'text', type: VARCHAR },
    { name: 'sentiment', type: { kind: 'double' } },
  ],
};

const COLUMNS: { readonly [table: string]: { readonly [column: string]: Type } } = {
  calls: {
    call_id: VARCHAR,
    agent_id: VARCHAR,
    queue: VARCHAR,
    started_at: timestamp(3),
    duration_s: INTEGER,
    score: { kind: 'double' },
    started_iso: VARCHAR,
    payload: VARCHAR,
    tags: array(VARCHAR),
    attrs: { kind: 'map', key: VARCHAR, value: VARCHAR },
    turns: array(TURN),
    dt: VARCHAR,
  },
  agents: { agent_id: VARCHAR, name: VARCHAR, team: VARCHAR, hired: DATE },
};

/** The cases' tables with columns by position, as the translator writes them. */
const VIEWS_BY_POSITION = `CREATE SCHEMA t;${Object.entries(COLUMNS)
  .map(([table, columns]) => {
    const list = Object.keys(columns).map((name, index) =>
      name === 'turns'
        ? `list_transform(turns, lambda e: struct_pack(f1 := e.speaker, f2 := e.start_ms, f3 := e.end_ms, f4 := e.text, f5 := e.sentiment)) AS c${index + 1}`
        : `${name} AS c${index + 1}`,
    );
    return `CREATE VIEW t.${table} AS SELECT ${list.join(', ')} FROM qa.${table}`;
  })
  .join(';')}`;

const find: FindRelation = (parts): Relation | null => {
  const name = parts.at(-1) ?? '';
  const columns = COLUMNS[name];
  if (!columns || (parts.length > 1 && parts[0] !== 'qa')) return null;
  return {
    sql: `t.${name}`,
    fields: Object.entries(columns).map(([column, type]) => ({
      name: column,
      type,
      wild: type.kind === 'double',
    })),
  };
};
