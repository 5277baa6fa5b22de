import type { CheckResult } from '../../../sql/run-checks.ts';
import type { CheckedTenant, RecordedTenant } from '../checks/index.ts';
import { counted } from './counted.ts';
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

const foundIn = ({ violations, errorCode }: CheckResult): string =>
  violations === null ? `could not be run (${errorCode})` : counted(violations, 'row');

/** Says on stderr which checks failed, and what to do. */
export function complainOfChecks(terminal: Terminal, checked: readonly CheckedTenant[]): void {
  for (const { tenant_id, results } of checked)
    for (const result of results.filter(({ passed }) => !passed)) {
      const { check, severity } = result;
      terminal.err(
        `checks: ${tenant_id}: ${severity}: ${check.name}: ${foundIn(result)}; promised: ${check.promise}\n`,
      );
      terminal.err(`     ${check.advice}\n`);
    }
}

/** Says on stderr what could not be added to the record of the checks. */
export function complainOfRecord(terminal: Terminal, checked: readonly RecordedTenant[]): void {
  for (const { tenant_id, unrecorded } of checked)
    if (unrecorded !== null)
      terminal.err(`checks: ${tenant_id}: the results could not be kept: ${unrecorded.message}\n`);
}
