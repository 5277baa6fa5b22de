import { z } from 'zod';
import { listOf } from '../contract/index.ts';
import { lenient, lines } from './aws-analytics.ts';
import { byStart, lastEndSeconds, parsedTranscript, summaryOf, transcriptOf } from './build.ts';
import type { TranscriptFormat } from './format.ts';
import { guessRoles } from './roles.ts';
import { endsAfterStart, isObject, millis, shaped } from './shape.ts';

const name = 'bda-audio';

const segment = z
  .object({
    type: z.string().nullish(),
    text: z.string(),
    start_timestamp_millis: millis,
    end_timestamp_millis: millis,
    speaker: z.object({ speaker_label: z.string().nullish() }).nullish(),
    channel: z.object({ channel_label: z.string().nullish() }).nullish(),
  })
  .superRefine(endsAfterStart('start_timestamp_millis', 'end_timestamp_millis'));

const moderated = z.object({
  moderation_categories: listOf(z.object({ category: z.string(), confidence: z.number() })).nullish(),
});

const schema = z.object({
  metadata: z.object({ duration_millis: millis.nullish(), dominant_asset_language: lenient(z.string()) }),
  audio_segments: listOf(segment),
  audio: z
    .object({ summary: z.string().nullish(), content_moderation: listOf(moderated).nullish() })
    .nullish(),
  topics: listOf(z.object({ summary: z.string().nullish() })).nullish(),
});

/** Standard output for audio: https://docs.aws.amazon.com/bedrock/latest/userguide/audio-processing.html */
export const bdaAudio = {
  name,
  title: 'Amazon Bedrock Data Automation, audio, standard output',
  recognises: (json) =>
    isObject(json) &&
    isObject(json.metadata) &&
    json.metadata.semantic_modality === 'AUDIO' &&
    !('inference_result' in json),
  parse(json, options) {
    const { metadata, audio_segments, audio, topics } = shaped(name, schema, json);
    const spoken = audio_segments.filter(({ type }) => (type ?? 'TRANSCRIPT') === 'TRANSCRIPT');
    const bySpeaker = spoken.some(({ speaker }) => speaker?.speaker_label);
    const utterances = byStart(
      spoken.map((one) => ({
        label: (bySpeaker ? one.speaker?.speaker_label : one.channel?.channel_label) ?? null,
        start_ms: one.start_timestamp_millis,
        end_ms: one.end_timestamp_millis,
        text: one.text.trim(),
        sentiment: null,
      })),
    );
    const length = metadata.duration_millis;
    const summary = audio?.summary?.trim() || null;
    return parsedTranscript({
      provider: name,
      channel: 'voice',
      facts: { language: metadata.dominant_asset_language?.toLowerCase() ?? null },
      duration_seconds: length === null || length === undefined ? lastEndSeconds(utterances) : length / 1000,
      transcript: transcriptOf(
        utterances,
        'voice',
        guessRoles(utterances, 'voice', options.direction ?? null),
      ),
      moderation: strongest(
        audio?.content_moderation?.flatMap((one) => one.moderation_categories ?? []) ?? [],
      ),
      ai_summary: summaryOf({
        call_summary: summary,
        audio_summary: summary,
        topic_summary: lines((topics ?? []).map((topic) => topic.summary?.trim() ?? '')),
      }),
    });
  },
} as const satisfies TranscriptFormat;

/** The highest confidence of each category over all segments. */
function strongest(found: readonly { category: string; confidence: number }[]) {
  const most = new Map<string, number>();
  for (const { category, confidence } of found)
    most.set(category, Math.max(most.get(category) ?? Number.NEGATIVE_INFINITY, confidence));
  return [...most].map(([category, confidence]) => ({ category, confidence }));
}
