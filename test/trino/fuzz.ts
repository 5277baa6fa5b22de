import { comparable, type TrinoAnswer } from '../support/trino.ts';
import type { Answer } from '../support/trino-adapter.ts';
import { GRAMMAR, type Production } from './fuzz-grammar.ts';

/** A generated text as a tree, so that it can be made smaller. */
export interface Tree {
  readonly kind: string;
  readonly production: Production;
  readonly parts: readonly Tree[];
}

/** Numbers from 0 to 1 that are the same for the same seed (mulberry32). */
export function randomFrom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Grows a text of a kind, of at most `depth` levels. */
export function grow(kind: string, depth: number, random: () => number): Tree {
  const all = GRAMMAR.get(kind);
  if (!all) throw new TypeError(`the grammar has no ${kind}`);
  const leaves = all.filter(({ kinds }) => kinds.length === 0);
  const list = (depth <= 0 || random() < 0.2) && leaves.length > 0 ? leaves : all;
  const production = list[Math.floor(random() * list.length)] as Production;
  return { kind, production, parts: production.kinds.map((part) => grow(part, depth - 1, random)) };
}

/** Kinds that can stand in a SELECT list. */
const VALUES = 'int big dec dbl real str date ts zoned span bool json map bytes list'.split(' ');

/** One expression over the rows of `calls`; half of the time over those whose numbers and dates are small. */
export function statement(random: () => number): Tree {
  const kind = VALUES[Math.floor(random() * VALUES.length)] ?? 'int';
  const where = random() < 0.5 ? " WHERE c.call_id IN ('f01', 'f05', 'f07')" : '';
  const production = { texts: ['SELECT c.call_id, ', ` FROM calls c${where}`], kinds: [kind] };
  return { kind: 'statement', production, parts: [grow(kind, 3, random)] };
}

/** The text that a tree stands for. */
export const write = ({ production: { texts, kinds }, parts }: Tree): string =>
  texts
    .map((text, index) => {
      const part = parts[index];
      if (!part) return text;
      const written = write(part);
      return (
        text +
        (part.parts.length > 0 && kinds[index] !== 'query' && BRACKETED.test(written)
          ? `(${written})`
          : written)
      );
    })
    .join('');

/** Texts with an operator outside need brackets when they become part of another one. */
const BRACKETED = /^-|^[^(']*[^(,] (?:[-+*/%<>=|]|<>|>=|\|\||IN|NOT|IS|BETWEEN|LIKE) /;

/** Trees that are one step smaller: a part in place of the whole, or a leaf in place of a part. */
export function* smaller(tree: Tree): Generator<Tree> {
  if (tree.parts.length > 0) for (const part of descendants(tree)) if (part.kind === tree.kind) yield part;
  const [leaf] = GRAMMAR.get(tree.kind) ?? [];
  if (leaf && leaf.kinds.length === 0 && tree.parts.length > 0)
    yield { ...tree, production: leaf, parts: [] };
  for (const [index, part] of tree.parts.entries())
    for (const less of smaller(part)) yield { ...tree, parts: tree.parts.with(index, less) };
}

const descendants = (tree: Tree): Tree[] => tree.parts.flatMap((part) => [part, ...descendants(part)]);

/** The two engines. */
export interface Engines {
  /** Null when this engine refuses the statement or fails loudly. */
  ours(sql: string): Promise<Answer | null>;
  theirs(sql: string): Promise<TrinoAnswer>;
}

/** What became of a statement. */
export type Verdict =
  | { readonly kind: 'same' | 'refused' | 'lazier' }
  | { readonly kind: 'different'; readonly ours: string; readonly theirs: string };

/** Errors of values, which an engine only meets when it comes to compute them. */
const OF_VALUES =
  /^(NUMERIC_VALUE_OUT_OF_RANGE|DIVISION_BY_ZERO|INVALID_CAST_ARGUMENT|INVALID_FUNCTION_ARGUMENT)$/;

/**
 * Asks both engines. A statement that only Trino rejects is `different`; where only Trino comes to compute a value that
 * fails, this engine is `lazier`.
 */
export async function judge(sql: string, engines: Engines): Promise<Verdict> {
  const ours = await engines.ours(sql);
  if (!ours) return { kind: 'refused' };
  const theirs = await engines.theirs(sql);
  if ('error' in theirs && OF_VALUES.test(theirs.error)) return { kind: 'lazier' };
  if ('error' in theirs) return { kind: 'different', ours: comparable(sql, ours), theirs: theirs.error };
  const [a, b] = [comparable(sql, ours), comparable(sql, theirs)];
  return a === b ? { kind: 'same' } : { kind: 'different', ours: a, theirs: b };
}

/** A smaller statement that still differs. */
export async function shrink(
  tree: Tree,
  engines: Engines,
  attempts = 80,
): Promise<{ sql: string; verdict: Verdict }> {
  let best = tree;
  let left = attempts;
  for (let found = true; found && left > 0; ) {
    found = false;
    for (const candidate of smaller(best)) {
      if (left <= 0) break;
      if (write(candidate).length >= write(best).length) continue;
      left -= 1;
      if ((await judge(write(candidate), engines)).kind !== 'different') continue;
      best = candidate;
      found = true;
      break;
    }
  }
  const sql = write(best);
  return { sql, verdict: await judge(sql, engines) };
}
