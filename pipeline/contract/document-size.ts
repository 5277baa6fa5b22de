import { DocumentRefused } from './errors.ts';
import { MAX_JSON_BYTES } from './json.ts';

/** Largest sealed document, in bytes: with its line end it is the largest JSON text that is read. */
export const MAX_DOCUMENT_BYTES = MAX_JSON_BYTES - 1;

/** The refusal of content whose call document nobody could read back. */
export const tooLarge = (where: string): DocumentRefused =>
  new DocumentRefused('too_large', `contract: its call document is above ${MAX_DOCUMENT_BYTES} bytes`, {
    where,
    hint: 'Split the call: each part of it a file and a call id of its own.',
  });

/**
 * Refuses a document that is too large whatever its characters are, before it is copied and written: a small file can make
 * one that is larger than any text. Counts no further than that.
 * @throws {DocumentRefused} `too_large`, where: the field that most of it is in
 */
export function refuseTooLarge(document: object): void {
  let left = MAX_DOCUMENT_BYTES;
  let largest = { field: '$', bytes: 0 };
  for (const [field, value] of Object.entries(document)) {
    const bytes = leastBytes(value, left);
    left -= bytes;
    if (bytes > largest.bytes) largest = { field, bytes };
    if (left < 0) throw tooLarge(largest.field);
  }
}

/** Bytes that a value has at least as JSON; some number above `most` when it has more than that. */
function leastBytes(value: unknown, most: number): number {
  if (typeof value === 'string') return value.length + 2;
  if (typeof value !== 'object' || value === null) return 1;
  let bytes = 2;
  if (Array.isArray(value)) {
    for (let index = 0; index < value.length && bytes <= most; index += 1)
      bytes += leastBytes(value[index], most - bytes) + (index === 0 ? 0 : 1);
    return bytes;
  }
  for (const key in value) {
    bytes += key.length + 3 + leastBytes((value as Record<string, unknown>)[key], most - bytes);
    if (bytes > most) break;
  }
  return bytes;
}
