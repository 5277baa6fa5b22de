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
