import type { Evaluation, QaForm, Speaker, Transcript } from '../../../pipeline/contract/index.ts';
import { qaFormSchema } from '../../../pipeline/contract/index.ts';
import { type CallToScore, evaluate } from '../../../pipeline/evaluate/index.ts';

type Line = readonly [speaker: Speaker, text: string, start_ms?: number, end_ms?: number];

/** A transcript of `[speaker, text, start, end]` lines; lines without times have none. */
export const transcript = (lines: readonly Line[], more: Partial<Transcript> = {}): Transcript => ({
  turns: lines.map(([speaker, text, start_ms, end_ms], index) => ({
    index,
    speaker,
    start_ms: start_ms ?? null,
    end_ms: end_ms ?? start_ms ?? null,
    text,
    sentiment: null,
  })),
  speaker_roles: { origin: 'source', confidence: 1 },
  talk_time_ms: null,
  silence_ms: null,
  interruptions: null,
  ...more,
});

/** A voice call about which nothing but the transcript is known. */
export const call = (of: Transcript | null, more: Partial<CallToScore> = {}): CallToScore => ({
  transcript: of,
  channel: 'voice',
  duration_seconds: null,
  direction: null,
  language: null,
  ...more,
});

/** A form of these criteria, each completed with an id and a text. */
export const form = (criteria: readonly object[], more: object = {}): QaForm =>
  qaFormSchema.parse({
    form_id: 'quality',
    version: 1,
    title: 'Quality',
    criteria: criteria.map((criterion, i) => ({ id: `c${i}`, text: `Question ${i}?`, ...criterion })),
    ...more,
  });

/** Scores with ids that do not matter. */
export const scored = (of: QaForm, on: CallToScore): Evaluation =>
  evaluate({ call: on, form: of, attempt: 1, scored_at: '2026-02-03T04:05:06.000Z', evaluation_id: 'e-1' });

/** Outcome of a single criterion on a call, with its reason and quotes. */
export function answer(criterion: object, on: CallToScore, more: object = {}) {
  const [result] = scored(form([criterion], more), on).criteria;
  if (result === undefined) throw new Error('no criterion');
  return { ...result, quotes: result.evidence.map(({ quote }) => quote) };
}
