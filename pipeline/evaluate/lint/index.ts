/** Looks for what makes a form wrong, unfair or pointless before it scores calls. docs/forms.md explains every code. */
import type { FormDraft } from '../../contract/index.ts';
import { FormRefused } from '../errors.ts';
import type { Finding } from '../findings.ts';
import { lineOf, parseForm, readText } from '../parse/index.ts';
import { checkBands } from './bands.ts';
import { type Check, findingOf } from './draft.ts';
import { checkIds } from './ids.ts';
import { checkMatchers } from './matchers.ts';
import { checkMetrics } from './metrics.ts';
import { checkRules } from './rules.ts';
import { checkSections } from './sections.ts';
import { checkWeights } from './weights.ts';
import { checkWording } from './wording.ts';

const CHECKS: readonly Check[] = [
  checkIds,
  checkSections,
  checkWeights,
  checkRules,
  checkMatchers,
  checkMetrics,
  checkWording,
  checkBands,
];

const RANK = { error: 0, warning: 1, info: 2 } as const;

/** Checks a form; errors first, otherwise in the order of the checks. `line` is null: the form's text is not known here. */
export function lintForm(draft: FormDraft): Finding[] {
  return CHECKS.flatMap((check) => check(draft))
    .map((remark) => findingOf(draft, remark))
    .toSorted((left, right) => RANK[left.severity] - RANK[right.severity]);
}

/** Checks a form's text. What cannot be read is a finding, too, so this never throws {@link FormRefused}; findings tell their lines. */
export function lintFormText(text: string, nameHint?: string): Finding[] {
  try {
    const draft = parseForm(text, nameHint);
    const source = readText(text);
    return lintForm(draft).map((finding) => ({ ...finding, line: lineOf(source, finding.path) }));
  } catch (error) {
    if (!(error instanceof FormRefused)) throw error;
    return error.problems.map(({ path, line, message }) => ({
      severity: 'error',
      code: 'form_unreadable',
      where: path === '' ? 'form' : path,
      path: [],
      message: `It ${message}.`,
      fix: error.hint ?? 'Mend it there.',
      line,
    }));
  }
}
