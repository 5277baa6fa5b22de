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

/** What an agent is called: by name, else by id. */
export function agentLabel({
  agent,
  agent_name,
}: {
  agent: string | null;
  agent_name: string | null;
}): string {
  return agent_name ?? agent ?? 'Not known';
}

/** What tells an agent apart from a namesake: the id; who has none is known by the name alone. */
export const toldApart = ({ id, name }: Named): string => (id === null || id === name ? 'no id' : id);

/** Whether another agent goes by the same name, so that the id must tell them apart. */
export const isNamesake = ({ id, name }: Named, all: readonly Named[]): boolean =>
  id !== null &&
  name !== null &&
  all.some((other) => other.name === name && other.id !== null && other.id !== id);
