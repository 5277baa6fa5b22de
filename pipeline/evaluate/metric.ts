import type { Evidence, Metric, Turn } from '../contract/index.ts';
import type { Answer } from './answer.ts';
import type { Conversation } from './conversation.ts';
import { measure } from './measures.ts';

/** Answers a metric question by what was measured on the call. */
export function answerByMetric(metric: Metric, conversation: Conversation): Answer {
  const result = measure(metric.measure, metric.said_by, conversation);
  if (result.type !== 'measured') return result;
  const { value, at } = result;
  return {
    type: 'answered',
    yes: shareAt(metric, value),
    reason: `${metric.measure} ${inWords(value)}, ${wanted(metric)}`,
    evidence: at === null || at.text === '' ? [] : [wholeTurn(at)],
    confidence: null,
  };
}

/** How far a value answers "yes": 1 within min and max; with full_at and zero_at a line between the two. */
export function shareAt({ min, max, full_at: full, zero_at: zero }: Metric, value: number): number {
  if (full !== null && zero !== null && full !== zero)
    return Math.min(1, Math.max(0, (value - zero) / (full - zero)));
  const low = min ?? -Infinity;
  const high = max ?? Infinity;
  return value >= low && value <= high ? 1 : 0;
}

/** At most 3 digits after the point: a reader's number. */
const inWords = (value: number): string => String(Math.round(value * 1000) / 1000);

function wanted({ min, max, full_at: full, zero_at: zero }: Metric): string {
  if (full !== null && zero !== null) return `full score at ${full}, none at ${zero}`;
  if (min !== null && max !== null) return `${min} to ${max} asked for`;
  return min === null ? `at most ${max} asked for` : `at least ${min} asked for`;
}

const wholeTurn = (turn: Turn): Evidence => ({
  turn: turn.index,
  start_ms: turn.start_ms,
  offset: 0,
  quote: turn.text,
  verified: false,
});
