import { quote, refuse, unsupported } from '../analysis/context.ts';
import { INTEGER, type Type, VARCHAR, varchar } from '../types/type.ts';
import { type Call, define, literalNumber, literalText, type ScalarFunction } from './define.ts';
import { checkPattern, type SafePattern } from './patterns.ts';

const MAX_LENGTH = 2_147_483_647;
const lengthOf = (type: Type | undefined): number | null => (type?.kind === 'varchar' ? type.length : 0);
const limited = (length: number): Type => varchar(length >= MAX_LENGTH ? null : length);

/** Trino's length of `regexp_replace`. */
function patternReplacedLength([x, , z]: readonly Type[]): Type {
  const [from, by] = [lengthOf(x), lengthOf(z)];
  return from === null || by === null
    ? VARCHAR
    : limited(from + Math.max(Math.floor((from * by) / 2), by) * (from + 1));
}

const patternOf = (call: Call): SafePattern => checkPattern(literalText(call, 1, 'a pattern'), call.node);

/** A pattern whose matches have characters: of empty ones the two engines find different numbers. */
function matching(call: Call): SafePattern {
  const pattern = patternOf(call);
  if (pattern.matchesNothing) throw unsupported(call.node, 'a pattern that can match the empty text here');
  return pattern;
}

function group(pattern: SafePattern, number: number, call: Call): number {
  if (number < 0 || number > pattern.groups)
    throw refuse(call.node, 'invalid_function_argument', `the pattern has ${pattern.groups} groups`);
  if (number > 0 && pattern.optionalGroups)
    throw unsupported(call.node, 'a group that may be left out of the match');
  return number;
}

function extract([text]: readonly string[], number: number, call: Call): string {
  const pattern = patternOf(call);
  const index = group(pattern, number, call);
  const [written, matched] = [quote(pattern.text), `regexp_matches(${text}, ${quote(pattern.text)})`];
  return pattern.guarded(
    text,
    `CASE WHEN ${matched} THEN regexp_extract(${text}, ${written}, ${index}) END`,
    call,
  );
}

function extractAll([text]: readonly string[], number: number, call: Call): string {
  const pattern = matching(call);
  const index = group(pattern, number, call);
  return pattern.guarded(text, allMatches(text, pattern, index), call);
}

const allMatches = (text: string | undefined, pattern: SafePattern, index = 0): string =>
  `regexp_extract_all(${text}, ${quote(pattern.text)}, ${index})`;

const pieces = (text: string | undefined, pattern: SafePattern): string =>
  `string_split_regex(${text}, ${quote(pattern.text)})`;

function count([text]: readonly string[], call: Call): string {
  const pattern = matching(call);
  return pattern.guarded(text, `CAST(len(${allMatches(text, pattern)}) AS BIGINT)`, call);
}

function split([text]: readonly string[], call: Call): string {
  const pattern = matching(call);
  return pattern.guarded(text, pieces(text, pattern), call);
}

/** Where the n-th match begins: after the pieces and matches before it. */
function position([text]: readonly string[], call: Call): string {
  const pattern = matching(call);
  const start = call.args[2] ? literalNumber(call, 2, 'a start') : 1;
  const nth = call.args[3] ? literalNumber(call, 3, 'an occurrence') : 1;
  if (start < 1 || nth < 1) throw refuse(call.node, 'invalid_function_argument', 'positions begin at 1');
  if (start > 1 && pattern.anchored) throw unsupported(call.node, 'a start beside a pattern with ^');
  const rest = start === 1 ? (text ?? '') : `substr(${text}, ${start})`;
  const total = (list: string, most: number) =>
    `coalesce(list_sum(list_transform(list_slice(${list}, 1, ${most}), lambda e: length(e))), 0)`;
  const [before, matches] = [pieces(rest, pattern), allMatches(rest, pattern)];
  const at = `${total(before, nth)} + ${total(matches, nth - 1)} + ${start}`;
  const found = `CASE WHEN ${text} IS NULL THEN NULL WHEN len(${matches}) >= ${nth} THEN CAST(${at} AS INTEGER) ELSE -1 END`;
  return pattern.guarded(text, found, call);
}

function replace([text]: readonly string[], by: string, call: Call): string {
  const pattern = matching(call);
  const written = quote(replacement(by, pattern, call));
  return pattern.guarded(text, `regexp_replace(${text}, ${quote(pattern.text)}, ${written}, 'g')`, call);
}

/** A replacement in DuckDB's notation: `$1` and `${name}` become `\\1`, and what has no meaning stays. */
function replacement(by: string, pattern: SafePattern, call: Call): string {
  return by.replace(
    /\\(.)|\$(\d)(\d?)|\$\{(\w+)\}|[$\\]/gsu,
    (whole, escaped?: string, digit?: string, next?: string, name?: string) => {
      if (escaped !== undefined) return escaped === '\\' ? '\\\\' : escaped;
      const index = name === undefined ? Number(digit) : pattern.names.indexOf(name) + 1;
      if ((digit === undefined && name === undefined) || (name !== undefined && index === 0))
        throw refuse(call.node, 'invalid_function_argument', `${whole} names no group`);
      if (next && pattern.groups > 9) throw unsupported(call.node, 'a group of two digits');
      return `\\${group(pattern, index, call)}${next ?? ''}`;
    },
  );
}

const START = 'varchar(x), varchar(y)';

/** Functions of regular expressions, all of them found by DuckDB's engine, whose time grows with the text alone. */
export const REGEXPS: readonly ScalarFunction[] = [
  define(`regexp_like(${START}) -> boolean`, ([text], call) => {
    const pattern = patternOf(call);
    return pattern.guarded(text, `regexp_matches(${text}, ${quote(pattern.text)})`, call);
  }),
  define(`regexp_extract(${START}) -> varchar(x)`, (args, call) => extract(args, 0, call)),
  define(`regexp_extract(${START}, bigint) -> varchar(x)`, (args, call) =>
    extract(args, literalNumber(call, 2, 'a group'), call),
  ),
  define(`regexp_extract_all(${START}) -> array(varchar(x))`, (args, call) => extractAll(args, 0, call)),
  define(`regexp_extract_all(${START}, bigint) -> array(varchar(x))`, (args, call) =>
    extractAll(args, literalNumber(call, 2, 'a group'), call),
  ),
  define(`regexp_split(${START}) -> array(varchar(x))`, split),
  define(`regexp_count(${START}) -> bigint`, count),
  define(`regexp_position(${START}) -> integer`, position, { resultOf: () => INTEGER }),
  define(`regexp_position(${START}, integer) -> integer`, position, { resultOf: () => INTEGER }),
  define(`regexp_position(${START}, integer, integer) -> integer`, position, { resultOf: () => INTEGER }),
  define(`regexp_replace(${START}) -> varchar(x)`, (args, call) => replace(args, '', call)),
  define(
    `regexp_replace(${START}, varchar(z)) -> varchar`,
    (args, call) => replace(args, literalText(call, 2, 'a replacement'), call),
    { resultOf: patternReplacedLength },
  ),
];

/**
 * The texts around the matches of a pattern, and the groups of each match, for a replacement by a lambda. A match alone
 * has the same groups as within its text, since nothing in the pattern looks around.
 */
export function matchesOf(text: string, call: Call): { readonly pieces: string; readonly groups: string } {
  const pattern = matching(call);
  group(pattern, pattern.groups, call);
  if (pattern.anchored || pattern.ends)
    throw unsupported(call.node, 'a replacement by a lambda for a pattern with ^ or $');
  const lists = Array.from(
    { length: pattern.groups },
    (_, index) => `${allMatches('m', pattern, index + 1)}[1]`,
  );
  const guarded = pattern.guarded(text, text, { ...call, result: VARCHAR });
  return {
    pieces: pieces(guarded, pattern),
    groups: `list_transform(${allMatches(guarded, pattern)}, lambda m: CAST([${lists.join(', ')}] AS VARCHAR[]))`,
  };
}
