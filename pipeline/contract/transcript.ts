import { z } from 'zod';
import { listOf } from './lists.ts';

/** Who speaks a turn. OTHER: neither agent nor customer (IVR, system message), or nobody could tell. */
export const SPEAKERS = ['AGENT', 'CUSTOMER', 'OTHER'] as const;
export const speakerSchema = z.enum(SPEAKERS);
export type Speaker = z.infer<typeof speakerSchema>;

export const SENTIMENTS = ['POSITIVE', 'NEGATIVE', 'NEUTRAL', 'MIXED'] as const;
export const sentimentLabelSchema = z.enum(SENTIMENTS);
export type SentimentLabel = z.infer<typeof sentimentLabelSchema>;

const milliseconds = z.number().int().min(-Number.MAX_SAFE_INTEGER).max(Number.MAX_SAFE_INTEGER);

/** One uninterrupted stretch of one speaker's speech, or one chat message. */
export const turnSchema = z.object({
  /** Position in the transcript, from 0. */
  index: z.int32().nonnegative(),
  speaker: speakerSchema,
  /** Milliseconds since the call's `started_at`; null when the source has no times. Chats: `end_ms` = `start_ms`; may be negative when a sidecar dates the start after the first message. */
  start_ms: milliseconds.nullable(),
  end_ms: milliseconds.nullable(),
  text: z.string(),
  sentiment: sentimentLabelSchema.nullable(),
});
export type Turn = z.infer<typeof turnSchema>;

/** Where the roles come from: said by the source, guessed by the documented rule (docs/formats.md), or none. */
export const speakerRolesSchema = z.object({
  origin: z.enum(['source', 'rule', 'none']),
  /** 0 to 1; 1 when the source said it, 0 when there are none. */
  confidence: z.number().min(0).max(1),
});
export type SpeakerRoles = z.infer<typeof speakerRolesSchema>;

/** The transcript of a call, with what was measured on it. Measures that need roles or times are null without them. */
export const transcriptSchema = z.object({
  turns: listOf(turnSchema),
  speaker_roles: speakerRolesSchema,
  /** Milliseconds spoken by each role, overlaps of one role counted once. Null for chats, without times or without roles. */
  talk_time_ms: z.record(speakerSchema, z.number().int().nonnegative()).nullable(),
  /** Milliseconds within the call in which nobody speaks. Null for chats and without times. */
  silence_ms: z.number().int().nonnegative().nullable(),
  /** Turns of one role that cut in on the other, by the rule in docs/formats.md. Null for chats, without times or without roles. */
  interruptions: z.int32().nonnegative().nullable(),
});
export type Transcript = z.infer<typeof transcriptSchema>;
