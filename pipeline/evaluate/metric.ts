import type { Evidence, Measure, Metric, Turn } from '../contract/index.ts';
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
    reason: `${NAMES[metric.measure]}: ${inWords(metric.measure, value)}; ${wanted(metric)}`,
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

/** What a reader calls each measure. */
const NAMES: Readonly<Record<Measure, string>> = {
  silence_seconds: 'silence',
  silence_share: 'silence',
  agent_talk_share: "agent's share of the talk",
  longest_monologue_seconds: 'longest monologue',
  interruptions: 'interruptions',
  agent_interruptions: 'interruptions by the agent',
  duration_seconds: 'length of the call',
  average_response_seconds: 'average wait for an answer',
  longest_response_seconds: 'longest wait for an answer',
  first_response_seconds: 'wait for the first answer',
};

/** A measured value with its unit: shares as percent, numbers with at most one digit after the point. */
function inWords(measured: Measure, value: number): string {
  if (measured.endsWith('_share')) return `${Math.round(value * 1000) / 10} %`;
  const number = String(Math.round(value * 10) / 10);
  return measured.endsWith('_seconds') ? `${number} s` : number;
}

function wanted({ measure: measured, min, max, full_at: full, zero_at: zero }: Metric): string {
  const words = (value: number): string => inWords(measured, value);
  if (full !== null && zero !== null) return `full score at ${words(full)}, none at ${words(zero)}`;
  if (min !== null && max !== null) return `${words(min)} to ${words(max)} wanted`;
  if (min !== null) return `at least ${words(min)} wanted`;
  return max === null ? '' : `at most ${words(max)} wanted`;
}

const wholeTurn = (turn: Turn): Evidence => ({
  turn: turn.index,
  start_ms: turn.start_ms,
  offset: 0,
  quote: turn.text,
  verified: false,
});
