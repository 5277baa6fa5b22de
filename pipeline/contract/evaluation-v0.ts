import { z } from 'zod';
import { MAX_DOCUMENT_BYTES, tooLarge } from './document-size.ts';
import type { CriterionResult, Evaluation, Outcome } from './evaluation.ts';
import { listOf } from './lists.ts';

/** Form id, form version and scorer under which evaluations of version-0 results are kept. */
export const FORM_V0 = { form_id: 'qa-template', form_version: 1, scorer: 'cci-lite' } as const;

const NOTHING_SCORED = ['criteria', 'total_score', 'max_score', 'percentage', 'failed'] as const;

/** Words that models used for `passed`. */
const OUTCOME_WORDS: Readonly<Record<string, Outcome>> = {
  true: 'pass',
  yes: 'pass',
  pass: 'pass',
  passed: 'pass',
  false: 'fail',
  no: 'fail',
  fail: 'fail',
  failed: 'fail',
  'n/a': 'not_applicable',
  na: 'not_applicable',
  'not applicable': 'not_applicable',
  not_applicable: 'not_applicable',
  '': 'undetermined',
  unknown: 'undetermined',
  unclear: 'undetermined',
  null: 'undetermined',
};

const points = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*$/)
      .transform(Number),
  ])
  .pipe(z.number().nonnegative())
  .nullish();

const percentage = z
  .union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*%?\s*$/)
      .transform((text) => Number.parseFloat(text)),
  ])
  .pipe(z.number().min(0).max(100))
  .nullish();

const criterionId = z.union([z.string().trim().min(1), z.number().transform(String)]);

const passed = z
  .union([z.boolean(), z.string(), z.literal(0), z.literal(1)])
  .nullish()
  .transform((value, context): Outcome | null => {
    if (value === null || value === undefined) return null;
    if (value === 0 || value === 1) return value === 1 ? 'pass' : 'fail';
    const outcome = OUTCOME_WORDS[String(value).trim().toLowerCase()];
    if (outcome !== undefined) return outcome;
    context.addIssue({ code: 'custom', message: 'neither passed nor failed' });
    return z.NEVER;
  });

const criterion = z.object({
  id: criterionId.nullish(),
  question: z.string().nullish().catch(undefined),
  passed,
  score: points,
  reason: z.string().nullish().catch(undefined),
});

const failed = z.union([criterionId, z.object({ id: criterionId }).transform(({ id }) => id)]);

const scored = z
  .object({
    criteria: listOf(criterion).nullish(),
    total_score: points,
    max_score: points,
    percentage,
    failed: listOf(failed).nullish().catch(undefined),
  })
  .superRefine(({ criteria }, context) => {
    const seen = new Set<string>();
    for (const [index, { id }] of (criteria ?? []).entries()) {
      if (id === null || id === undefined) continue;
      if (seen.has(id)) {
        context.addIssue({ code: 'custom', message: 'a criterion twice', path: ['criteria', index, 'id'] });
        return;
      }
      seen.add(id);
    }
  });

/** `qa_evaluation` of a version-0 result; null when the model's answer was unusable: `{}`, or only `summary_raw`. */
export const qaEvaluationV0 = z.unknown().transform((value, context): z.infer<typeof scored> | null => {
  if (value === null || value === undefined || isUnscored(value)) return null;
  const checked = scored.safeParse(value);
  if (checked.success) return checked.data;
  for (const issue of checked.error.issues)
    context.addIssue({ code: 'custom', message: issueWords(issue), path: issue.path });
  return z.NEVER;
});
export type QaEvaluationV0 = z.infer<typeof scored>;

/**
 * One evaluation from what version 0 says: all weights 1, each criterion out of an equal part of the maximum (out of 1
 * without one, and never out of less than it scored). Its percentage stands as given and is computed only when absent.
 */
export function evaluationV0(qa: QaEvaluationV0, callId: string | null, scoredAt: string): Evaluation {
  const given = qa.criteria ?? [];
  const max = qa.max_score ?? null;
  const total = qa.total_score ?? null;
  const each = max !== null && max > 0 && given.length > 0 ? max / given.length : 1;
  const failedIds = new Set(qa.failed ?? []);
  const criteria = given.map((one, index) => criterionV0(one, index, each, failedIds));
  const applicable = criteria.filter(({ outcome }) => outcome !== 'not_applicable');
  const determined = applicable.filter(({ outcome }) => outcome !== 'undetermined');
  const percentage = percentageOf(qa, criteria.length > 0 || (max ?? 0) > 0);
  const complete = determined.length === applicable.length;
  return {
    evaluation_id: `${callId ?? 'call'}.${FORM_V0.form_id}.${FORM_V0.form_version}.1`,
    ...FORM_V0,
    attempt: 1,
    model: null,
    profile_id: null,
    profile_version: null,
    prompt_sha256: null,
    request_id: null,
    usage: null,
    scored_at: scoredAt,
    status: percentage === null ? 'unscored' : complete ? 'scored' : 'partial',
    criteria,
    sections: [],
    total_score: percentage === null ? null : total,
    max_score: percentage === null ? null : max,
    percentage,
    coverage: applicable.length > 0 ? determined.length / applicable.length : null,
    auto_failed: false,
    band: null,
  };
}

/** Criteria of which no evaluation fits into a document: each becomes some twenty times what `{}` is. */
const MOST_CRITERIA =
  MAX_DOCUMENT_BYTES / JSON.stringify(criterionV0({ passed: null }, 0, 1, new Set())).length;

/**
 * Refuses so many criteria that their evaluation could not be kept, before one is made.
 * @param result a version-0 result, yet unchecked
 * @throws {DocumentRefused} `too_large`
 */
export function refuseTooManyCriteria(result: unknown): void {
  const { qa_evaluation: qa } = (result ?? {}) as { qa_evaluation?: { criteria?: unknown } | null };
  if (Array.isArray(qa?.criteria) && qa.criteria.length > MOST_CRITERIA)
    throw tooLarge('qa_evaluation.criteria');
}

/** Nothing can be reached out of 0 points, and nothing was judged without criteria: that is no percentage, not 0. */
function percentageOf(
  { percentage: given, total_score, max_score }: QaEvaluationV0,
  judged: boolean,
): number | null {
  if (!judged || max_score === 0) return null;
  if (typeof given === 'number') return given;
  if (typeof total_score !== 'number' || typeof max_score !== 'number') return null;
  return total_score <= max_score ? (total_score / max_score) * 100 : null;
}

type GivenCriterion = NonNullable<QaEvaluationV0['criteria']>[number];

function criterionV0(
  one: GivenCriterion,
  index: number,
  each: number,
  failedIds: ReadonlySet<string>,
): CriterionResult {
  const id = one.id ?? `criterion-${index + 1}`;
  const outcome = one.passed ?? (failedIds.has(id) ? 'fail' : 'undetermined');
  const judged = outcome === 'pass' || outcome === 'fail';
  const score = judged ? (one.score ?? (outcome === 'pass' ? each : 0)) : null;
  return {
    id,
    section: null,
    question: one.question ?? id,
    kind: 'llm',
    weight: 1,
    required: false,
    critical: 'none',
    outcome,
    score,
    max_score: Math.max(each, score ?? 0),
    reason: one.reason ?? null,
    confidence: null,
    evidence: [],
  };
}

function isUnscored(value: unknown): boolean {
  return (
    typeof value === 'object' && !Array.isArray(value) && !NOTHING_SCORED.some((key) => key in (value ?? {}))
  );
}

function issueWords(issue: z.core.$ZodIssue): string {
  return issue.code === 'custom' ? issue.message : 'cannot be understood';
}
