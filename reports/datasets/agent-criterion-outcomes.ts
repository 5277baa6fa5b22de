import type { LakeDb } from '../../sql/query/index.ts';
import { choiceValue } from './choice-value.ts';
import { countOutcome } from './counting.ts';
import { type Filters, scoresMatching } from './filters.ts';

/** One row per agent and criterion of a form: the cells of the heat map. Agents of whom neither id nor name is known are one, of value NULL. */
export function agentCriterionOutcomes(db: LakeDb, filters: Filters) {
  const agent = choiceValue('agent');
  return db
    .selectFrom('qa_scores')
    .select([
      agent.as('agent'),
      'form_id',
      'criterion_id',
      countOutcome('pass').as('pass'),
      countOutcome('partial').as('partial'),
      countOutcome('fail').as('fail'),
      countOutcome('not_applicable').as('not_applicable'),
      countOutcome('undetermined').as('undetermined'),
    ])
    .where(scoresMatching(filters))
    .groupBy([agent, 'form_id', 'criterion_id'])
    .orderBy('agent', (order) => order.asc().nullsLast())
    .orderBy('form_id')
    .orderBy('criterion_id');
}
