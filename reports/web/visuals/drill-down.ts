import { change } from '../view.ts';

/** Which failed criterion the call list is narrowed to, and perhaps whose; null is an agent who is not known. */
export interface Failed {
  readonly formId: string;
  readonly criterionId: string;
  readonly agent?: string | null;
}

/** Narrows the call list, and nothing else, to calls in which a criterion failed; goes there. Choosing it again undoes it. */
export function listFailed(search: URLSearchParams, { formId, criterionId, agent: whose }: Failed): void {
  const agent = whose === undefined ? null : (whose ?? '');
  const same =
    search.get('failed_form') === formId &&
    search.get('failed_criterion') === criterionId &&
    search.get('failed_agent') === agent;
  if (same) {
    change(search, NO_DRILL_DOWN);
    return;
  }
  change(search, { failed_form: formId, failed_criterion: criterionId, failed_agent: agent });
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  document
    .getElementById('call-list')
    ?.scrollIntoView({ behavior: still ? 'auto' : 'smooth', block: 'start' });
}

export const NO_DRILL_DOWN = { failed_form: null, failed_criterion: null, failed_agent: null } as const;
