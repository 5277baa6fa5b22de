import type { FormDraft } from '../../contract/index.ts';
import { exactSum } from '../exact-sum.ts';
import { type Check, placedCriteria, type Remark } from './draft.ts';

/** Weights with which nothing, or not what it looks like, would count; and who must be answered yet may be left out. */
export const checkWeights: Check = (draft) => [...totals(draft), ...requirements(draft)];

function totals({ sections, criteria }: FormDraft): Remark[] {
  const isBySection = sections.some(({ weight }) => weight !== null);
  const weights = isBySection
    ? sections.map(({ weight }) => weight ?? 0)
    : criteria.map(({ weight }) => weight);
  const groups = isBySection
    ? sections.map(({ id }) => criteria.filter(({ section }) => section === id).map(({ weight }) => weight))
    : [weights];
  const path = [isBySection ? 'sections' : 'criteria'];
  const sum = exactSum(weights);
  const isIdle = sum === 0 || groups.some((group) => group.length > 0 && exactSum(group) === 0);
  if (isIdle)
    return [
      {
        code: 'weight_all_zero',
        path,
        message: 'All weights are 0, so there is nothing to take a percentage of.',
        fix: 'Give at least one a weight above 0.',
      },
    ];
  if (Math.abs(sum - 100) < 1e-9) return [];
  return [
    {
      code: 'weights_not_100',
      path,
      message: `The weights add up to ${Math.round(sum * 1000) / 1000}; they are scaled to 100 %.`,
      fix: 'Nothing to do, unless you meant them as percentages.',
    },
  ];
}

function requirements(draft: FormDraft): Remark[] {
  return placedCriteria(draft).flatMap(({ criterion, path }): Remark[] => {
    const remarks: Remark[] = [];
    if (criterion.required && criterion.na_allowed)
      remarks.push({
        code: 'required_with_na',
        path: [...path, 'na_allowed'],
        message: 'It must be answered, and may be left out as not applicable.',
        fix: 'Drop required or na_allowed; for a question that does not always arise, say when in applies_when.',
      });
    if (criterion.kind === 'llm' && criterion.critical !== 'none')
      remarks.push({
        code: 'critical_llm',
        path: [...path, 'critical'],
        message: 'A model alone would fail the call on it, and without a model it fails none.',
        fix: 'Make it a rule where words can decide it, or have people check its fails.',
      });
    return remarks;
  });
}
