import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of the one-machine home. */
export class LocalError extends CciError {}

/** Thrown when the state database cannot be used. */
export class LocalStateError extends LocalError {}

/** Thrown when a command's words do not fit. */
export class UsageError extends LocalError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('usage', message, details);
  }
}

/** Thrown when something that was named does not exist in this lake. */
export class NotFound extends LocalError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('not_found', message, details);
  }
}

/** Thrown when something to be made exists already. */
export class AlreadyExists extends LocalError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('already_exists', message, details);
  }
}

/** Thrown when something lies among the objects of the lake that is none: what a link leads to an erasure would not reach. */
export class NoObject extends LocalError {
  constructor(key: string) {
    super('no_object', 'infra: neither a file nor a folder lies among the objects; links are not followed', {
      where: key,
      hint: 'Put the file or folder itself there. Only raw, curated and quarantine of the home may be links.',
    });
  }
}

/** Thrown when an offered file, or its sidecar, cannot be read. */
export class FileUnreadable extends LocalError {
  constructor(message: string, path: string, cause: unknown) {
    const code = cause instanceof Error && 'code' in cause ? String(cause.code) : 'unknown cause';
    super('unreadable', `${message}: ${code}`, { where: path, cause });
  }
}

/** Thrown when an offered file is larger than what is read. */
export class FileTooLarge extends LocalError {
  /** @param most in bytes */
  constructor(most: number) {
    super('too_large', `infra: the file is above ${most} bytes`, {
      hint: 'Split the file: one call a file.',
    });
  }
}

/** Thrown when a file that was asked for cannot be written where it was asked for. */
export class FileUnwritable extends LocalError {
  constructor(path: string, cause: Error & { code: unknown }) {
    super('unwritable', `infra: the file cannot be written: ${String(cause.code)}`, {
      where: path,
      hint: 'Name a file in a folder that is there and that you may write to.',
      cause,
    });
  }
}

/** Thrown when a query cannot be checked on another engine: it is not there, or shows more than the tenant's rows. */
export class CheckRefused extends LocalError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('check_refused', message, details);
  }
}
