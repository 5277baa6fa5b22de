import { CciError, type ErrorDetails } from '../pipeline/contract/index.ts';

/** Base of the errors of the SQL layer. */
export class SqlError extends CciError {}

/** Where in a statement, what and why: the parts of a {@link SqlRefused}. */
export interface Refusal {
  /** Stable cause: `syntax`, `unsupported`, or the name of the error that Trino itself gives, in lower case. */
  readonly code: string;
  readonly message: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in code points. */
  readonly column: number;
  readonly hint?: string;
}

/** Thrown when a statement is not run: Athena would reject it, or it is not proven to mean the same here. */
export class SqlRefused extends SqlError {
  readonly line: number;
  readonly column: number;

  constructor({ code, message, line, column, hint }: Refusal) {
    const details: ErrorDetails = { where: `line ${line}, column ${column}` };
    super(code, `sql: ${message} (line ${line}, column ${column})`, hint ? { ...details, hint } : details);
    this.line = line;
    this.column = column;
  }
}

/** Thrown when a statement fails while it runs: a division by zero, an overflow, a text that is not a number. */
export class QueryFailed extends SqlError {
  constructor(code: string, message: string, details: ErrorDetails = {}) {
    super(code, message, details);
  }
}

/** Thrown when a statement takes longer, holds more memory or returns more rows than its session allows. */
export class LimitExceeded extends SqlError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('limit_exceeded', message, details);
  }
}

/** Thrown when a statement was broken off, by whoever asked for it or at the engine. */
export class QueryCancelled extends SqlError {
  constructor(details: ErrorDetails = {}) {
    super('cancelled', 'sql: cancelled', details);
  }
}

/** Thrown when a session would be given what lies outside its tenant's fence. */
export class FenceBroken extends SqlError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('fence_broken', message, details);
  }
}

/** Thrown when a session cannot be opened since a file of the tenant's tables is gone or cannot be read. */
export class FileOfTableUnreadable extends SqlError {
  constructor(table: string, file: string, cause: unknown) {
    super('table_unreadable', `sql: a published file of the table ${table} is gone or damaged`, {
      where: file,
      hint: 'Put it back from a copy, or have the tables made anew: cci replay --since DAY',
      cause,
    });
  }
}

/** Thrown when an engine elsewhere takes no more queries for now; the same one may succeed later. */
export class EngineBusy extends SqlError {
  constructor(details: ErrorDetails = {}) {
    super('engine_busy', 'sql: the engine is too busy', { ...details, retryable: true });
  }
}

/** Thrown when the workgroup that a query is to run in is not there, or is switched off. */
export class WorkgroupUnknown extends SqlError {
  constructor(details: ErrorDetails = {}) {
    super('workgroup_unknown', 'sql: there is no such workgroup', details);
  }
}

/** Thrown when an engine elsewhere cannot be reached, or fails through no fault of the query. */
export class EngineFailed extends SqlError {
  constructor(details: ErrorDetails = {}) {
    super('engine_failed', 'sql: the engine failed', details);
  }
}

/** Thrown when a view's SQL or its yml is not what it must be. */
export class CatalogBroken extends SqlError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('catalog_broken', message, details);
  }
}
