import type { Kysely } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { countOutcome } from './counting.ts';
import { type Filters, scoresMatching } from './filters.ts';

/** One row per agent and criterion of a form: the cells of the heat map. Agents without an id are one row, of id NULL. */
export function agentCriterionOutcomes(db: Kysely<LakeSchema>, filters: Filters) {
  return db
    .selectFrom('qa_scores')
    .select([
      'agent_id',
      'form_id',
      'criterion_id',
      countOutcome('pass').as('pass'),
      countOutcome('partial').as('partial'),
      countOutcome('fail').as('fail'),
      countOutcome('not_applicable').as('not_applicable'),
      countOutcome('undetermined').as('undetermined'),
    ])
    .where(scoresMatching(filters))
    .groupBy(['agent_id', 'form_id', 'criterion_id'])
    .orderBy('agent_id', (order) => order.asc().nullsLast())
    .orderBy('form_id')
    .orderBy('criterion_id');
}
