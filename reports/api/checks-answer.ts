import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeDb } from '../../sql/query/index.ts';
import { latestChecks } from '../datasets/index.ts';

/** Failed checks that an answer lists; when more have failed, one cause has broken them all. */
export const LISTED_CHECKS = 20;

/** A check whose promise is broken, or that could not be run. */
export interface FailedCheck {
  readonly check: string;
  readonly severity: string;
  readonly promise: string;
  readonly advice: string;
  /** Rows that break the promise; null when the check could not be run. */
  readonly violations: number | null;
}

/** What the checks after the last night found. */
export interface ChecksAnswer {
  /** ISO 8601 UTC; null when the data was never checked. */
  readonly checked_at: string | null;
  /** Whether the data has stayed the same since. */
  readonly is_current: boolean;
  readonly checks: number;
  /** Checks of severity error that failed, or could not be run. */
  readonly errors: number;
  readonly warnings: number;
  /** The first {@link LISTED_CHECKS}, errors before warnings. */
  readonly failed: readonly FailedCheck[];
}

/** Reads what the checks found. @param version of the data that readers see now */
export async function checksAnswer(db: LakeDb, tenantId: TenantId, version: string): Promise<ChecksAnswer> {
  const rows = await latestChecks(db, tenantId).execute();
  const failed = rows.filter(({ passed }) => !passed);
  const errors = failed.filter(({ severity }) => severity === 'error').length;
  return {
    checked_at: rows[0] === undefined ? null : `${rows[0].checked_at.replace(' ', 'T')}Z`,
    is_current: String(rows[0]?.version) === version,
    checks: rows.length,
    errors,
    warnings: failed.length - errors,
    failed: failed
      .slice(0, LISTED_CHECKS)
      .map(({ check_name: check, severity, promise, advice, violations }) => ({
        check,
        severity,
        promise,
        advice,
        violations,
      })),
  };
}
