import type { ErasurePlan } from './plan.ts';
import type { Selector } from './selector.ts';
import { searchable, wordsOf } from './tokens.ts';

/** Shorter ids are words of any text: they count only where a field names an id. */
export const SHORTEST_WORD = 6;

/** So are shorter numbers, such as times in milliseconds. */
const SHORTEST_NUMBER = 8;

/** Whether a text is long enough to tell something wherever it stands. */
export const isTelling = (text: string): boolean =>
  text.length >= (/^\d+$/.test(text) ? SHORTEST_NUMBER : SHORTEST_WORD);

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/** A JSON field whose name speaks of an id or a reference, with that value. */
function fieldWith(value: string): RegExp {
  const text = escaped(searchable(Buffer.from(JSON.stringify(value).slice(1, -1))));
  return new RegExp(`"\\w*(?:id|ref)\\w*"\\s*:\\s*(?:"${text}"|${text}(?![\\w.-]))`, 'i');
}

/** JSON fields whose name speaks of an id or a reference, with values of any length. */
const ID_FIELDS = /"\w*(?:id|ref)\w*"\s*:\s*(?:"([^"\\]{1,128})"|(\d{1,128}))/gi;

/** Values of all such fields in a text: what {@link concerns} would take for ids however short they are. */
export function* fieldIdsOf(text: string): Generator<string> {
  for (const [, quoted, number] of text.matchAll(ID_FIELDS)) yield quoted ?? number ?? '';
}

/** Whether bytes that nobody can parse speak of the customer or agent that was named. */
function namesPerson(text: string, { kind, value }: Selector): boolean {
  return (kind === 'customer' || kind === 'agent') && fieldWith(value).test(text);
}

/**
 * Whether bytes of unknown form (quarantined, half written, exported) are of a call that is erased: they hold its id, the
 * hash of its content, or a field with the customer or agent that was named.
 */
export function concerns(
  { calls, alike, contents, selector }: Pick<ErasurePlan, 'calls' | 'alike' | 'contents' | 'selector'>,
  bytes: Uint8Array,
): boolean {
  const text = searchable(bytes);
  for (const word of wordsOf(text, (id) => alike.has(id))) {
    if (contents.has(word)) return true;
    if (calls.has(word) && (isTelling(word) || fieldWith(word).test(text))) return true;
  }
  return namesPerson(text, selector);
}
