import { isTelling } from './matching.ts';
import type { IsKept } from './ports.ts';
import { wordsOf } from './tokens.ts';

/** What stands in the path of another call's file instead of what named an erased one. */
const HIDDEN = '…';

const escaped = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&');

/**
 * The path of a file of a call that stays, without what names an erased one: calls of one contact often lie in a folder that is
 * called like the first of them. The same again changes nothing.
 * @param isErased tells ids and hashes of content
 * @param isKept tells the calls that stay: what is only a part of such an id names no other
 */
export function withoutNames(path: string, isErased: (value: string) => boolean, isKept: IsKept): string {
  const names = (text: string): string[] =>
    [...wordsOf(text, isKept)].filter((word) => isTelling(word) && isErased(word));
  let shown = path;
  for (const name of names(path).sort((a, b) => b.length - a.length))
    for (const spelling of [name, encodeURIComponent(name)])
      shown = shown.replaceAll(
        new RegExp(`(?<![A-Za-z0-9])${escaped(spelling)}(?![A-Za-z0-9])`, 'g'),
        HIDDEN,
      );
  // Spelt in another way.
  return shown.replaceAll(/[^/\\]+/g, (part) => (names(part).length > 0 ? HIDDEN : part));
}
