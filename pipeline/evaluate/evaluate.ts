import {
  type Criterion,
  type CriterionResult,
  type Evaluation,
  type Outcome,
  type QaForm,
  type Turn,
  verifyEvidence,
} from '../contract/index.ts';
import { type Answer, REASONS, undetermined } from './answer.ts';
import { openBecause } from './condition.ts';
import { type CallToScore, type Conversation, conversationOf } from './conversation.ts';
import { answerByMetric } from './metric.ts';
import { answerByRule } from './rule.ts';
import { score } from './scoring.ts';

/** What scores calls without a model, as written into `evaluation.scorer`; counts up when the same form would score otherwise. */
export const SCORER = 'deterministic-1';

/** A criterion whose scorer threw; it came out undetermined. */
export interface ScorerFailure {
  readonly criterionId: string;
  readonly cause: unknown;
}

export interface EvaluateInput {
  readonly call: CallToScore;
  readonly form: QaForm;
  /** From 1; counts scorings of the same call by the same form. */
  readonly attempt: number;
  /** ISO 8601 UTC. */
  readonly scored_at: string;
  readonly evaluation_id: string;
  /** Hears of criteria whose scorer threw, to log them: a defect of this product, or a form published before a rule was tightened. */
  readonly onScorerFailure?: (failure: ScorerFailure) => void;
}

/** Scores a call by a form. Never throws for what a transcript or a published form holds. */
export function evaluate(input: EvaluateInput): Evaluation {
  const { form, call } = input;
  const conversation = conversationOf(call, form.language);
  const criteria = form.criteria.map((criterion) =>
    resultOf(criterion, answerTo(criterion, conversation, input), call.transcript?.turns ?? []),
  );
  const { sections, ...scoring } = score(form, criteria);
  return {
    evaluation_id: input.evaluation_id,
    form_id: form.form_id,
    form_version: form.version,
    attempt: input.attempt,
    scorer: SCORER,
    ...WITHOUT_MODEL,
    scored_at: input.scored_at,
    ...scoring,
    criteria,
    sections: sections.map((section, i) => ({ ...section, title: form.sections[i]?.title ?? section.id })),
  };
}

const WITHOUT_MODEL = {
  model: null,
  profile_id: null,
  profile_version: null,
  prompt_sha256: null,
  request_id: null,
  usage: null,
} as const;

/** One criterion that cannot be scored must not cost the others their scores. */
function answerTo(
  criterion: Criterion,
  conversation: Conversation,
  { onScorerFailure }: EvaluateInput,
): Answer {
  try {
    const open = openBecause(criterion.applies_when, conversation);
    if (open !== null) return open;
    return withinRights(criterion, answerByKind(criterion, conversation));
  } catch (cause) {
    onScorerFailure?.({ criterionId: criterion.id, cause });
    // The class and no message: messages of foreign errors may quote the text they were thrown over.
    return undetermined(`${REASONS.scorer_failed}: ${cause instanceof Error ? cause.name : 'unknown cause'}`);
  }
}

function answerByKind({ kind, rule, metric }: Criterion, conversation: Conversation): Answer {
  if (kind === 'rule' && rule !== null) return answerByRule(rule, conversation);
  if (kind === 'metric' && metric !== null) return answerByMetric(metric, conversation);
  return undetermined(REASONS.no_model);
}

/** A criterion that allows no "not applicable" stays open instead; its own `applies_when` has spoken before. */
function withinRights(criterion: Criterion, answer: Answer): Answer {
  if (answer.type !== 'not_applicable' || criterion.na_allowed) return answer;
  return undetermined(`${answer.reason}, and the form does not allow "not applicable" here`);
}

function resultOf(criterion: Criterion, answer: Answer, turns: readonly Turn[]): CriterionResult {
  const { id, section, text, kind, weight, required, critical, max_score } = criterion;
  const asked = { id, section, question: text, kind, weight, required, critical, max_score };
  if (answer.type !== 'answered')
    return {
      ...asked,
      outcome: answer.type,
      score: null,
      reason: answer.reason,
      confidence: null,
      evidence: [],
    };
  const earned = criterion.polarity === 'positive' ? answer.yes : 1 - answer.yes;
  return {
    ...asked,
    outcome: outcomeOf(earned),
    score: earned * max_score,
    reason: answer.reason,
    confidence: answer.confidence,
    evidence: answer.evidence.map((evidence) => verifyEvidence(turns, evidence)),
  };
}

function outcomeOf(earned: number): Outcome {
  if (earned === 1) return 'pass';
  return earned === 0 ? 'fail' : 'partial';
}
