import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const TOOL = new URL('../../../shared/tools/trino-tests/trino-tests.mjs', import.meta.url).pathname;
const ADAPTER = new URL('../support/trino-adapter.ts', import.meta.url).pathname;
if (!existsSync(TOOL)) process.stderr.write(`Trino's own tests skipped: there is no ${TOOL}\n`);

/** What was reached in the core of Trino's own tests; right answers may only become more, the others fewer. */
const REACHED = { ok: 3790, wrong: 0, lax: 2 };

interface Statement {
  readonly id: string;
  readonly core: boolean;
  readonly sql: string;
}
interface Score {
  readonly id: string;
  readonly verdict: 'ok' | 'wrong' | 'lax' | 'loud';
}

describe.skipIf(!existsSync(TOOL))("Trino's own tests", () => {
  const work = mkdtempSync(join(tmpdir(), 'cci-trino-tests-'));
  let cases: { readonly sql: string; readonly verdict: Score['verdict'] }[] = [];

  beforeAll(() => {
    const run = (...args: string[]) =>
      execFileSync(process.execPath, [TOOL, ...args, '--work', work], { stdio: 'pipe' });
    run('prepare');
    run('score', '--with', ADAPTER);
    const core = new Map(
      read<Statement>('statements.jsonl')
        .filter((statement) => statement.core)
        .map(({ id, sql }) => [id, sql]),
    );
    cases = read<Score>('scores.trino-adapter.ts.jsonl').flatMap(({ id, verdict }) => {
      const sql = core.get(id);
      return sql === undefined ? [] : [{ sql, verdict }];
    });
  }, 600_000);

  afterAll(() => rmSync(work, { recursive: true }));

  const read = <T>(name: string): T[] =>
    readFileSync(join(work, name), 'utf8')
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as T);

  const having = (verdict: Score['verdict']) =>
    cases.filter((one) => one.verdict === verdict).map(({ sql }) => sql);

  test('are never answered wrongly', () =>
    expect(having('wrong').slice(0, 20), `${having('wrong').length} wrong`).toHaveLength(REACHED.wrong));
  test('that Trino rejects are rejected but for a known few', () =>
    expect(having('lax').length, having('lax').join('\n')).toBeLessThanOrEqual(REACHED.lax));
  test('are right as often as before', () => {
    process.stderr.write(`Trino's own tests, core: ${having('ok').length} of ${cases.length} right\n`);
    expect(having('ok').length).toBeGreaterThanOrEqual(REACHED.ok);
  });
});
