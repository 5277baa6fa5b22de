/**
 * Reads finished transcripts: bytes in, a {@link ParsedTranscript} out. A vendor's format is a file beside this one,
 * recognised by shape and never by file name; the rules on times, ids and roles are in docs/formats.md.
 */
export { BadShape, BadStart, TranscriptError, UnknownFormat } from './errors.ts';
export type { TranscriptFormat, TranscriptOptions } from './format.ts';
export { FORMATS } from './formats.ts';
export { parseTranscript, readTranscript } from './read.ts';
export { rebase } from './rebase.ts';
export { measureTalk } from './talk.ts';
export { parseInstant } from './time.ts';
