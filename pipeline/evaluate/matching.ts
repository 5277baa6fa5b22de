import type { Evidence, Matcher, SaidBy, Window } from '../contract/index.ts';
import type { Open } from './answer.ts';
import { type Conversation, type SearchableTurn, silenceOn } from './conversation.ts';
import { compilePattern, findPattern, findPatterns, type Program } from './pattern/index.ts';
import { findPhrase, findPhrases, foldedPhrase, type Passage } from './spoken-text.ts';
import { turnsWithin } from './window.ts';

/** A place at which something was said. */
export interface Occurrence {
  readonly in: SearchableTurn;
  readonly passage: Passage;
}

/** Where to look for a matcher that does not say itself who must say it. */
export interface Scope {
  readonly said_by: SaidBy;
  readonly within: Window | null;
}

/** Turns in which a matcher is looked for, or why it cannot be. */
export function turnsFor(
  conversation: Conversation,
  matcher: Matcher,
  scope: Scope,
): readonly SearchableTurn[] | Open {
  const saidBy = matcher.said_by ?? scope.said_by;
  return silenceOn(conversation, saidBy) ?? turnsWithin(conversation, saidBy, scope.within);
}

/** Whether turns were found, rather than a reason why not. */
export const areTurns = (turns: readonly SearchableTurn[] | Open): turns is readonly SearchableTurn[] =>
  Array.isArray(turns);

/**
 * The first time that something is said in these turns, in any of its wordings; null when it is not.
 * @throws {PatternRefused} for a pattern that lint would have refused
 */
export function firstSaid(matcher: Matcher, turns: readonly SearchableTurn[]): Occurrence | null {
  const { phrases, programs } = compiled(matcher);
  for (const turn of turns) {
    const passages = [
      ...phrases.map((phrase) => findPhrase(turn.spoken(), phrase)),
      ...programs.map((program) => findPattern(program, turn.typed())),
    ].filter((passage) => passage !== null);
    const [first] = passages.toSorted(bySpot);
    if (first) return { in: turn, passage: first };
  }
  return null;
}

/**
 * Every time that something is said in these turns, up to a number, in order; passages of different wordings may overlap.
 * @throws {PatternRefused} for a pattern that lint would have refused
 */
export function allSaid(matcher: Matcher, turns: readonly SearchableTurn[], limit: number): Occurrence[] {
  const { phrases, programs } = compiled(matcher);
  const found: Occurrence[] = [];
  for (const turn of turns) {
    const passages = [
      ...phrases.flatMap((phrase) => findPhrases(turn.spoken(), phrase)),
      ...programs.flatMap((program) => findPatterns(program, turn.typed(), limit)),
    ];
    for (const passage of passages.toSorted(bySpot)) found.push({ in: turn, passage });
    if (found.length >= limit) return found.slice(0, limit);
  }
  return found;
}

/** Whether the second occurrence begins after the first one. */
export const isLater = (first: Occurrence, second: Occurrence): boolean =>
  second.in.position > first.in.position ||
  (second.in.position === first.in.position && second.passage.start > first.passage.start);

/** The original's words at that place. */
export function evidenceOf({ in: { turn, spoken }, passage }: Occurrence): Evidence {
  const quote = spoken().codePoints.slice(passage.start, passage.end).join('');
  return { turn: turn.index, start_ms: turn.start_ms, offset: passage.start, quote, verified: false };
}

const bySpot = (left: Passage, right: Passage): number => left.start - right.start || right.end - left.end;

interface Compiled {
  readonly phrases: readonly string[];
  readonly programs: readonly Program[];
}

/** A form's matchers are the same objects for every call of a night. */
const known = new WeakMap<Matcher, Compiled>();

function compiled(matcher: Matcher): Compiled {
  const before = known.get(matcher);
  if (before !== undefined) return before;
  const made = { phrases: matcher.phrases.map(foldedPhrase), programs: matcher.patterns.map(compilePattern) };
  known.set(matcher, made);
  return made;
}
