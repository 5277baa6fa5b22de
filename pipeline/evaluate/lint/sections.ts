import type { FormDraft } from '../../contract/index.ts';
import { type Check, placedCriteria, type Remark } from './draft.ts';

/** Sections that do not fit the criteria, and the other way round. */
export const checkSections: Check = (draft) => [
  ...membership(draft),
  ...emptySections(draft),
  ...mixedWeights(draft),
];

function membership(draft: FormDraft): Remark[] {
  const ids = new Set(draft.sections.map(({ id }) => id));
  return placedCriteria(draft).flatMap(({ criterion, path }): Remark[] => {
    if (criterion.section !== null && !ids.has(criterion.section))
      return [
        {
          code: 'unknown_section',
          path: [...path, 'section'],
          message: `There is no section ${criterion.section}.`,
          fix: 'Add it under sections, or name one that is there.',
        },
      ];
    if (criterion.section !== null) return [];
    const remarks: Remark[] = [];
    if (criterion.critical === 'section')
      remarks.push({
        code: 'critical_without_section',
        path: [...path, 'critical'],
        message: 'It is critical for its section, and is in none.',
        fix: 'Put it into a section, or make it critical for the form.',
      });
    if (draft.sections.length > 0)
      remarks.push({
        code: 'criterion_outside_sections',
        path,
        message: outsideMessage(draft),
        fix: 'Put it into a section.',
      });
    return remarks;
  });
}

const outsideMessage = ({ sections }: FormDraft): string =>
  sections.some(({ weight }) => weight !== null)
    ? 'It is in no section, and counts nothing because the sections are weighted.'
    : 'It is in no section while others are.';

function emptySections({ sections, criteria }: FormDraft): Remark[] {
  const used = new Set(criteria.map(({ section }) => section));
  return sections.flatMap(({ id }, i): Remark[] =>
    used.has(id)
      ? []
      : [
          {
            code: 'empty_section',
            path: ['sections', i],
            message: `No criterion is in the section ${id}.`,
            fix: 'Drop the section, or put criteria into it.',
          },
        ],
  );
}

function mixedWeights({ sections }: FormDraft): Remark[] {
  const weighted = sections.filter(({ weight }) => weight !== null);
  if (weighted.length === 0 || weighted.length === sections.length) return [];
  return [
    {
      code: 'section_weights_mixed',
      path: ['sections'],
      message: 'Some sections have a weight and some have none.',
      fix: 'Give all of them a weight, or none.',
    },
  ];
}
