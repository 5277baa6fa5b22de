import { DocumentRefused } from './errors.ts';
import { scanJson } from './json-scan.ts';

/** Largest JSON text that is read, in bytes. A day-long call with word timings stays far below it. */
export const MAX_JSON_BYTES = 64 * 1024 * 1024;

/** Deepest nesting of objects and arrays that is read. Vendors' files stay below 15. */
export const MAX_JSON_DEPTH = 64;

/**
 * Most objects and lists that are read, together: twenty million that are empty fit into the bytes, and not into the memory.
 * Words of a vendor's file take three of some 110 bytes, and the smallest of a call document 22 bytes, so neither comes near.
 */
export const MAX_JSON_CONTAINERS = 4_000_000;

const LIMITS = { depth: MAX_JSON_DEPTH, containers: MAX_JSON_CONTAINERS };

/**
 * Reads one JSON value (RFC 8259) from bytes that nobody vouches for. A UTF-8 byte order mark at the start is accepted.
 * Numbers are read as JSON.parse reads them: schemas refuse those that are not safe integers or not finite where it matters.
 * Time and memory grow linearly with the input; nothing here recurses.
 * @throws {DocumentRefused} with code `empty`, `too_large`, `invalid_utf8`, `not_json` (truncated text, NaN, trailing text,
 * two documents), `duplicate_key` (compared after unescaping), `too_deep` or `invalid_unicode` (an escaped half of a
 * surrogate pair: it has no UTF-8 form, so it could not be stored). `where` is a line and column, never content.
 */
export function parseJson(bytes: Uint8Array): unknown {
  if (bytes.byteLength > MAX_JSON_BYTES)
    throw new DocumentRefused('too_large', `contract: JSON text above ${MAX_JSON_BYTES} bytes`, {
      hint: 'Split the file: one call a file.',
    });
  const text = decode(bytes);
  const fault = scanJson(text, LIMITS);
  if (fault)
    throw new DocumentRefused(fault.code, `contract: ${MESSAGES[fault.code]}`, {
      where: place(text, fault.at),
    });
  return JSON.parse(text);
}

const MESSAGES = {
  empty: 'no JSON value: the text is empty',
  not_json: 'not a JSON text',
  duplicate_key: 'an object has the same key twice',
  too_deep: `nested deeper than ${MAX_JSON_DEPTH} levels`,
  too_large: `more than ${MAX_JSON_CONTAINERS} objects and lists`,
  invalid_unicode: 'an escape stands for half a character',
} as const;

function decode(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    // The decoder's own error says nothing more, so it is not chained.
    throw new DocumentRefused('invalid_utf8', 'contract: not UTF-8 text', {
      where: `byte ${firstBadByte(bytes)}`,
    });
  }
}

/** Offset at which the bytes stop being UTF-8, found by halving: the decoder does not tell. */
function firstBadByte(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.byteLength;
  while (bad - good > 1) {
    const middle = (good + bad) >>> 1;
    if (decodesSoFar(bytes.subarray(0, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function decodesSoFar(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}

function place(text: string, at: number): string {
  let line = 1;
  let lineStart = 0;
  for (let next = text.indexOf('\n'); next !== -1 && next < at; next = text.indexOf('\n', next + 1)) {
    line += 1;
    lineStart = next + 1;
  }
  return `line ${line} column ${at - lineStart + 1}`;
}
