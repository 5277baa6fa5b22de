import { z } from 'zod';
import { listOf, type ParsedTranscript } from '../contract/index.ts';
import { lenient } from './aws-analytics.ts';
import { byStart, lastEndSeconds, parsedTranscript, transcriptOf } from './build.ts';
import type { TranscriptFormat, TranscriptOptions } from './format.ts';
import { guessRoles, type Utterance } from './roles.ts';
import { endsAfterStart, isObject, secondsAsMillis, shaped } from './shape.ts';
import { CHANNEL_PAUSE_MS, channelTurns, runTurns, SPEAKER_PAUSE_MS, type Word } from './transcribe-words.ts';

/*
 * Batch output of Amazon Transcribe. Times are seconds, as texts.
 * https://docs.aws.amazon.com/transcribe/latest/dg/channel-id-output-batch.html
 * https://docs.aws.amazon.com/transcribe/latest/dg/diarization-output-batch.html
 */

const item = z
  .object({
    type: z.enum(['pronunciation', 'punctuation']),
    alternatives: listOf(z.object({ content: z.string() })).min(1),
    start_time: secondsAsMillis.nullish(),
    end_time: secondsAsMillis.nullish(),
    speaker_label: z.string().nullish(),
    channel_label: z.string().nullish(),
  })
  .superRefine(({ type, start_time, end_time }, context) => {
    if (type === 'punctuation') return;
    if (typeof start_time !== 'number' || typeof end_time !== 'number')
      context.addIssue({ code: 'custom', message: 'a word without times', path: ['start_time'] });
    else if (end_time < start_time)
      context.addIssue({ code: 'custom', message: 'a word ends before it starts', path: ['end_time'] });
  });
type Item = z.infer<typeof item>;

const segment = z
  .object({
    transcript: z.string(),
    start_time: secondsAsMillis,
    end_time: secondsAsMillis,
    speaker_label: z.string().nullish(),
    channel_label: z.string().nullish(),
  })
  .superRefine(endsAfterStart('start_time', 'end_time'));

const labelled = z.object({ start_time: secondsAsMillis, speaker_label: z.string() });

const schema = z.object({
  jobName: z.string().nullish(),
  isRedacted: z.boolean().nullish(),
  results: z.object({
    language_code: z.string().nullish(),
    language_codes: lenient(
      listOf(z.object({ language_code: z.string(), duration_in_seconds: lenient(z.coerce.number()) })),
    ),
    items: listOf(item).nullish(),
    audio_segments: listOf(segment).nullish(),
    channel_labels: z
      .object({ channels: listOf(z.object({ channel_label: z.string().nullish(), items: listOf(item) })) })
      .nullish(),
    speaker_labels: z
      .object({ segments: listOf(z.object({ items: listOf(labelled).nullish() })).nullish() })
      .nullish(),
  }),
});
type Results = z.infer<typeof schema>['results'];
type Division = 'channels' | 'speakers' | 'none';

function division(json: unknown): Division | null {
  if (!isObject(json) || !isObject(json.results)) return null;
  const { status, results } = json;
  if (status !== undefined && status !== null && status !== 'COMPLETED') return null;
  if (
    !('transcripts' in results) ||
    !['items', 'audio_segments', 'channel_labels'].some((key) => key in results)
  )
    return null;
  if (isObject(results.channel_labels)) return 'channels';
  return isObject(results.speaker_labels) ? 'speakers' : 'none';
}

/** Two channels recorded apart, `ch_0` and `ch_1`. */
export const transcribeChannels = format(
  'transcribe-channels',
  'Amazon Transcribe, channel identification',
  'channels',
);

/** Speakers told apart by their voices, `spk_0` and on. */
export const transcribeSpeakers = format(
  'transcribe-speakers',
  'Amazon Transcribe, speaker diarization',
  'speakers',
);

/** Neither: nobody can tell who speaks. */
export const transcribePlain = format('transcribe-plain', 'Amazon Transcribe without speakers', 'none');

function format(name: string, title: string, divided: Division): TranscriptFormat {
  return {
    name,
    title,
    recognises: (json) => division(json) === divided,
    parse: (json, options) => parse(name, divided, json, options),
  };
}

function parse(name: string, divided: Division, json: unknown, options: TranscriptOptions): ParsedTranscript {
  const { jobName, isRedacted, results } = shaped(name, schema, json);
  const language = languageOf(results);
  const utterances = byStart(segmentTurns(results, divided) ?? itemTurns(results, divided, language));
  return parsedTranscript({
    provider: name,
    channel: 'voice',
    facts: { language },
    duration_seconds: lastEndSeconds(utterances),
    job: jobName ?? null,
    pii_redacted: isRedacted ?? false,
    redacted_by: isRedacted ? 'amazon-transcribe' : null,
    transcript: transcriptOf(utterances, 'voice', guessRoles(utterances, 'voice', options.direction ?? null)),
  });
}

/** The one language of the job, else the one that is spoken longest; null when the file names none. */
function languageOf({ language_code, language_codes }: Results): string | null {
  const byLength = (language_codes ?? []).toSorted(
    (a, b) => (b.duration_in_seconds ?? 0) - (a.duration_in_seconds ?? 0),
  );
  return language_code ?? byLength[0]?.language_code ?? null;
}

/** The file's own segments, where it has them and they say who speaks as far as its words do. */
function segmentTurns({ audio_segments }: Results, divided: Division): Utterance[] | null {
  if (!audio_segments || audio_segments.length === 0) return null;
  const turns = audio_segments.map((one) => ({
    label:
      (divided === 'channels' ? one.channel_label : divided === 'speakers' ? one.speaker_label : null) ??
      null,
    start_ms: one.start_time,
    end_ms: one.end_time,
    text: one.transcript.trim(),
    sentiment: null,
  }));
  return divided !== 'none' && turns.some(({ label }) => label === null) ? null : turns;
}

function itemTurns(results: Results, divided: Division, language: string | null): Utterance[] {
  const speakerAt = new Map(
    results.speaker_labels?.segments?.flatMap(({ items }) =>
      (items ?? []).map((one) => [one.start_time, one.speaker_label] as const),
    ),
  );
  const label = (one: Item): string | null => {
    if (divided === 'channels') return one.channel_label ?? null;
    if (divided === 'none') return null;
    // Some files name the speaker of a word only in the segments, by its start.
    return one.speaker_label ?? speakerAt.get(one.start_time ?? -1) ?? null;
  };
  const words = wordsOf(itemsOf(results), label);
  if (divided === 'channels') return channelTurns(words, language);
  return runTurns(words, divided === 'speakers' ? SPEAKER_PAUSE_MS : CHANNEL_PAUSE_MS, language);
}

/** The words of all channels: listed together, or in older files only, or only with their labels, under each channel. */
function itemsOf({ items, channel_labels }: Results): Item[] {
  const isLabelled =
    !channel_labels || items?.every(({ channel_label }) => typeof channel_label === 'string');
  const hasOwn = channel_labels?.channels.some((channel) => channel.items.length > 0) ?? false;
  if (items && items.length > 0 && (isLabelled || !hasOwn)) return items;
  return (channel_labels?.channels ?? []).flatMap((channel) =>
    channel.items.map((one) => ({ ...one, channel_label: one.channel_label ?? channel.channel_label })),
  );
}

/** Words in the file's order. A punctuation mark has no time and belongs to the word before it, of its own speaker. */
function wordsOf(items: readonly Item[], label: (one: Item) => string | null): Word[] {
  const words: Word[] = [];
  const lastOf = new Map<string | null, number>();
  for (const one of items) {
    const text = one.alternatives[0]?.content.trim() ?? '';
    const speaker = label(one);
    if (one.type === 'pronunciation' && text !== '') {
      lastOf.set(speaker, words.length);
      words.push({ label: speaker, start: one.start_time ?? 0, end: one.end_time ?? 0, text });
    } else if (one.type === 'punctuation') {
      const at = (speaker === null ? undefined : lastOf.get(speaker)) ?? words.length - 1;
      const word = words[at];
      if (word) words[at] = { ...word, text: word.text + text };
    }
  }
  return words;
}
