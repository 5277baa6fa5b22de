const WORDS: { readonly [choice: string]: { readonly [value: string]: string } } = {
  channel: { voice: 'Voice', chat: 'Chat' },
  status: { scored: 'Scored', partial: 'Partly scored', unscored: 'Unscored' },
};

/** What a reader sees for a value of a filter; "Not known" where there is none. */
export function choiceLabel(
  choice: string,
  { value, label }: { readonly value: string | null; readonly label: string | null },
): string {
  if (value === null) return 'Not known';
  return WORDS[choice]?.[value] ?? label ?? value;
}

interface Named {
  readonly id: string | null;
  readonly name: string | null;
}

/** What an agent is called; those without an id are counted together, so no one's name stands for them. */
export function agentLabel({
  agent_id,
  agent_name,
}: {
  agent_id: string | null;
  agent_name: string | null;
}): string {
  return agent_id === null ? 'Not known' : (agent_name ?? agent_id);
}

/** Whether another agent goes by the same name, so that the id must tell them apart. */
export const isNamesake = ({ id, name }: Named, all: readonly Named[]): boolean =>
  id !== null &&
  name !== null &&
  all.some((other) => other.name === name && other.id !== null && other.id !== id);
