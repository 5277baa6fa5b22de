import { type Expression, type ExpressionWrapper, expressionBuilder } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { CHOICES, type ChoiceId } from './vocabulary.ts';

type Calls = ExpressionWrapper<LakeSchema, 'call_list', string | null>;

/**
 * The value of a choice in a row of `call_list` or `qa_scores`. An agent is the id, and the name where the source gives
 * no id (as chats of Contact Lens do); NULL when neither is known.
 */
export function choiceValue(choice: ChoiceId): Calls {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  const [first, ...others] = CHOICES[choice].map((column) => eb.ref(column));
  return others.length === 0 && first ? first : eb.fn('coalesce', [...CHOICES[choice]]);
}

/** The name that goes with an agent's value: that of the last call which has one. */
export function agentName() {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  const whenNamed = eb.case().when('agent_name', 'is not', null).then(eb.ref('started_at')).end();
  return lastBy(eb.ref('agent_name'), whenNamed);
}

/** The value of the row in which the other expression is greatest: `max_by`. */
export function lastBy<T>(value: Expression<T>, order: Expression<unknown>) {
  return expressionBuilder<LakeSchema, never>().fn<T>('max_by', [value, order]);
}
