import { FORM_ID_PATTERN, FORM_PART_ID_PATTERN, type FormDraft } from '../../contract/index.ts';
import { foldedPhrase } from '../spoken-text.ts';
import type { Check, Remark } from './draft.ts';

/** Ids that are taken twice or read badly, and questions that are asked twice. */
export const checkIds: Check = (draft) => [
  ...formId(draft),
  ...parts(draft, 'sections'),
  ...parts(draft, 'criteria'),
  ...texts(draft),
];

function formId({ form_id }: FormDraft): Remark[] {
  if (FORM_ID_PATTERN.test(form_id)) return [];
  return [
    {
      code: 'form_id_style',
      path: ['form_id'],
      message:
        'The form id does not begin with a lower-case letter followed by lower-case letters, digits, "_" and "-", 63 at most.',
      fix: 'Choose an id such as service-quality.',
    },
  ];
}

function parts(draft: FormDraft, list: 'sections' | 'criteria'): Remark[] {
  const seen = new Set<string>();
  return draft[list].flatMap(({ id }, i): Remark[] => {
    const path = [list, i, 'id'];
    const isTaken = seen.has(id);
    seen.add(id);
    const remarks: Remark[] = [];
    if (isTaken)
      remarks.push({
        code: 'duplicate_id',
        path,
        message: `The id ${id} is used twice.`,
        fix: 'Give one of them another id.',
      });
    if (!FORM_PART_ID_PATTERN.test(id))
      remarks.push({
        code: 'id_style',
        path,
        message: `The id ${id} is not lower-case letters, digits and "_", beginning with a letter, 63 at most.`,
        fix: 'Reports show ids as column values: one such as greeting_1 reads well everywhere.',
      });
    return remarks;
  });
}

function texts({ criteria }: FormDraft): Remark[] {
  const firstWith = new Map<string, string>();
  return criteria.flatMap(({ id, text }, i): Remark[] => {
    const key = foldedPhrase(text);
    const other = firstWith.get(key);
    firstWith.set(key, other ?? id);
    if (other === undefined) return [];
    return [
      {
        code: 'duplicate_text',
        path: ['criteria', i, 'text'],
        message: `The question is the same as that of ${other}.`,
        fix: 'Drop one of them, or say what sets them apart.',
      },
    ];
  });
}
