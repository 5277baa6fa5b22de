import { CciError, type ErrorDetails } from '../contract/index.ts';
import type { Finding } from './findings.ts';

/** Base of the errors of forms and scoring. */
export class EvaluateError extends CciError {}

/** One thing that is wrong with a form's text. */
export interface FormProblem {
  /** Path in the form, such as `criteria[2].weight`; empty for the form as a whole. */
  readonly path: string;
  /** Line in the text, from 1; null when it has none. */
  readonly line: number | null;
  /** Plain words, without a full stop. */
  readonly message: string;
}

/** Thrown when a text cannot be read as a form: not YAML or JSON, an unknown key, a value of the wrong type. */
export class FormRefused extends EvaluateError {
  readonly problems: readonly FormProblem[];

  constructor(problems: readonly FormProblem[], details: ErrorDetails = {}) {
    const [first] = problems;
    const more = problems.length > 1 ? ` (and ${problems.length - 1} more)` : '';
    super(
      'form_refused',
      `evaluate: form cannot be read: ${first ? sentence(first) : 'no content'}${more}`,
      details,
    );
    this.problems = problems;
  }
}

/** Thrown when a form with lint errors is to be published. */
export class FormNotPublishable extends EvaluateError {
  readonly findings: readonly Finding[];

  constructor(formId: string, findings: readonly Finding[]) {
    const errors = findings.filter((finding) => finding.severity === 'error');
    super('form_not_publishable', `evaluate: form has ${errors.length} error(s) and was not published`, {
      where: formId,
      hint: errors.map((finding) => `${finding.where}: ${finding.message} ${finding.fix}`).join('\n'),
    });
    this.findings = findings;
  }
}

/** Thrown when a pattern of a form is not in the supported syntax. */
export class PatternRefused extends EvaluateError {
  /** Plain words, without a full stop. */
  readonly problem: string;

  constructor(problem: string, position: number) {
    super('pattern_refused', `evaluate: pattern refused: ${problem}`, { where: `character ${position + 1}` });
    this.problem = problem;
  }
}

/** One problem as a line of text: `line 12, criteria[2].weight: must be a number`. */
export function sentence(problem: FormProblem): string {
  const place = [problem.line === null ? '' : `line ${problem.line}`, problem.path].filter(
    (part) => part !== '',
  );
  return place.length === 0 ? problem.message : `${place.join(', ')}: ${problem.message}`;
}
