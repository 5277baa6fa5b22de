import { z } from 'zod';
import { evaluationSchema } from './evaluation.ts';
import { CALL_ID_PATTERN, REVISION_PATTERN } from './keys.ts';
import { listOf } from './lists.ts';
import { reviewSchema } from './review.ts';
import { tenantIdSchema } from './tenant.ts';
import { sentimentLabelSchema, transcriptSchema } from './transcript.ts';

/** Version of the raw call document that is written. Version 0 is the result JSON of the source systems (call-document-v0.ts). */
export const SCHEMA_VERSION = 1;

export const CHANNELS = ['voice', 'chat'] as const;
export const channelSchema = z.enum(CHANNELS);
export type Channel = z.infer<typeof channelSchema>;

export const DIRECTIONS = ['inbound', 'outbound', 'internal'] as const;
export const directionSchema = z.enum(DIRECTIONS);
export type Direction = z.infer<typeof directionSchema>;

export const callIdSchema = z.string().regex(CALL_ID_PATTERN);

const name = z.string().min(1).max(500);
const scored = z.object({ text: z.string(), score: z.number().nullable() });

/** Who handled the call. `origin` tells metadata (a sidecar or the vendor's fields) from what was read out of the speech. */
export const agentSchema = z.object({
  id: name.nullable(),
  name: name.nullable(),
  team: name.nullable(),
  origin: z.enum(['metadata', 'extracted']),
});
export type Agent = z.infer<typeof agentSchema>;

export const sentimentSchema = z.object({
  overall: sentimentLabelSchema.nullable(),
  /** Shares that add up to about 1, as Amazon Comprehend gives them. */
  scores: z
    .object({ positive: z.number(), negative: z.number(), neutral: z.number(), mixed: z.number() })
    .nullable(),
  /** -5 to 5, as Contact Lens and Call Analytics give them. */
  agent: z.number().nullable(),
  customer: z.number().nullable(),
});
export type Sentiment = z.infer<typeof sentimentSchema>;

/** What a model or the vendor says of the call as a whole; every field null when nobody said it. */
export const aiSummarySchema = z.object({
  issue: z.string().nullable(),
  resolution: z.string().nullable(),
  outcome: z.string().nullable(),
  action_items: listOf(z.string()),
  key_details: listOf(z.string()),
  next_steps: listOf(z.string()),
  tone_score: z.number().nullable(),
  sentiment_summary: z.string().nullable(),
  call_summary: z.string().nullable(),
  audio_summary: z.string().nullable(),
  topic_summary: z.string().nullable(),
});
export type AiSummary = z.infer<typeof aiSummarySchema>;

export const STARTED_AT_ORIGINS = ['sidecar', 'vendor', 'option', 'first_ingest'] as const;

/** Where the document's content came from. */
export const sourceSchema = z.object({
  kind: z.enum(['transcript', 'recording', 'result']),
  /** Where it was read from, as the user named it. */
  uri: z.string().nullable(),
  content_sha256: z.string().regex(/^[0-9a-f]{64}$/),
  /** SHA-256 of the sidecar's bytes; null without one. */
  sidecar_sha256: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .nullable(),
  /** Name of the format, as in docs/formats.md. */
  provider: z.string(),
  job: z.string().nullable(),
  /** Whether the text was redacted before it reached this lake, as far as the source says; by whom in `redacted_by`. */
  pii_redacted: z.boolean(),
  redacted_by: z.string().nullable(),
});
export type Source = z.infer<typeof sourceSchema>;

/** The raw call document, version 1: one JSON object a call and revision. Every key is present; null means unknown. */
export const callDocumentSchema = z.object({
  schema_version: z.literal(SCHEMA_VERSION),
  tenant_id: tenantIdSchema,
  call_id: callIdSchema,
  revision: z.string().regex(REVISION_PATTERN),
  /** ISO 8601 UTC with milliseconds. */
  started_at: z.iso.datetime(),
  started_at_origin: z.enum(STARTED_AT_ORIGINS),
  processed_at: z.iso.datetime(),
  duration_seconds: z.number().nonnegative().nullable(),
  direction: directionSchema.nullable(),
  channel: channelSchema,
  language: z.string().nullable(),
  queue: name.nullable(),
  agent: agentSchema.nullable(),
  customer: z.object({ ref: name, origin: z.enum(['metadata', 'extracted']) }).nullable(),
  source: sourceSchema,
  /** Null only for version-0 results, which carry none. */
  transcript: transcriptSchema.nullable(),
  sentiment: sentimentSchema.nullable(),
  key_phrases: listOf(scored),
  entities: listOf(scored.extend({ type: z.string() })),
  categories: listOf(z.string()),
  topics: listOf(z.string()),
  moderation: listOf(z.object({ category: z.string(), confidence: z.number() })),
  ai_summary: aiSummarySchema.nullable(),
  /** Oldest first. Empty: unscored. */
  evaluations: listOf(evaluationSchema),
  /** What people say of the evaluations, oldest first; documents written before there were reviews have none. */
  reviews: listOf(reviewSchema).default([]),
  /** Why there is no evaluation with a percentage; null when there is one. */
  unscored_reason: z.string().nullable(),
});
export type CallDocument = z.infer<typeof callDocumentSchema>;

/** What a transcript format or a sidecar can say of a call besides its turns; null: not said. */
export interface CallFacts {
  readonly call_id: string | null;
  /** ISO 8601 UTC. */
  readonly started_at: string | null;
  readonly agent: Omit<Agent, 'origin'> | null;
  readonly queue: string | null;
  readonly direction: Direction | null;
  readonly language: string | null;
  readonly customer_ref: string | null;
}

/** What a transcript format yields: a call, yet without tenant, id, revision and evaluation. */
export interface ParsedTranscript {
  /** Name of the format, as in docs/formats.md. */
  readonly provider: string;
  readonly kind: Source['kind'];
  readonly facts: CallFacts;
  readonly channel: Channel;
  readonly duration_seconds: number | null;
  readonly job: string | null;
  readonly pii_redacted: boolean;
  readonly redacted_by: string | null;
  readonly transcript: z.infer<typeof transcriptSchema> | null;
  readonly sentiment: Sentiment | null;
  readonly key_phrases: CallDocument['key_phrases'];
  readonly entities: CallDocument['entities'];
  readonly categories: readonly string[];
  readonly topics: readonly string[];
  readonly moderation: CallDocument['moderation'];
  readonly ai_summary: AiSummary | null;
  /** Evaluations that the source already holds (version-0 results); empty otherwise. */
  readonly evaluations: CallDocument['evaluations'];
  /** The tenant that the content itself names (version-0 results); a mismatch refuses the document. Null otherwise. */
  readonly tenant_id: string | null;
}
