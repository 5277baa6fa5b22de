/**
 * QA forms and scoring. A form is read (`parseForm`), checked (`lintForm`), given a version (`publishable`), and answers
 * calls (`evaluate`). Everything here is pure: the same call, form and ids give the same evaluation.
 */

export type { CallToScore } from './conversation.ts';
export {
  EvaluateError,
  FormNotPublishable,
  type FormProblem,
  FormRefused,
  PatternRefused,
} from './errors.ts';
export { type EvaluateInput, evaluate, SCORER, type ScorerFailure } from './evaluate.ts';
export { type Finding, isPublishable, LINT_CODES, type LintCode } from './findings.ts';
export { lintForm, lintFormText } from './lint/index.ts';
export { parseForm } from './parse/index.ts';
export {
  contentHash,
  latestOf,
  type Publication,
  type PublishedForm,
  publishable,
} from './publish.ts';
export { READY_MADE_FORMS, type ReadyMadeForm, readyMadeForm } from './ready-made.ts';
