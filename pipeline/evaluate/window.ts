import type { SaidBy, Window } from '../contract/index.ts';
import { type Open, REASONS, undetermined } from './answer.ts';
import { type Conversation, type SearchableTurn, turnsOf } from './conversation.ts';

/**
 * Turns of `saidBy` that lie in a window, in order; undetermined for seconds without times. Seconds count from the start of
 * the first turn, or back from the end of the last one (of the call, or of that speaker); a turn that reaches into them counts.
 */
export function turnsWithin(
  conversation: Conversation,
  saidBy: SaidBy,
  window: Window | null,
): readonly SearchableTurn[] | Open {
  const own = turnsOf(conversation, saidBy);
  if (window === null) return own;
  const counted = window.of === 'call' ? conversation.turns : own;
  const inWindow = window.first_turns ?? window.last_turns;
  if (inWindow === null) return withinSeconds(own, counted, window);
  const kept = new Set(window.first_turns === null ? counted.slice(-inWindow) : counted.slice(0, inWindow));
  return own.filter((turn) => kept.has(turn));
}

function withinSeconds(
  own: readonly SearchableTurn[],
  counted: readonly SearchableTurn[],
  window: Window,
): readonly SearchableTurn[] | Open {
  let begin = Infinity;
  let end = -Infinity;
  for (const { turn } of counted) {
    if (turn.start_ms === null) return undetermined(REASONS.no_times);
    begin = Math.min(begin, turn.start_ms);
    end = Math.max(end, turn.end_ms ?? turn.start_ms);
  }
  return own.filter(({ turn }) => {
    if (turn.start_ms === null) return false;
    if (window.first_seconds !== null) return turn.start_ms < begin + window.first_seconds * 1000;
    return (turn.end_ms ?? turn.start_ms) > end - (window.last_seconds ?? 0) * 1000;
  });
}

/** The window in words, with a space before; empty for the whole call. */
export function windowInWords(window: Window | null): string {
  if (window === null) return '';
  const { first_turns, last_turns, first_seconds, last_seconds, of } = window;
  const side = first_turns === null && first_seconds === null ? 'last' : 'first';
  const turns = first_turns ?? last_turns;
  const length = turns === null ? `${first_seconds ?? last_seconds} seconds` : `${turns} turns`;
  return of === 'call' ? ` in the ${side} ${length} of the call` : ` in their ${side} ${length}`;
}
