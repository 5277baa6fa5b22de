import { z } from 'zod';
import type { AiSummary, CallDocument, ParsedTranscript, Sentiment } from './call-document.ts';
import { DocumentRefused } from './errors.ts';
import type { Evaluation } from './evaluation.ts';
import { evaluationV0, qaEvaluationV0, refuseTooManyCriteria } from './evaluation-v0.ts';
import { CALL_DAYS, CALL_ID_PATTERN } from './keys.ts';
import { listOf } from './lists.ts';
import { shapeFault } from './shape-fault.ts';

/** Name of version 0 as a source's provider: the result JSON that CCI Lite wrote for each call, for ever readable. */
export const RESULT_V0 = 'cci-result-v0';

/*
 * `<tenant>/YYYY/MM/DD/<job>.json`: Amazon Comprehend's answers as they came (sentiment, key phrases, entities), and
 * what a model was asked to return. The model's part is normalised where it is plain what was meant; what touches the
 * scores and is not plain refuses the document, while a remark that cannot be read is left out.
 */

const lenient = <T extends z.ZodType>(schema: T) => schema.nullish().catch(undefined);

const remark = lenient(
  z
    .union([z.string(), listOf(z.string()).transform((texts) => texts.join('\n'))])
    .transform((text) => (text.trim() === '' ? null : text.trim())),
);

const actionItem = z.union([
  z.string(),
  z
    .object({ text: z.string().nullish(), action: z.string().nullish(), description: z.string().nullish() })
    .transform((item) => item.text ?? item.action ?? item.description ?? ''),
]);

const actionItems = lenient(
  z
    .union([listOf(actionItem), z.string().transform((text) => [text])])
    .transform((texts) => texts.map((text) => text.trim()).filter((text) => text !== '')),
);

/** 0 to 100, as a number or a text such as `85`, `85/100` or `85 %`. */
const toneScore = lenient(
  z.union([
    z.number(),
    z
      .string()
      .regex(/^\s*\d+(\.\d+)?\s*(\/\s*100|%)?\s*$/)
      .transform((text) => Number.parseFloat(text)),
  ]),
);

const share = lenient(z.number());
const comprehendSentiment = lenient(
  z.object({
    Sentiment: lenient(z.string()),
    SentimentScore: lenient(z.object({ Positive: share, Negative: share, Neutral: share, Mixed: share })),
  }),
);
const phrases = listOf(z.object({ Text: z.string(), Score: lenient(z.number()) }));
const entities = listOf(z.object({ Text: z.string(), Type: z.string(), Score: lenient(z.number()) }));

const resultV0Schema = z.object({
  tenant_id: z.string().min(1),
  call_id: z.string().nullish(),
  call_date: z.iso
    .date()
    .refine((day) => day >= CALL_DAYS.first && day <= CALL_DAYS.last, 'not a day of the years 1 to 9999')
    .nullish(),
  sentiment: comprehendSentiment,
  key_phrases: lenient(
    z.union([phrases, z.object({ KeyPhrases: phrases }).transform((answer) => answer.KeyPhrases)]),
  ),
  entities: lenient(
    z.union([entities, z.object({ Entities: entities }).transform((answer) => answer.Entities)]),
  ),
  ai_summary: lenient(
    z.object({
      issue: remark,
      resolution: remark,
      outcome: remark,
      action_items: actionItems,
      tone_score: toneScore,
      sentiment_summary: remark,
    }),
  ),
  qa_evaluation: qaEvaluationV0.nullish(),
  source: lenient(z.object({ transcribe_job: lenient(z.string()), pii_redacted: lenient(z.boolean()) })),
});
type ResultV0 = z.infer<typeof resultV0Schema>;

/** Whether a value looks like a version-0 result. */
export function isResultV0(json: unknown): boolean {
  if (typeof json !== 'object' || json === null || Array.isArray(json)) return false;
  // What only later versions have: such a document lost its version, and half of it would be lost with it.
  if (['schema_version', 'revision', 'evaluations'].some((key) => key in json)) return false;
  return (
    'tenant_id' in json &&
    'call_id' in json &&
    ['qa_evaluation', 'ai_summary', 'call_date'].some((key) => key in json)
  );
}

/**
 * Reads a version-0 result: no transcript, one evaluation at most. An empty or missing `qa_evaluation` (the model's
 * answer could not be read) gives none, so the call is unscored and not 0 %.
 * @param scoredAt ISO 8601 UTC time to date the evaluation by when the document has no `call_date`
 * @throws {DocumentRefused} `bad_shape` when it is not such a result, or its scores cannot be understood; `too_large` when
 * it has more criteria than a document can hold
 */
export function upcastV0(json: unknown, scoredAt?: string): ParsedTranscript {
  refuseTooManyCriteria(json);
  const checked = resultV0Schema.safeParse(json);
  if (!checked.success) {
    const { message, where } = shapeFault(checked.error);
    throw new DocumentRefused('bad_shape', `contract: version-0 result: ${message}`, { where });
  }
  const result = checked.data;
  const callId = result.call_id && CALL_ID_PATTERN.test(result.call_id) ? result.call_id : null;
  const startedAt = result.call_date ? `${result.call_date}T00:00:00.000Z` : null;
  const redacted = result.source?.pii_redacted ?? false;
  return {
    provider: RESULT_V0,
    kind: 'result',
    facts: { ...NO_FACTS, call_id: callId, started_at: startedAt },
    channel: 'voice',
    duration_seconds: null,
    job: result.source?.transcribe_job ?? null,
    pii_redacted: redacted,
    redacted_by: redacted ? 'amazon-transcribe' : null,
    transcript: null,
    sentiment: sentimentOf(result),
    key_phrases: (result.key_phrases ?? []).map(({ Text, Score }) => ({ text: Text, score: Score ?? null })),
    entities: (result.entities ?? []).map(({ Text, Type, Score }) => ({
      text: Text,
      type: Type,
      score: Score ?? null,
    })),
    categories: [],
    topics: [],
    moderation: [],
    ai_summary: summaryOf(result),
    evaluations: evaluationsOf(result, callId, startedAt ?? scoredAt ?? null),
    tenant_id: result.tenant_id,
  };
}

const NO_FACTS = {
  call_id: null,
  started_at: null,
  agent: null,
  queue: null,
  direction: null,
  language: null,
  customer_ref: null,
} as const;

function evaluationsOf(result: ResultV0, callId: string | null, scoredAt: string | null): Evaluation[] {
  const found = result.qa_evaluation;
  if (!found) return [];
  if (scoredAt === null)
    throw new DocumentRefused('bad_shape', 'contract: version-0 result: an evaluation without a date', {
      where: 'call_date',
    });
  return [evaluationV0(found, callId, scoredAt)];
}

function sentimentOf({ sentiment }: ResultV0): Sentiment | null {
  const label = sentiment?.Sentiment?.toUpperCase();
  const overall =
    label === 'POSITIVE' || label === 'NEGATIVE' || label === 'NEUTRAL' || label === 'MIXED' ? label : null;
  const given = sentiment?.SentimentScore;
  const scores = given
    ? {
        positive: given.Positive ?? 0,
        negative: given.Negative ?? 0,
        neutral: given.Neutral ?? 0,
        mixed: given.Mixed ?? 0,
      }
    : null;
  return overall === null && scores === null ? null : { overall, scores, agent: null, customer: null };
}

function summaryOf({ ai_summary: said }: ResultV0): AiSummary | null {
  const summary: CallDocument['ai_summary'] = {
    issue: said?.issue ?? null,
    resolution: said?.resolution ?? null,
    outcome: said?.outcome ?? null,
    action_items: said?.action_items ?? [],
    key_details: [],
    next_steps: [],
    tone_score: said?.tone_score ?? null,
    sentiment_summary: said?.sentiment_summary ?? null,
    call_summary: null,
    audio_summary: null,
    topic_summary: null,
  };
  const empty = Object.values(summary).every(
    (value) => value === null || (Array.isArray(value) && value.length === 0),
  );
  return empty ? null : summary;
}
