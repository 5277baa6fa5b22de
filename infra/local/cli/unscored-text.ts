import { WITHOUT_FORM } from '../ingest.ts';
import { counted } from './counted.ts';

/** Says how many calls have no score and why, and what to do about it. */
export const unscoredText = (unscored: ReadonlyMap<string, number>, tenantId: string): string =>
  [...unscored]
    .map(([why, calls]) => `${counted(calls, 'call')} without a score: ${why}\n${remedy(why, tenantId)}`)
    .join('');

function remedy(why: string, tenantId: string): string {
  const first = {
    [WITHOUT_FORM.none]: `cci forms publish service-quality --tenant ${tenantId}`,
    [WITHOUT_FORM.several]: `cci tenants set ${tenantId} --default-form FORM`,
  }[why];
  return first === undefined ? '' : `     ${first}, then cci rescore --tenant ${tenantId}\n`;
}
