import type { ChecksAnswer, FailedCheck } from '../../api/index.ts';

/** What the checks found, in a few words. */
export function checksWords({ checked_at, checks, errors, warnings }: ChecksAnswer): string {
  if (checked_at === null) return 'Not checked yet';
  const failed = errors + warnings;
  if (failed === 0) return checks === 1 ? 'The check passed' : `All ${checks} checks passed`;
  return `${failed} of ${checks} checks failed`;
}

/** How badly a promise is broken. */
export function foundWords({ violations }: Pick<FailedCheck, 'violations'>): string {
  if (violations === null) return 'could not be looked at';
  return violations === 1 ? '1 row breaks it' : `${violations} rows break it`;
}

/** Failed checks that the answer does not list. */
export const rest = ({
  errors,
  warnings,
  failed,
}: Pick<ChecksAnswer, 'errors' | 'warnings' | 'failed'>): number => errors + warnings - failed.length;
