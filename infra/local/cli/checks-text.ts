import type { CheckResult } from '../../../sql/run-checks.ts';
import type { CheckedTenant, RecordedTenant } from '../checks/index.ts';
import { counted } from './counted.ts';
import { placedMessage } from './failure.ts';
import type { Terminal } from './terminal.ts';

/** Whether a check of severity error failed, or could not be run. */
export const hasError = ({ results }: Pick<CheckedTenant, 'results'>): boolean =>
  results.some(({ passed, severity }) => !passed && severity === 'error');

/** One line a tenant. */
export const checkedText = (checked: readonly CheckedTenant[]): string =>
  checked
    .map(({ tenant_id, results }) => {
      const passed = results.filter((result) => result.passed).length;
      return passed === results.length
        ? `checks of ${tenant_id}: all ${passed} passed\n`
        : `checks of ${tenant_id}: ${passed} of ${results.length} passed\n`;
    })
    .join('');

/** What the checks found, for `--json`. */
export const checkedJson = ({ tenant_id, checked_at, version, results, unrecorded }: RecordedTenant) => ({
  tenant_id,
  checked_at,
  version,
  passed: results.filter(({ passed }) => passed).length,
  failed: results
    .filter(({ passed }) => !passed)
    .map(({ check, severity, violations, errorCode }) => ({
      check: check.name,
      severity,
      violations,
      error_code: errorCode,
      promise: check.promise,
    })),
  recorded: unrecorded === null,
});

/** Says on stderr which checks failed and what to do, and what kept others from running: no advice of theirs is about that. */
export function complainOfChecks(terminal: Terminal, checked: readonly CheckedTenant[]): void {
  for (const { tenant_id, results } of checked) {
    for (const [why, { checks, hint }] of notRunBy(results)) {
      terminal.err(`checks: ${tenant_id}: error: ${checksText(checks)} could not be run: ${why}\n`);
      if (hint !== undefined) terminal.err(`     ${hint}\n`);
    }
    for (const { check, severity, violations } of results) {
      if (violations === null || violations === 0) continue;
      const found = counted(violations, 'row');
      terminal.err(
        `checks: ${tenant_id}: ${severity}: ${check.name}: ${found}; promised: ${check.promise}\n     ${check.advice}\n`,
      );
    }
  }
}

interface NotRun {
  readonly checks: string[];
  readonly hint: string | undefined;
}

/** The checks that could not be run, by what kept them. */
function notRunBy(results: readonly CheckResult[]): Map<string, NotRun> {
  const causes = new Map<string, NotRun>();
  for (const { check, violations, errorCode, failure } of results) {
    if (violations !== null) continue;
    const why = failure === null ? String(errorCode) : placedMessage(failure);
    const known = causes.get(why) ?? { checks: [], hint: failure?.hint };
    known.checks.push(check.name);
    causes.set(why, known);
  }
  return causes;
}

const checksText = ([first = '', ...others]: readonly string[]): string =>
  others.length === 0 ? first : counted(others.length + 1, 'check');

/** Says on stderr what could not be added to the record of the checks. */
export function complainOfRecord(terminal: Terminal, checked: readonly RecordedTenant[]): void {
  for (const { tenant_id, unrecorded } of checked)
    if (unrecorded !== null)
      terminal.err(`checks: ${tenant_id}: the results could not be kept: ${unrecorded.message}\n`);
}
