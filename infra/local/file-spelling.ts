import { isUtf8 } from 'node:buffer';
import { sep } from 'node:path';

/** Windows keeps names as text, and its backslash parts them. */
const NAMES_ARE_BYTES = sep === '/';

const ESCAPE = /\\x(5c|[89a-f][0-9a-f])/;

/** A backslash that would be taken for the beginning of an escape. */
const LIKE_ESCAPE = /\\(?=x(?:5c|[89a-f][0-9a-f]))/g;

/**
 * A path as text that no other path has and that {@link pathOnDisk} turns back: the path itself, but a name that is not UTF-8, as
 * old archives leave them behind, has `\xfc` for a byte that is not ASCII. In a name that is really called so, `\x5c` stands for
 * the backslash.
 */
export function spellingOf(path: Buffer | string): string {
  if (!NAMES_ARE_BYTES) return path.toString();
  if (typeof path === 'string' || isUtf8(path)) return path.toString().replaceAll(LIKE_ESCAPE, '\\x5c');
  return path
    .toString('latin1')
    .split(sep)
    .map((name) => spelledName(Buffer.from(name, 'latin1')))
    .join(sep);
}

/** The path that a spelling stands for, as file systems take it. */
export function pathOnDisk(spelling: string): Buffer | string {
  if (!NAMES_ARE_BYTES || !ESCAPE.test(spelling)) return spelling;
  // Text and the digits of escapes take turns.
  const parts = spelling.split(ESCAPE).map((part, at) => Buffer.from(part, at % 2 === 0 ? 'utf8' : 'hex'));
  return Buffer.concat(parts);
}

function spelledName(name: Buffer): string {
  if (isUtf8(name)) return spellingOf(name);
  const text = name.toString('latin1').replaceAll(LIKE_ESCAPE, '\\x5c');
  return text.replaceAll(/[\x80-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`);
}
