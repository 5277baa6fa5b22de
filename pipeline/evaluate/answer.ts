import type { Evidence } from '../contract/index.ts';

/** What a scorer found out about one question, before polarity and points. */
export type Answer = Answered | Open;

export interface Answered {
  readonly type: 'answered';
  /** How far the answer is "yes", 0 to 1. */
  readonly yes: number;
  readonly reason: string;
  readonly evidence: readonly Evidence[];
  /** 0 to 1; null when the scorer gives none. */
  readonly confidence: number | null;
}

/** No answer: the question does not arise, or nobody can tell. */
export interface Open {
  readonly type: 'not_applicable' | 'undetermined';
  readonly reason: string;
}

export const undetermined = (reason: string): Open => ({ type: 'undetermined', reason });
export const notApplicable = (reason: string): Open => ({ type: 'not_applicable', reason });

/** Reasons that reports group by. */
export const REASONS = {
  no_model: 'no model configured',
  no_transcript: 'no transcript',
  no_turns: 'no turns',
  no_roles: 'the transcript does not tell who speaks',
  no_agent: 'the agent says nothing in this transcript',
  no_customer: 'the customer says nothing in this transcript',
  no_times: 'the transcript has no times',
  scorer_failed: 'scorer_failed',
} as const;
