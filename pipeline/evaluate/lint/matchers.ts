import type { FormDraft, Matcher } from '../../contract/index.ts';
import { PatternRefused } from '../errors.ts';
import { compilePattern, matchesEmpty } from '../pattern/index.ts';
import { foldedPhrase } from '../spoken-text.ts';
import { type Check, type PlacedMatcher, placedCriteria, placedMatchers, type Remark } from './draft.ts';

/** Phrases and patterns that never match, always match, or are there already. */
export const checkMatchers: Check = (draft) => [
  ...placedMatchers(draft).flatMap(({ matcher, path }) => [
    ...phrases(matcher, path),
    ...patterns(matcher, path),
  ]),
  ...redundant(draft),
];

function phrases(matcher: Matcher, path: PlacedMatcher['path']): Remark[] {
  return matcher.phrases.flatMap((phrase, i): Remark[] =>
    foldedPhrase(phrase) !== ''
      ? []
      : [
          {
            code: 'phrase_never_matches',
            path: [...path, 'phrases', i],
            message: 'The phrase has neither letters nor digits, and only they are compared.',
            fix: 'Write words, or a pattern.',
          },
        ],
  );
}

function patterns(matcher: Matcher, path: PlacedMatcher['path']): Remark[] {
  return matcher.patterns.flatMap((pattern, i): Remark[] => {
    const at = [...path, 'patterns', i];
    try {
      if (!matchesEmpty(compilePattern(pattern))) return [];
    } catch (error) {
      if (!(error instanceof PatternRefused)) throw error;
      return [
        {
          code: 'pattern_invalid',
          path: at,
          message: `The pattern cannot be used: ${error.problem} (${error.where}).`,
          fix: 'docs/forms.md lists what a pattern may have.',
        },
      ];
    }
    return [
      {
        code: 'pattern_matches_empty',
        path: at,
        message: 'The pattern matches where nothing is said.',
        fix: 'Make at least one part of it obligatory.',
      },
    ];
  });
}

/** Wordings of one any_of or none_of that another one, looked for in the same turns, already covers. */
function redundant(draft: FormDraft): Remark[] {
  const lists = placedCriteria(draft).flatMap(({ criterion: { rule, applies_when }, path }) => [
    // With at_least every entry counts for itself.
    { matchers: rule?.at_least == null ? (rule?.any_of ?? []) : [], path: [...path, 'rule', 'any_of'] },
    { matchers: rule?.none_of ?? [], path: [...path, 'rule', 'none_of'] },
    { matchers: applies_when?.said?.any_of ?? [], path: [...path, 'applies_when', 'said', 'any_of'] },
  ]);
  return lists.flatMap(({ matchers, path }) => redundantIn(matchers, path));
}

interface Wording {
  readonly said_by: Matcher['said_by'];
  readonly folded: string;
  readonly written: string;
}

function redundantIn(matchers: readonly Matcher[], path: PlacedMatcher['path']): Remark[] {
  const wordings = matchers.flatMap(({ said_by, phrases: written }, m) =>
    written.map((phrase, i) => ({
      said_by,
      folded: foldedPhrase(phrase),
      written: phrase,
      path: [...path, m, 'phrases', i],
    })),
  );
  return wordings.flatMap((wording, i): Remark[] => {
    const cover = wordings.find((other, j) => i !== j && covers(other, wording, j < i));
    if (cover === undefined) return [];
    return [
      {
        code: 'phrase_redundant',
        path: wording.path,
        message: `"${cover.written}" finds everything that "${wording.written}" finds.`,
        fix: 'Drop the longer one.',
      },
    ];
  });
}

/** Of two equal wordings the earlier one covers the later one. */
function covers(wide: Wording, narrow: Wording, isEarlier: boolean): boolean {
  if (wide.said_by !== narrow.said_by || wide.folded === '') return false;
  if (wide.folded === narrow.folded) return isEarlier;
  return ` ${narrow.folded} `.includes(` ${wide.folded} `);
}
