import type { Criterion, FormDraft, Matcher } from '../../contract/index.ts';
import { type Finding, LINT_CODES, type LintCode } from '../findings.ts';
import { pathInWords } from '../parse/index.ts';

type Path = Finding['path'];

/** What a check says; severity and wording of the place follow. */
export interface Remark {
  readonly code: LintCode;
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Looks at a form for one kind of trouble. */
export type Check = (draft: FormDraft) => Remark[];

/** A criterion with its path. */
export interface Placed {
  readonly criterion: Criterion;
  readonly path: Path;
}

export const placedCriteria = (draft: FormDraft): Placed[] =>
  draft.criteria.map((criterion, i) => ({ criterion, path: ['criteria', i] }));

/** A matcher of a criterion's rule or condition, with its path. */
export interface PlacedMatcher {
  readonly matcher: Matcher;
  readonly path: Path;
}

/** All matchers of a form, conditions included. */
export function placedMatchers(draft: FormDraft): PlacedMatcher[] {
  return placedCriteria(draft).flatMap(({ criterion: { rule, applies_when }, path }) => [
    ...(['any_of', 'all_of', 'none_of', 'in_order'] as const).flatMap((key) =>
      listed(rule?.[key] ?? [], [...path, 'rule', key]),
    ),
    ...listed(applies_when?.said?.any_of ?? [], [...path, 'applies_when', 'said', 'any_of']),
  ]);
}

const listed = (matchers: readonly Matcher[], path: Path): PlacedMatcher[] =>
  matchers.map((matcher, i) => ({ matcher, path: [...path, i] }));

/** A remark as the reader gets it. */
export function findingOf(draft: FormDraft, remark: Remark): Finding {
  return {
    ...remark,
    severity: LINT_CODES[remark.code],
    where: placeInWords(draft, remark.path),
    line: null,
  };
}

/** The path with the criterion's id, which is what authors know it by: `criteria[2] (greeting).weight`. */
function placeInWords(draft: FormDraft, path: Path): string {
  const [list, position, ...rest] = path;
  if (list !== 'criteria' || typeof position !== 'number') return pathInWords(path) || 'form';
  const head = `criteria[${position}] (${draft.criteria[position]?.id ?? ''})`;
  const tail = pathInWords(rest);
  return tail === '' ? head : `${head}.${tail}`;
}
