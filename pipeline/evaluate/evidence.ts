import type { Evidence, Turn } from '../contract/index.ts';

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
