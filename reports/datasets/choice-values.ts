import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeDb } from '../../sql/query/index.ts';
import { agentName, choiceValue } from './choice-value.ts';
import type { ChoiceId } from './vocabulary.ts';

/** One row per value that a reader can choose: the value (NULL: not known), its label, and how many calls have it. */
export function choiceValues(db: LakeDb, tenantId: TenantId, choice: ChoiceId) {
  const value = choiceValue(choice);
  return db
    .selectFrom('call_list')
    .select((eb) => [
      value.as('value'),
      (choice === 'agent' ? agentName() : eb.fn.max(value)).as('label'),
      eb.fn.count<number>('call_id').as('calls'),
    ])
    .where('tenant_id', '=', tenantId)
    .groupBy(value)
    .orderBy('label', (order) => order.asc().nullsLast())
    .orderBy('value', (order) => order.asc().nullsLast());
}
