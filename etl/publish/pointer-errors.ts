import type { ErrorDetails } from '../../pipeline/contract/index.ts';
import { PublishError } from './errors.ts';

/** Thrown when a pointer object is not what this version writes. */
export class PointerRefused extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('pointer_refused', message, details);
  }
}

/** Thrown when somebody else published between the reading of a pointer and its replacement: read again, plan again. */
export class PointerLost extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('pointer_lost', message, { retryable: true, ...details });
  }
}

/**
 * Thrown when S3 did not say in time which of the writes to an object that met took place: it may stand or not. Read again
 * before planning again.
 */
export class PointerUndecided extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('pointer_undecided', message, { retryable: true, ...details });
  }
}

/** Thrown when files of a snapshot that is to be published are missing, or so old that a sweep may be removing them: write them anew. */
export class SnapshotGone extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('snapshot_gone', message, details);
  }
}

/** Thrown when a publication took so long that queries may have begun after its time and before it was there. It stands. */
export class PublishedLate extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('published_late', message, details);
  }
}

/** Thrown when a sweep could not remove everything that nobody needs; the next one tries again. */
export class SweepIncomplete extends PublishError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('sweep_incomplete', message, details);
  }
}
