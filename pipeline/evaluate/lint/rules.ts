import type { Rule } from '../../contract/index.ts';
import { type Check, placedCriteria, type Remark } from './draft.ts';

type Path = Remark['path'];

/** Rules that cannot be met, or say something that has no effect. */
export const checkRules: Check = (draft) =>
  placedCriteria(draft).flatMap(({ criterion, path }) => {
    if (criterion.rule === null) return [];
    const at = [...path, 'rule'];
    const remarks = [
      ...counting(criterion.rule, at),
      ...partialCredit(criterion.rule, at),
      ...idleWindow(criterion.rule, at),
    ];
    if (criterion.rule.none_of !== null && criterion.polarity === 'negative')
      remarks.push({
        code: 'double_negative',
        path: [...path, 'polarity'],
        message: 'With none_of and negative polarity, saying what is forbidden earns the points.',
        fix: 'Use any_of with negative polarity, or none_of with positive polarity.',
      });
    return remarks;
  });

function counting(rule: Rule, path: Path): Remark[] {
  if (rule.in_order !== null && rule.in_order.length < 2)
    return [
      {
        code: 'order_of_one',
        path: [...path, 'in_order'],
        message: 'An order needs at least two things.',
        fix: 'Add the other one, or use any_of.',
      },
    ];
  if (rule.at_least === null) return [];
  if (rule.any_of === null)
    return [
      {
        code: 'at_least_unused',
        path: [...path, 'at_least'],
        message: 'at_least goes with any_of only.',
        fix: 'Drop it, or use any_of.',
      },
    ];
  if (rule.at_least <= rule.any_of.length) return [];
  return [
    {
      code: 'at_least_impossible',
      path: [...path, 'at_least'],
      message: `It asks for ${rule.at_least} of ${rule.any_of.length}.`,
      fix: 'Lower at_least, or add to any_of.',
    },
  ];
}

function partialCredit(rule: Rule, path: Path): Remark[] {
  const counts =
    rule.all_of?.length ?? rule.in_order?.length ?? (rule.any_of === null ? 1 : (rule.at_least ?? 1));
  if (!rule.partial_credit || counts > 1) return [];
  return [
    {
      code: 'partial_credit_unused',
      path: [...path, 'partial_credit'],
      message: 'There is only one thing to find, so there is nothing between all and none.',
      fix: 'Drop partial_credit, or use all_of, in_order or at_least.',
    },
  ];
}

function idleWindow({ within, said_by }: Rule, path: Path): Remark[] {
  if (within?.of !== 'speaker' || said_by !== 'any') return [];
  return [
    {
      code: 'window_unused',
      path: [...path, 'within', 'of'],
      message: 'Anyone may say it, so the turns of the speaker are those of the call.',
      fix: 'Drop of, or say in said_by who must say it.',
    },
  ];
}
