import { CciError, type TenantId } from '../pipeline/contract/index.ts';
import type { Check } from './checks.ts';
import type { QueryRunner } from './query/index.ts';

/** What came out of a check. */
export interface CheckResult {
  readonly check: Check;
  /** error also when the check could not be run, whatever its own severity is. */
  readonly severity: Check['severity'];
  readonly passed: boolean;
  /** Rows that break the promise; null when the check could not be run. */
  readonly violations: number | null;
  /** Why it could not be run; null when it ran. */
  readonly errorCode: string | null;
  /** What kept it from running; null when it ran, and of an error that nobody foresaw. */
  readonly failure: CciError | null;
  /** Of checks that ran in one statement, an equal share. */
  readonly durationMs: number;
}

/** Whose data is checked, by which clock, and who is told. */
export interface CheckOptions {
  readonly tenantId: TenantId;
  /** Milliseconds of a clock that only goes forward. */
  readonly now: () => number;
  /** Told how many checks are done before more are run. */
  readonly onChecks?: (done: number, of: number) => void;
}

/** Runs checks one after the other, in their order. One that cannot be run fails, and does not stop the others. */
export async function runChecks(
  runner: QueryRunner,
  checks: readonly Check[],
  options: CheckOptions,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const together of statementsOf(checks)) {
    options.onChecks?.(results.length, checks.length);
    results.push(...(await runTogether(runner, together, options)));
  }
  return results;
}

/** Checks that follow from one table or view are one statement, so that the rows of a view are worked out once. */
function statementsOf(checks: readonly Check[]): Check[][] {
  const statements: Check[][] = [];
  for (const check of checks) {
    const last = statements.at(-1);
    if (check.of !== null && last?.[0]?.of === check.of) last.push(check);
    else statements.push([check]);
  }
  return statements;
}

type Outcome = Omit<CheckResult, 'check' | 'durationMs'>;

async function runTogether(
  runner: QueryRunner,
  checks: readonly Check[],
  options: CheckOptions,
): Promise<CheckResult[]> {
  const { tenantId, now } = options;
  const began = now();
  const outcomes = await outcomesOf(runner, checks, tenantId).catch((error: unknown) =>
    checks.length === 1 ? checks.map(() => notRun(error)) : null,
  );
  // One of them cannot be run: alone, each says for itself.
  if (outcomes === null) return runAlone(runner, checks, options);
  const durationMs = Math.round((now() - began) / checks.length);
  return checks.map((check, index) => ({ check, ...(outcomes[index] as Outcome), durationMs }));
}

async function runAlone(
  runner: QueryRunner,
  checks: readonly Check[],
  options: CheckOptions,
): Promise<CheckResult[]> {
  const results: CheckResult[] = [];
  for (const check of checks) results.push(...(await runTogether(runner, [check], options)));
  return results;
}

async function outcomesOf(
  runner: QueryRunner,
  checks: readonly Check[],
  tenantId: TenantId,
): Promise<Outcome[]> {
  const parameters = checks.flatMap((check) => check.parameters.map(() => tenantId));
  const { rows } = await runner.run(countSql(checks), parameters);
  return checks.map(({ severity }, index) => {
    const violations = Number(rows[0]?.[index]);
    return { severity, passed: violations === 0, violations, errorCode: null, failure: null };
  });
}

/** The outcome of a check that an error kept from running. */
export function notRun(error: unknown): Outcome {
  const failure = error instanceof CciError ? error : null;
  return {
    severity: 'error',
    passed: false,
    violations: null,
    errorCode: failure?.code ?? 'unexpected',
    failure,
  };
}

/** So many checks of a view read it more cheaply once; those of tenant and grain alone, as tables have, read a column or two. */
const WORTH_SHARING = 3;

/**
 * One row with the number of rows that break the promise of each check: the rows themselves may be many, and are nobody's
 * business here.
 */
export function countSql(checks: readonly Pick<Check, 'sql' | 'of'>[]): string {
  const counts = checks.map(({ sql }) => `(SELECT count(*) FROM (\n${sql.trimEnd()}\n))`);
  const of = checks[0]?.of;
  const shared = checks.length >= WORTH_SHARING && of ? `WITH ${of} AS (SELECT * FROM ${of})\n` : '';
  return `${shared}SELECT ${counts.join(',\n')}`;
}
