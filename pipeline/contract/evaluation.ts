import { z } from 'zod';
import { listOf } from './lists.ts';

/** What came out for one criterion. Not applicable, undetermined and a score of 0 are three different things. */
export const OUTCOMES = ['pass', 'fail', 'partial', 'not_applicable', 'undetermined'] as const;
export const outcomeSchema = z.enum(OUTCOMES);
export type Outcome = z.infer<typeof outcomeSchema>;

export const CRITERION_KINDS = ['rule', 'metric', 'llm'] as const;
export const criterionKindSchema = z.enum(CRITERION_KINDS);
export type CriterionKind = z.infer<typeof criterionKindSchema>;

/** What a failed critical criterion fails: nothing else, its section, or the whole form. */
export const CRITICALITIES = ['none', 'section', 'form'] as const;
export const criticalitySchema = z.enum(CRITICALITIES);
export type Criticality = z.infer<typeof criticalitySchema>;

/** A passage of the transcript that an answer rests on. */
export const evidenceSchema = z.object({
  /** `index` of the turn. */
  turn: z.int32().nonnegative(),
  /** Start of that turn, as in the transcript. */
  start_ms: z.int().nullable(),
  /** Where the quote begins in the turn's text, in Unicode code points from 0; null when it was not found there. */
  offset: z.int32().nonnegative().nullable(),
  quote: z.string(),
  /** True when the quote was found, to the letter, at that turn and offset. */
  verified: z.boolean(),
});
export type Evidence = z.infer<typeof evidenceSchema>;

export const criterionResultSchema = z.object({
  id: z.string().min(1),
  /** Id of the section; null for a form without sections. */
  section: z.string().nullable(),
  question: z.string(),
  kind: criterionKindSchema,
  weight: z.number().nonnegative(),
  required: z.boolean(),
  critical: criticalitySchema,
  outcome: outcomeSchema,
  /** 0 to `max_score`; null when not applicable or undetermined. */
  score: z.number().nullable(),
  max_score: z.number().nonnegative(),
  reason: z.string().nullable(),
  confidence: z.number().min(0).max(1).nullable(),
  evidence: listOf(evidenceSchema),
});
export type CriterionResult = z.infer<typeof criterionResultSchema>;

export const sectionResultSchema = z.object({
  id: z.string().min(1),
  title: z.string(),
  /** 0 to 100; null when nothing in it applied or could be determined. */
  percentage: z.number().nullable(),
  auto_failed: z.boolean(),
});
export type SectionResult = z.infer<typeof sectionResultSchema>;

/** scored: every applicable criterion was answered; partial: some are undetermined; unscored: no percentage. */
export const EVALUATION_STATUSES = ['scored', 'partial', 'unscored'] as const;

/** One scoring of one call by one form version. */
export const evaluationSchema = z.object({
  evaluation_id: z.string().min(1),
  form_id: z.string().min(1),
  form_version: z.int32().nonnegative(),
  /** From 1; a re-scoring of the same call by the same form counts up. */
  attempt: z.int32().positive(),
  scorer: z.string().min(1),
  model: z.string().nullable(),
  profile_id: z.string().nullable(),
  profile_version: z.int32().nullable(),
  prompt_sha256: z.string().nullable(),
  request_id: z.string().nullable(),
  usage: z
    .object({ input_tokens: z.number(), output_tokens: z.number(), cost: z.number().nullable() })
    .nullable(),
  scored_at: z.iso.datetime(),
  status: z.enum(EVALUATION_STATUSES),
  criteria: listOf(criterionResultSchema),
  sections: listOf(sectionResultSchema),
  /** Weighted points reached and reachable over the criteria that applied and were determined; null when unscored. */
  total_score: z.number().nullable(),
  max_score: z.number().nullable(),
  /** 0 to 100, 0 after an auto-fail of the form; null when unscored. */
  percentage: z.number().nullable(),
  /** Share of the applicable weight that was determined, 0 to 1; null when nothing applied. */
  coverage: z.number().min(0).max(1).nullable(),
  auto_failed: z.boolean(),
  band: z.string().nullable(),
});
export type Evaluation = z.infer<typeof evaluationSchema>;

/**
 * The evaluation of a call that reports count, which the tables mark as `is_current`: the last one by the time of scoring,
 * in milliseconds, and of those of one time the one that stands last in the document.
 */
export const currentEvaluation = (evaluations: readonly Evaluation[]): Evaluation | undefined =>
  evaluations.reduce<Evaluation | undefined>(
    (last, each) =>
      last === undefined || Date.parse(each.scored_at) >= Date.parse(last.scored_at) ? each : last,
    undefined,
  );
