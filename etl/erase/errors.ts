import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of erasing. */
export class EraseError extends CciError {}

/** Thrown when a place is named but this home cannot reach it yet: never taken for done. */
export class PlaceNotConfigured extends EraseError {
  constructor(place: string, details: ErrorDetails = {}) {
    super('place_not_configured', `erase: ${place}: not configured`, details);
  }
}

/** Thrown when a place could not be rid of what had to go; running the same again goes on from there. */
export class ErasureIncomplete extends EraseError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('erasure_incomplete', message, {
      retryable: true,
      hint: 'Run the same erasure again: it goes on where it stopped.',
      ...details,
    });
  }
}

/** Thrown when the tombstones were not made with the key that lies in the home, or the key is gone. */
export class ErasureKeyRefused extends EraseError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('erasure_key', message, {
      hint: 'Put back the erasure.key that belongs to this home: without it what was erased cannot be recognised.',
      ...details,
    });
  }
}
