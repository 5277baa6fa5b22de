import { type IsKept, SHORTEST_WORD, searchable, type Trace, wordsOf } from '../../../etl/erase/index.ts';

/**
 * Everything in a text of any form that could be a call id or the hash of content. Short words are in every text and tell nothing.
 * @param file that it stands in, by its name below the home
 */
export function* tracesIn(text: string | Uint8Array, isKept: IsKept, file?: string): Generator<Trace> {
  const where = file === undefined ? {} : { file };
  const known = new Set<string>();
  for (const value of wordsOf(typeof text === 'string' ? text : searchable(text), isKept)) {
    if (value.length < SHORTEST_WORD || known.has(value)) continue;
    known.add(value);
    yield { kind: SHA256.test(value) ? 'content' : 'call', value, ...where };
  }
}

const SHA256 = /^[0-9a-f]{64}$/;
