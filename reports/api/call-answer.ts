import { type CallDocument, currentEvaluation, type Evaluation } from '../../pipeline/contract/index.ts';

/** The part of an evaluation that a reader is shown. */
type Scored = Pick<
  Evaluation,
  | 'evaluation_id'
  | 'form_id'
  | 'form_version'
  | 'attempt'
  | 'scorer'
  | 'model'
  | 'scored_at'
  | 'status'
  | 'criteria'
  | 'sections'
  | 'percentage'
  | 'coverage'
  | 'auto_failed'
  | 'band'
>;

/** A call as its page shows it: what was said, and the evaluation that reports count. */
export interface CallAnswer
  extends Pick<
    CallDocument,
    | 'call_id'
    | 'started_at'
    | 'started_at_origin'
    | 'processed_at'
    | 'duration_seconds'
    | 'direction'
    | 'channel'
    | 'language'
    | 'queue'
    | 'agent'
    | 'customer'
    | 'transcript'
    | 'sentiment'
    | 'ai_summary'
    | 'categories'
    | 'topics'
    | 'unscored_reason'
  > {
  readonly source: Pick<CallDocument['source'], 'provider' | 'pii_redacted' | 'redacted_by'>;
  readonly evaluation: Scored | null;
  /** Evaluations of this call, of all forms and attempts. */
  readonly evaluation_count: number;
}

/** Takes from a call's document what its page shows; hashes, prompts and usage stay behind. */
export function callAnswer(document: CallDocument): CallAnswer {
  const { evaluations, source } = document;
  const evaluation = currentEvaluation(evaluations);
  return {
    call_id: document.call_id,
    started_at: document.started_at,
    started_at_origin: document.started_at_origin,
    processed_at: document.processed_at,
    duration_seconds: document.duration_seconds,
    direction: document.direction,
    channel: document.channel,
    language: document.language,
    queue: document.queue,
    agent: document.agent,
    customer: document.customer,
    transcript: document.transcript,
    sentiment: document.sentiment,
    ai_summary: document.ai_summary,
    categories: document.categories,
    topics: document.topics,
    unscored_reason: document.unscored_reason,
    source: {
      provider: source.provider,
      pii_redacted: source.pii_redacted,
      redacted_by: source.redacted_by,
    },
    evaluation: evaluation === undefined ? null : shown(evaluation),
    evaluation_count: evaluations.length,
  };
}

function shown(evaluation: Evaluation): Scored {
  const { evaluation_id, form_id, form_version, attempt, scorer, model, scored_at, status } = evaluation;
  const { criteria, sections, percentage, coverage, auto_failed, band } = evaluation;
  return {
    ...{ evaluation_id, form_id, form_version, attempt, scorer, model, scored_at, status },
    ...{ criteria, sections, percentage, coverage, auto_failed, band },
  };
}
