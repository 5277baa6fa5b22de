import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of publishing. */
export class PublishError extends CciError {}

/** Thrown when another night holds the lease on this lake. */
export class NightRunning extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('night_running', message, { retryable: true, ...details });
  }
}

/** Thrown when this night's lease was taken over, so that it may no longer publish. */
export class LeaseLost extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('lease_lost', message, { retryable: true, ...details });
  }
}

/** Thrown when a manifest is not what this version writes. */
export class ManifestRefused extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('manifest_refused', message, details);
  }
}

/** Thrown when somebody else published between the reading of a manifest and its replacement. */
export class ManifestChanged extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('manifest_changed', message, { retryable: true, ...details });
  }
}

/** Thrown when the record of a tenant's nights is not what this version writes. */
export class JournalRefused extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('journal_refused', message, details);
  }
}
