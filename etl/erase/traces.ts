import { fieldIdsOf, isTelling } from './matching.ts';
import type { IsKept } from './ports.ts';
import { searchable, wordsOf } from './tokens.ts';
import type { Trace } from './tombstone.ts';

/**
 * Everything in a text of any form that could be a call id or the hash of content. Short words are in every text and tell nothing,
 * unless a field of JSON names them as an id.
 * @param file that it stands in, by its name below the home, or its key
 */
export function* tracesIn(text: string | Uint8Array, isKept: IsKept, file?: string): Generator<Trace> {
  const where = file === undefined ? {} : { file };
  const known = new Set<string>();
  const searched = typeof text === 'string' ? text : searchable(text);
  for (const value of fieldIdsOf(searched)) if (!isTelling(value)) yield { kind: 'call', value, ...where };
  for (const value of wordsOf(searched, isKept)) {
    if (!isTelling(value) || known.has(value)) continue;
    if (known.size >= MOST_KNOWN) known.clear();
    known.add(value);
    yield { kind: SHA256.test(value) ? 'content' : 'call', value, ...where };
  }
}

/** Words that are given away once only: more cost memory. */
const MOST_KNOWN = 1_000_000;

const SHA256 = /^[0-9a-f]{64}$/;
