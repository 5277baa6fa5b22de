import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeSchema } from '../../sql/query/index.ts';
import { agentName, choiceValue } from './choice-value.ts';
import type { ChoiceId } from './vocabulary.ts';

/** One row per value that a reader can choose: the value (NULL: not known), its label, and how many calls have it. */
export function choiceValues(db: Kysely<LakeSchema>, tenantId: TenantId, choice: ChoiceId) {
  const value = choiceValue(choice);
  const label: RawBuilder<string | null> = choice === 'agent' ? agentName : sql`max(${value})`;
  return db
    .selectFrom('call_list')
    .select((eb) => [value.as('value'), label.as('label'), eb.fn.count<number>('call_id').as('calls')])
    .where(sql<SqlBool>`tenant_id = ${tenantId}`)
    .groupBy(value)
    .orderBy('label', (order) => order.asc().nullsLast())
    .orderBy('value', (order) => order.asc().nullsLast());
}
