import { change } from '../view.ts';

/** Which failed criterion the call list is narrowed to, and perhaps whose; null is an agent who is not known. */
export interface Failed {
  readonly formId: string;
  readonly criterionId: string;
  readonly agent?: string | null;
}

/** Whether the call list is narrowed to just that. */
export const isListed = (search: URLSearchParams, { formId, criterionId, agent: whose }: Failed): boolean =>
  search.get('failed_form') === formId &&
  search.get('failed_criterion') === criterionId &&
  search.get('failed_agent') === agentIn(whose);

const agentIn = (whose: Failed['agent']): string | null => (whose === undefined ? null : (whose ?? ''));

/** Narrows the call list, and nothing else, to calls in which a criterion failed; goes there. Choosing it again undoes it. */
export function listFailed(search: URLSearchParams, failed: Failed): void {
  if (isListed(search, failed)) {
    change(search, NO_DRILL_DOWN);
    return;
  }
  const { formId, criterionId, agent } = failed;
  change(search, { failed_form: formId, failed_criterion: criterionId, failed_agent: agentIn(agent) });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document
    .getElementById('call-list')
    ?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

export const NO_DRILL_DOWN = { failed_form: null, failed_criterion: null, failed_agent: null } as const;
