import { PatternRefused } from '../errors.ts';

/** A pattern as a tree. */
export type Node =
  | { readonly type: 'one'; readonly source: string }
  | { readonly type: 'assert'; readonly what: Assertion }
  | { readonly type: 'sequence'; readonly items: readonly Node[] }
  | { readonly type: 'choice'; readonly options: readonly Node[] }
  | {
      readonly type: 'repeat';
      readonly item: Node;
      readonly min: number;
      readonly max: number;
      readonly lazy: boolean;
    };

export type Assertion = 'start' | 'end' | 'boundary' | 'no_boundary';

const MAX_LENGTH = 2000;
const MAX_DEPTH = 50;
const MAX_REPEAT = 1000;

/** What counts as a letter of a word, inside a class. */
const WORD_CLASS = '\\p{L}\\p{N}\\p{M}_';

const QUANTIFIER = /([*+?]|\{(\d+)(?:(,)(\d*))?\})(\??)/y;
const ESCAPE =
  /\\(?:[dDsSfnrtv]|[pP]\{[^}]*\}|u\{[0-9a-fA-F]+\}|u[0-9a-fA-F]{4}|x[0-9a-fA-F]{2}|[!-/:-@[-`{-~])/y;
const CLASS = /\[(?:\\.|[^\]\\])*\]/suy;

/**
 * Parses a pattern: literals, `.`, classes, `\d \s \w \p{…}`, groups, `|`, quantifiers (greedy and lazy), `^ $ \b \B`.
 * @throws {PatternRefused}
 */
export function parsePattern(pattern: string): Node {
  if (pattern.length > MAX_LENGTH)
    throw new PatternRefused(`longer than ${MAX_LENGTH} characters`, MAX_LENGTH);
  const reader: Reader = { pattern, at: 0, depth: 0 };
  const node = parseChoice(reader);
  if (reader.at < pattern.length) throw new PatternRefused('a ")" without its "("', reader.at);
  return node;
}

interface Reader {
  readonly pattern: string;
  at: number;
  depth: number;
}

function parseChoice(reader: Reader): Node {
  const options = [parseSequence(reader)];
  while (reader.pattern[reader.at] === '|') {
    reader.at += 1;
    options.push(parseSequence(reader));
  }
  const [only] = options;
  return options.length === 1 && only ? only : { type: 'choice', options };
}

function parseSequence(reader: Reader): Node {
  const items: Node[] = [];
  for (;;) {
    const next = reader.pattern[reader.at];
    if (next === undefined || next === '|' || next === ')') return { type: 'sequence', items };
    items.push(quantified(reader, parseAtom(reader)));
  }
}

function quantified(reader: Reader, item: Node): Node {
  const at = reader.at;
  const match = take(reader, QUANTIFIER);
  if (match === null) return item;
  if (item.type === 'assert') throw new PatternRefused('a repetition of nothing', at);
  const [, sign, low, comma, high, lazy] = match;
  const min = low === undefined ? (sign === '+' ? 1 : 0) : Number(low);
  const max = low === undefined ? (sign === '?' ? 1 : Infinity) : upperBound(min, comma, high);
  if (min > MAX_REPEAT || (max !== Infinity && max > MAX_REPEAT))
    throw new PatternRefused(`a repetition of more than ${MAX_REPEAT} times`, at);
  if (max < min) throw new PatternRefused('a repetition whose numbers are in the wrong order', at);
  return { type: 'repeat', item, min, max, lazy: lazy === '?' };
}

function upperBound(min: number, comma: string | undefined, high: string | undefined): number {
  if (comma === undefined) return min;
  return high === undefined || high === '' ? Infinity : Number(high);
}

function parseAtom(reader: Reader): Node {
  const { pattern, at } = reader;
  const next = String.fromCodePoint(pattern.codePointAt(at) ?? 0);
  if (next === '(') return parseGroup(reader);
  if (next === '[') return parseClass(reader);
  if (next === '\\') return parseEscape(reader);
  if ('*+?{'.includes(next))
    throw new PatternRefused(`a "${next}" with nothing before it (write \\${next} for the character)`, at);
  if (next === ']' || next === '}')
    throw new PatternRefused(`a "${next}" that closes nothing (write \\${next} for the character)`, at);
  reader.at += next.length;
  if (next === '^') return { type: 'assert', what: 'start' };
  if (next === '$') return { type: 'assert', what: 'end' };
  return { type: 'one', source: next === '/' ? '\\/' : next };
}

function parseGroup(reader: Reader): Node {
  const opened = reader.at;
  reader.at += 1;
  if (reader.pattern[reader.at] === '?') {
    if (reader.pattern[reader.at + 1] !== ':')
      throw new PatternRefused(
        'look-ahead, look-behind and named groups are not supported, only ( ) and (?: )',
        opened,
      );
    reader.at += 2;
  }
  reader.depth += 1;
  if (reader.depth > MAX_DEPTH) throw new PatternRefused(`groups nested deeper than ${MAX_DEPTH}`, opened);
  const node = parseChoice(reader);
  if (reader.pattern[reader.at] !== ')') throw new PatternRefused('a "(" without its ")"', opened);
  reader.at += 1;
  reader.depth -= 1;
  return node;
}

function parseClass(reader: Reader): Node {
  const at = reader.at;
  const match = take(reader, CLASS);
  if (match === null) throw new PatternRefused('a "[" without its "]"', at);
  const source = match[0].replace(/\\[\s\S]/g, (written) => {
    if (written === '\\W') throw new PatternRefused('\\W inside [ ] is not supported', at);
    return written === '\\w' ? WORD_CLASS : written;
  });
  return one(source, at);
}

function parseEscape(reader: Reader): Node {
  const at = reader.at;
  const named = reader.pattern[at + 1];
  if (named === 'b' || named === 'B' || named === 'w' || named === 'W') {
    reader.at += 2;
    if (named === 'b') return { type: 'assert', what: 'boundary' };
    if (named === 'B') return { type: 'assert', what: 'no_boundary' };
    return one(`[${named === 'W' ? '^' : ''}${WORD_CLASS}]`, at);
  }
  if (named !== undefined && /[1-9k]/.test(named))
    throw new PatternRefused('back-references are not supported', at);
  const match = take(reader, ESCAPE);
  if (match === null) throw new PatternRefused(`an escape that means nothing: \\${named ?? ''}`, at);
  const isLiteral = match[0].length === 2 && /[!-/:-@[-`{-~]/.test(match[0][1] ?? '');
  return one(isLiteral ? literal(match[0][1] ?? '') : match[0], at);
}

/** Characters that JavaScript lets be escaped under the u flag keep their backslash; others stand for themselves. */
const literal = (character: string): string =>
  /[\^$\\.*+?()[\]{}|/]/.test(character) ? `\\${character}` : character;

/** One character of the text. JavaScript's own engine decides on it: over a single character nothing can backtrack. */
function one(source: string, at: number): Node {
  try {
    new RegExp(`^(?:${source})$`, 'iu');
  } catch {
    throw new PatternRefused('a class or escape that is not valid', at);
  }
  return { type: 'one', source };
}

function take(reader: Reader, expression: RegExp): RegExpExecArray | null {
  expression.lastIndex = reader.at;
  const match = expression.exec(reader.pattern);
  if (match !== null) reader.at = expression.lastIndex;
  return match;
}
