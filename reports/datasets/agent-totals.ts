import type { LakeDb } from '../../sql/query/index.ts';
import { agentName, choiceValue, lastBy } from './choice-value.ts';
import { countAutoFailed } from './counting.ts';
import { callsMatching, type Filters } from './filters.ts';

/** One row per agent: calls and average score, the lowest average first, agents without a score last; name and team as of the last call. */
export function agentTotals(db: LakeDb, filters: Filters) {
  const agent = choiceValue('agent');
  return db
    .selectFrom('call_list')
    .select((eb) => [
      agent.as('agent'),
      agentName().as('agent_name'),
      lastBy(eb.ref('agent_team'), eb.ref('started_at')).as('agent_team'),
      eb.fn.count<number>('call_id').as('calls'),
      eb.fn.count<number>('percentage').as('calls_with_score'),
      eb.fn.avg<number | null>('percentage').as('average_score'),
      countAutoFailed().as('auto_failed'),
    ])
    .where(callsMatching(filters))
    .groupBy(agent)
    .orderBy('average_score', (order) => order.asc().nullsLast())
    .orderBy('agent', (order) => order.asc().nullsLast());
}
