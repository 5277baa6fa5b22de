import { DocumentRefused, type ParsedTranscript, parseJson } from '../contract/index.ts';
import { UnknownFormat } from './errors.ts';
import type { TranscriptOptions } from './format.ts';
import { FORMATS } from './formats.ts';
import { nameUnread } from './unread.ts';

/** Bytes that are looked at to tell subtitles and plain text from JSON. */
const PEEKED_BYTES = 512;

/**
 * Reads the bytes of one transcript file in whichever format they are.
 * @throws {DocumentRefused} when they are damaged JSON (see parseJson), or hold more than a call document can
 * @throws {UnknownFormat} when they are not JSON, or not a transcript in a known format
 * @throws {BadShape} when the format is known and something in it is missing or wrong
 */
export function readTranscript(bytes: Uint8Array, options: TranscriptOptions = {}): ParsedTranscript {
  const start = new TextDecoder().decode(bytes.subarray(0, PEEKED_BYTES)).trimStart();
  if (/^WEBVTT\b/.test(start)) throw new UnknownFormat('WebVTT subtitles are not read by this version');
  if (/^\d+\s*\r?\n\d{1,2}:\d{2}:\d{2}[,.]\d{3} -->/.test(start))
    throw new UnknownFormat('SRT subtitles are not read by this version');
  try {
    return parseTranscript(parseJson(bytes), options);
  } catch (error) {
    if (
      error instanceof DocumentRefused &&
      error.code === 'not_json' &&
      !/^[[{"]/.test(start) &&
      isText(start)
    )
      throw new UnknownFormat('plain text is not read by this version');
    throw error;
  }
}

/**
 * Reads a transcript from JSON that {@link parseJson} has parsed.
 * @throws {UnknownFormat} when no format recognises it
 * @throws {BadShape} when something in it is missing or wrong
 */
export function parseTranscript(json: unknown, options: TranscriptOptions = {}): ParsedTranscript {
  const format = FORMATS.find(({ recognises }) => recognises(json));
  if (!format) throw new UnknownFormat(nameUnread(json));
  return format.parse(json, options);
}

/** Letters, and none of the control characters that only binary files have. */
function isText(start: string): boolean {
  return /\p{L}/u.test(start) && !/[^\P{Cc}\t\r\n\f]/u.test(start);
}
