import type { Evaluation, Evidence } from './evaluation.ts';
import type { Turn } from './transcript.ts';

/**
 * Checks a quote against the transcript, to the letter and in Unicode code points: it must stand in the turn with that index,
 * at its offset, or anywhere in that turn when it comes without an offset. What is not found has `offset` null and
 * `verified` false; `start_ms` is the turn's own.
 */
export function verifyEvidence(turns: readonly Turn[], evidence: Evidence): Evidence {
  const turn = turns.find(({ index }) => index === evidence.turn);
  const offset = turn === undefined || evidence.quote === '' ? null : offsetOf(turn.text, evidence);
  return { ...evidence, start_ms: turn?.start_ms ?? null, offset, verified: offset !== null };
}

function offsetOf(text: string, { quote, offset }: Evidence): number | null {
  const codePoints = Array.from(text);
  const sought = Array.from(quote);
  const standsAt = (at: number): boolean => sought.every((codePoint, i) => codePoints[at + i] === codePoint);
  if (offset !== null) return standsAt(offset) ? offset : null;
  const first = codePoints.findIndex((_, at) => standsAt(at));
  return first === -1 ? null : first;
}

/**
 * Holds evaluations of a call against the transcript that it has now. Answers, scores and quotes stay as they were said; a
 * quote that was verified follows its words, and where these no longer stand it is not verified any more.
 * @param said turns that stood beside them before
 * @param turns those of now; empty for a call without a transcript
 */
export const heldAgainst = (
  evaluations: readonly Evaluation[],
  said: readonly Turn[],
  turns: readonly Turn[],
): Evaluation[] =>
  evaluations.map((evaluation) => ({
    ...evaluation,
    criteria: evaluation.criteria.map((criterion) => ({
      ...criterion,
      evidence: criterion.evidence.map((evidence) => followed(evidence, said, turns)),
    })),
  }));

/** Words that stand in several other turns are not followed: nobody could tell which of them was meant. */
function followed(evidence: Evidence, said: readonly Turn[], turns: readonly Turn[]): Evidence {
  const { turn: index, quote, verified } = evidence;
  if (!verified || quote === '') return verifyEvidence(turns, { ...evidence, offset: null });
  const places = placesOf(evidence, said, turns);
  const here = verifyEvidence(places, evidence);
  if (here.verified) return here;
  const [place, ...others] = places.some(isTurn(index)) ? places.filter(isTurn(index)) : places;
  if (place !== undefined && others.length === 0)
    return verifyEvidence(places, { ...evidence, turn: place.index, offset: null });
  return {
    ...evidence,
    start_ms: turns.find(isTurn(index))?.start_ms ?? null,
    offset: null,
    verified: false,
  };
}

const isTurn =
  (index: number) =>
  (turn: Turn): boolean =>
    turn.index === index;

/** Turns that say the quote: those of who said it, since a few words of the other are another thing; else of whoever does. */
function placesOf({ turn, quote }: Evidence, said: readonly Turn[], turns: readonly Turn[]): Turn[] {
  const says = ({ text }: Turn): boolean => text.includes(quote);
  const saying = turns.filter(says);
  const before = said.filter(says).find(isTurn(turn));
  const own = saying.filter(({ speaker }) => speaker === before?.speaker);
  return own.length > 0 ? own : saying;
}
