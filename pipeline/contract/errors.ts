/** What every error of this product carries, so that a command, a log line and a page can tell it alike. */
export interface ErrorDetails {
  /** Where in the input: a path such as `Transcript[3].AbsoluteTime`, `line 4`, a key or a column. Never content. */
  readonly where?: string;
  /** What the reader can do about it, one sentence. */
  readonly hint?: string;
  /** True when the same call may succeed later without a change. */
  readonly retryable?: boolean;
  readonly cause?: unknown;
}

/**
 * Base of all errors that this product throws on purpose.
 * Messages name ids and places only: never a transcript, a body or a token.
 */
export class CciError extends Error {
  /** Stable machine-readable cause, snake_case. */
  readonly code: string;
  readonly where: string | undefined;
  readonly hint: string | undefined;
  readonly retryable: boolean;

  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(message, details.cause === undefined ? undefined : { cause: details.cause });
    this.name = new.target.name;
    this.code = code;
    this.where = details.where;
    this.hint = details.hint;
    this.retryable = details.retryable ?? false;
  }
}

/** Base of the errors of the contract: an identity, a key or a document that is not what it must be. */
export class ContractError extends CciError {}

/** Thrown when a text is not a tenant id, or the tenant registry does not know it. */
export class TenantRefused extends ContractError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('tenant_refused', message, details);
  }
}

/** Thrown when an object key does not follow the key grammar. */
export class KeyRefused extends ContractError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('key_refused', message, details);
  }
}

/** Thrown when a call document does not have the shape of its schema version. */
export class DocumentRefused extends ContractError {
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}
