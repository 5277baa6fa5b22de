import { type RawBuilder, sql } from 'kysely';
import { CHOICES, type ChoiceId } from './vocabulary.ts';

/**
 * The value of a choice in a row of `call_list` or `qa_scores`. An agent is the id, and the name where the source gives
 * no id (as chats of Contact Lens do); NULL when neither is known.
 */
export function choiceValue(choice: ChoiceId): RawBuilder<string | null> {
  const columns = CHOICES[choice].map((column) => sql.ref<string | null>(column));
  return columns.length === 1 && columns[0] !== undefined
    ? sql`${columns[0]}`
    : sql<string | null>`coalesce(${sql.join(columns)})`;
}

/** The name that goes with an agent's value: that of the last call which has one. */
export const agentName = sql<
  string | null
>`max_by(agent_name, case when agent_name is not null then started_at end)`;
