import { z } from 'zod';
import { outcomeSchema } from './evaluation.ts';

/** Why a person looked: to put a machine's answer right, to check it blind, to calibrate reviewers, or because the agent objected. */
export const REVIEW_KINDS = ['override', 'recheck', 'calibration', 'dispute'] as const;

/** What one person says of one criterion of one evaluation; it stands beside the machine's answer and never replaces it. */
export const reviewSchema = z.object({
  /** Unique within the call. */
  review_id: z.string().min(1),
  evaluation_id: z.string().min(1),
  form_id: z.string().min(1),
  form_version: z.int32().nonnegative(),
  attempt: z.int32().positive(),
  criterion_id: z.string().min(1),
  kind: z.enum(REVIEW_KINDS),
  reviewer_id: z.string().min(1),
  reviewed_at: z.iso.datetime(),
  outcome: outcomeSchema,
  /** 0 to `max_score`; null when not applicable or undetermined. */
  score: z.number().nullable(),
  max_score: z.number().nonnegative(),
  comment: z.string().nullable(),
});
export type Review = z.infer<typeof reviewSchema>;
