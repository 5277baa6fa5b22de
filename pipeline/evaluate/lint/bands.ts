import type { FormDraft } from '../../contract/index.ts';
import type { Check, Remark } from './draft.ts';

/** Bands that overlap or leave a gap, and a pass mark that fits none. */
export const checkBands: Check = (draft) => [
  ...ranges(draft),
  ...doubles(draft),
  ...ground(draft),
  ...passMark(draft),
];

const isPercentage = (value: number): boolean => value >= 0 && value <= 100;

function ranges({ bands }: FormDraft): Remark[] {
  return bands.flatMap(({ name, min }, i): Remark[] =>
    isPercentage(min)
      ? []
      : [
          {
            code: 'band_range',
            path: ['bands', i, 'min'],
            message: `The band ${name} begins at ${min}, which is no percentage.`,
            fix: 'Use 0 to 100.',
          },
        ],
  );
}

function doubles({ bands }: FormDraft): Remark[] {
  return bands.flatMap(({ name, min }, i): Remark[] => {
    const earlier = bands.slice(0, i);
    const remarks: Remark[] = [];
    if (earlier.some((band) => band.min === min))
      remarks.push({
        code: 'band_overlap',
        path: ['bands', i, 'min'],
        message: `Two bands begin at ${min}.`,
        fix: 'A band reaches from its min up to the next one: give each another min.',
      });
    if (earlier.some((band) => band.name === name))
      remarks.push({
        code: 'band_duplicate_name',
        path: ['bands', i, 'name'],
        message: `Two bands are called ${name}.`,
        fix: 'Give one of them another name.',
      });
    return remarks;
  });
}

function ground({ bands }: FormDraft): Remark[] {
  if (bands.length === 0 || bands.some(({ min }) => min === 0)) return [];
  return [
    {
      code: 'band_not_from_zero',
      path: ['bands'],
      message: 'No band begins at 0, so low scores, and calls that were failed, would be in none.',
      fix: 'Give the lowest band min 0.',
    },
  ];
}

function passMark({ bands, pass_mark }: FormDraft): Remark[] {
  if (pass_mark === null) return [];
  const path = ['pass_mark'];
  if (!isPercentage(pass_mark))
    return [
      { code: 'pass_mark_range', path, message: 'The pass mark is no percentage.', fix: 'Use 0 to 100.' },
    ];
  if (bands.length === 0 || bands.some(({ min }) => min === pass_mark)) return [];
  return [
    {
      code: 'pass_mark_off_band',
      path,
      message: 'The pass mark lies inside a band, so calls of one band both pass and fail.',
      fix: 'Let a band begin at the pass mark.',
    },
  ];
}
