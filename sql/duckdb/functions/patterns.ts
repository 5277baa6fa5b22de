import { guard, unsupported } from '../analysis/context.ts';
import type { Position } from '../parser.ts';
import type { Call } from './define.ts';

/** A regular expression that Athena's engine (Joni) and DuckDB's (RE2) read alike. */
export interface SafePattern {
  readonly text: string;
  readonly groups: number;
  /** Names of its groups, in their order; null for a group without one. */
  readonly names: readonly (string | null)[];
  /** Whether it looks at where the text begins. */
  readonly anchored: boolean;
  /** Whether it looks at where the text ends. */
  readonly ends: boolean;
  /** Whether a group can be left out of a match. */
  readonly optionalGroups: boolean;
  readonly matchesNothing: boolean;
  /** Wraps SQL so that texts which the two engines read otherwise are refused at run time. */
  guarded(text: string | undefined, sql: string, call: Call): string;
}

const ANY_CASE = '(?i)';

/** Characters beyond ASCII whose other case has an ASCII letter: Athena's engine lets some of them match it. */
const OTHER_CASE =
  '[\\x{df}\\x{130}\\x{131}\\x{149}\\x{17f}\\x{1f0}\\x{1e96}-\\x{1e9a}\\x{1e9e}\\x{212a}\\x{212b}\\x{fb00}-\\x{fb06}]';

/** A character by its number, in the digits that both read: lower case, no halves of others. */
const ESCAPED = /(?<!\\)(?:\\\\)*\\u[\da-f]{4}/;
const ESCAPED_ALL = /(?<!\\)((?:\\\\)*)\\u([\da-f]{4})/g;

const HINT =
  'Allowed are a leading (?i), plain characters, ., [a-z], \\d \\w \\s, \\u0041, groups, |, ^, $, and * + ? {n,m}.';

/**
 * Checks a pattern piece by piece against the shared part of the two languages.
 * @throws {SqlRefused} for anything else: look-around, back references, possessive quantifiers, POSIX classes, flags
 */
export function checkPattern(written: string, node: Position): SafePattern {
  const anyCase = written.startsWith(ANY_CASE);
  const pattern = anyCase ? written.slice(ANY_CASE.length) : written;
  if (anyCase && (/[\u{80}-\u{10ffff}]/u.test(pattern) || ESCAPED.test(pattern)))
    throw unsupported(node, `${ANY_CASE} with characters beyond ASCII`, HINT);
  const piece =
    /\\[dws]|\\u(?!d[89a-f])[\da-f]{4}|\\[.\\^$|()[\]{}*+?/-]|\[\^?(?:\\[dws.\\\][^/-]|\\u(?!d[89a-f])[\da-f]{4}|[^\\\][&^\x80-\u{10ffff}])+\]|\(\?(?::|<[A-Za-z]\w*>)|\((?!\?)|[)|^$.]|[*+?]\??(?![*+?])|\{\d{1,3}(?:,\d{0,3})?\}\??(?![*+?])|[^\\[\](){}*+?|^$.]/uy;
  const pieces: string[] = [];
  while (piece.lastIndex < pattern.length) {
    const at = piece.lastIndex;
    const found = piece.exec(pattern)?.[0];
    if (found === undefined) throw unsupported(node, `the pattern piece at character ${at + 1}`, HINT);
    pieces.push(found);
  }
  if (!compiles(pattern)) throw unsupported(node, 'this pattern', HINT);
  return describe(pattern, pieces, anyCase);
}

function describe(pattern: string, pieces: readonly string[], anyCase: boolean): SafePattern {
  const shorthand = pieces.some((piece) => /\\[dws]/.test(piece));
  // A vertical tab is white space to Athena only.
  const space = pieces.some((piece) => piece.includes('\\s'));
  const ends = pieces.includes('$');
  const opened = pieces.filter((piece) => piece === '(' || piece.startsWith('(?<'));
  return {
    text: `${anyCase ? ANY_CASE : ''}${pattern.replaceAll('(?<', '(?P<').replace(ESCAPED_ALL, '$1\\x{$2}')}`,
    groups: opened.length,
    names: opened.map((piece) => /<(\w+)>/.exec(piece)?.[1] ?? null),
    anchored: pieces.includes('^'),
    ends,
    optionalGroups:
      pieces.includes('|') ||
      pieces.some((piece, index) => pieces[index - 1] === ')' && /^([*?]|\{0)/.test(piece)),
    matchesNothing: new RegExp(pattern, 'u').test(''),
    guarded: (text, sql, { result }) => {
      const doubts = [
        ...(anyCase ? [`regexp_matches(${text}, '${OTHER_CASE}')`] : []),
        ...(space ? [`contains(${text}, chr(11))`] : []),
        ...(shorthand ? [`strlen(${text}) <> length(${text})`] : []),
        ...(ends ? [`ends_with(${text}, chr(10))`] : []),
      ];
      return doubts.length === 0 ? sql : guard(doubts.join(' OR '), result, sql);
    },
  };
}

function compiles(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}
