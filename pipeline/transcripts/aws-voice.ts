import { z } from 'zod';
import { listOf, type ParsedTranscript } from '../contract/index.ts';
import {
  categoryNames,
  contactSummary,
  contentMetadata,
  detections,
  lenient,
  lines,
  matchedCategories,
  participant,
  passage,
  redaction,
  roleScores,
  roleSentiment,
  rolesById,
  summaryText,
} from './aws-analytics.ts';
import {
  byStart,
  lastEndSeconds,
  parsedTranscript,
  roleOf,
  summaryOf,
  transcriptOf,
  usableCallId,
} from './build.ts';
import { saidRoles } from './roles.ts';
import { endsAfterStart, millis, sentiment, shaped } from './shape.ts';

const turn = participant
  .extend({
    Content: z.string(),
    BeginOffsetMillis: millis,
    EndOffsetMillis: millis,
    Sentiment: sentiment,
    IssuesDetected: detections,
    OutcomesDetected: detections,
    ActionItemsDetected: detections,
  })
  .superRefine(endsAfterStart('BeginOffsetMillis', 'EndOffsetMillis'));
type VoiceTurn = z.infer<typeof turn>;

const schema = z.object({
  Transcript: listOf(turn),
  Participants: listOf(participant).nullish(),
  LanguageCode: z.string().nullish(),
  JobName: z.string().nullish(),
  CustomerMetadata: lenient(z.object({ ContactId: lenient(z.string()) })),
  Categories: matchedCategories,
  ContentMetadata: contentMetadata,
  ConversationCharacteristics: z
    .object({
      TotalConversationDurationMillis: millis.nullish(),
      Sentiment: z.object({ OverallSentiment: roleScores }).nullish(),
      ContactSummary: contactSummary,
    })
    .nullish(),
});

const ROLES = saidRoles(
  new Map([
    ['AGENT', 'AGENT'],
    ['CUSTOMER', 'CUSTOMER'],
  ]),
);

/**
 * Reads a voice conversation as Call Analytics and Contact Lens both write it.
 * @throws {BadShape} when a turn lacks text or times, or something that is used is of the wrong type
 */
export function parseVoice(format: string, redactedBy: string, json: unknown): ParsedTranscript {
  const call = shaped(format, schema, json);
  const roleById = rolesById(call.Participants);
  const utterances = byStart(
    call.Transcript.map((one) => ({
      label: roleOf(one.ParticipantRole ?? roleById.get(one.ParticipantId ?? '') ?? one.ParticipantId),
      start_ms: one.BeginOffsetMillis,
      end_ms: one.EndOffsetMillis,
      text: one.Content,
      sentiment: one.Sentiment,
    })),
  );
  const traits = call.ConversationCharacteristics;
  const scores = traits?.Sentiment?.OverallSentiment;
  const length = traits?.TotalConversationDurationMillis;
  return parsedTranscript({
    provider: format,
    channel: 'voice',
    facts: { call_id: usableCallId(call.CustomerMetadata?.ContactId), language: call.LanguageCode ?? null },
    duration_seconds: length === null || length === undefined ? lastEndSeconds(utterances) : length / 1000,
    job: call.JobName ?? null,
    ...redaction(call.ContentMetadata, redactedBy),
    transcript: transcriptOf(utterances, 'voice', ROLES),
    sentiment: roleSentiment(scores?.AGENT, scores?.CUSTOMER),
    categories: categoryNames(call.Categories),
    ai_summary: summaryOf({
      issue: lines(found(call.Transcript, 'IssuesDetected')),
      outcome: lines(found(call.Transcript, 'OutcomesDetected')),
      action_items: found(call.Transcript, 'ActionItemsDetected'),
      ...summaryText(traits?.ContactSummary),
    }),
  });
}

function found(
  turns: readonly VoiceTurn[],
  kind: 'IssuesDetected' | 'OutcomesDetected' | 'ActionItemsDetected',
): string[] {
  return turns.flatMap((one) =>
    (one[kind] ?? []).map(
      ({ Text, CharacterOffsets }) => Text?.trim() || passage(one.Content, CharacterOffsets),
    ),
  );
}
