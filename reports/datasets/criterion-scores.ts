import type { LakeDb } from '../../sql/query/index.ts';

/** One row a criterion of each call's current evaluation, in an order that does not change between exports. */
export function criterionScores(db: LakeDb) {
  return db
    .selectFrom('qa_scores')
    .select(['tenant_id', 'call_id', 'call_date', 'agent_id', 'agent_name', 'agent_team', 'queue', 'channel'])
    .select([
      'evaluation_id',
      'form_id',
      'form_version',
      'attempt',
      'section_id',
      'criterion_id',
      'criterion_index',
    ])
    .select(['question', 'kind', 'weight', 'required', 'critical', 'outcome', 'score', 'max_score', 'reason'])
    .select(['confidence', 'evidence_quote', 'evidence_turn', 'scored_at'])
    .orderBy('call_date')
    .orderBy('call_id')
    .orderBy('form_id')
    .orderBy('criterion_index');
}
