import { CciError, type ErrorDetails } from '../contract/index.ts';

/** Base of the errors of reading transcripts. */
export class TranscriptError extends CciError {}

/** Thrown when the input is of a known format but does not hold what that format promises. */
export class BadShape extends TranscriptError {
  /** Name of the format, as in docs/formats.md. */
  readonly format: string;

  constructor(format: string, message: string, details: ErrorDetails = {}) {
    super('bad_shape', `transcripts: ${format}: ${message}`, details);
    this.format = format;
  }
}

/** Thrown when the input is not a transcript in a format that this version reads; the message says what it looks like. */
export class UnknownFormat extends TranscriptError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('unknown_format', `transcripts: ${message}`, {
      hint: 'The formats that are read, and our own transcript JSON, are in docs/formats.md.',
      ...details,
    });
  }
}

/** Thrown when a start that turns shall count from is not an ISO 8601 instant. */
export class BadStart extends TranscriptError {
  constructor() {
    super('bad_start', 'transcripts: the start of the call is not an ISO 8601 time with Z or an offset', {
      where: 'started_at',
    });
  }
}
