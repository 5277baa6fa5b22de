import { CciError, type ErrorDetails, type TenantId } from '../../pipeline/contract/index.ts';
import type { NightFailure } from './account.ts';

/** Base of the errors of a night. */
export class RunError extends CciError {}

/** Thrown when what happened to the documents of a period, or the rows in its files, do not add up. */
export class AccountGap extends RunError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('account_gap', message, details);
  }
}

/** Thrown when an object reads otherwise the second time: its period waits for the next night. */
export class UnsteadyRead extends RunError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('unsteady_read', message, { retryable: true, ...details });
  }
}

/** Thrown when `since` is not a day of the calendar. */
export class SinceRefused extends RunError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('since_refused', message, details);
  }
}

/** System errors name a call and a path; the text of any other error is unknown and may quote content. */
const safeMessage = (error: unknown): string =>
  error instanceof Error
    ? 'syscall' in error
      ? error.message
      : `unexpected ${error.name}`
    : 'unexpected failure';

/** How a failure stands in the account. */
export function failureOf(tenant_id: TenantId, period: string | null, error: unknown): NightFailure {
  if (error instanceof CciError) {
    const where = error.where === undefined ? '' : ` (${error.where})`;
    return { tenant_id, period, code: error.code, message: error.message + where };
  }
  return { tenant_id, period, code: 'internal_error', message: `run: ${safeMessage(error)}` };
}
