import { expressionBuilder } from 'kysely';
import type { Outcome } from '../../pipeline/contract/index.ts';
import type { LakeSchema } from '../../sql/query/index.ts';

/** Calls whose evaluation has a status; NULL over no rows, as the other counts here. */
export function countStatus(status: 'scored' | 'partial' | 'unscored') {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  return eb.fn.sum<number | null>(eb.case().when('evaluation_status', '=', status).then(1).else(0).end());
}

/** Calls that a critical criterion failed. */
export function countAutoFailed() {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  return eb.fn.sum<number | null>(eb.case().when('auto_failed', '=', true).then(1).else(0).end());
}

/** Criterion scores of one outcome. */
export function countOutcome(outcome: Outcome) {
  const eb = expressionBuilder<LakeSchema, 'qa_scores'>();
  return eb.fn.sum<number | null>(eb.case().when('outcome', '=', outcome).then(1).else(0).end());
}
