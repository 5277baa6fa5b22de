import { globSync, readFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { describe, expect, it } from 'vitest';
import { evaluationSchema, parseJson, transcriptSchema } from '../../../pipeline/contract/index.ts';
import { FORMATS, readTranscript } from '../../../pipeline/transcripts/index.ts';

const inputs = globSync(`${import.meta.dirname}/*/*.input.json`).sort();

describe.each(inputs)('%s', (path) => {
  const bytes = readFileSync(path);
  const format = basename(dirname(path));

  it('reads as expected', () => {
    const expected: unknown = JSON.parse(readFileSync(path.replace('.input.', '.expected.'), 'utf8'));
    expect(readTranscript(bytes)).toEqual(expected);
  });

  it('is recognised by one format alone, the one whose folder it is in', () => {
    const json = parseJson(bytes);
    expect(FORMATS.filter(({ recognises }) => recognises(json)).map(({ name }) => name)).toEqual([format]);
  });

  it('is a transcript and evaluations as the contract has them', () => {
    const { transcript, evaluations } = readTranscript(bytes);
    expect(transcriptSchema.nullable().safeParse(transcript).error).toBeUndefined();
    for (const evaluation of evaluations) expect(evaluationSchema.safeParse(evaluation).error).toBeUndefined();
  });

  it('numbers its turns from 0 and ends none before it starts', () => {
    const turns = readTranscript(bytes).transcript?.turns ?? [];
    expect(turns.map(({ index }) => index)).toEqual([...turns.keys()]);
    expect(turns.filter(({ start_ms, end_ms }) => (end_ms ?? 0) < (start_ms ?? 0))).toEqual([]);
  });

  it('keeps scores and measures within their bounds', () => {
    const { transcript, channel, evaluations } = readTranscript(bytes);
    const span = spanOf(transcript?.turns ?? []);
    const roles = Object.values(transcript?.talk_time_ms ?? {});
    for (const ms of [...roles, transcript?.silence_ms ?? 0]) expect(ms).toBeLessThanOrEqual(span);
    if (channel === 'chat') expect(transcript?.silence_ms).toBeNull();
    if (transcript?.speaker_roles.origin === 'none') expect(transcript.talk_time_ms).toBeNull();
    for (const { score, max_score } of evaluations.flatMap(({ criteria }) => criteria))
      expect(score ?? 0).toBeLessThanOrEqual(max_score);
  });
});

it('has a case for every format', () => {
  expect([...new Set(inputs.map((path) => basename(dirname(path))))]).toEqual(FORMATS.map(({ name }) => name).sort());
});

function spanOf(turns: readonly { start_ms: number | null; end_ms: number | null }[]): number {
  if (turns.length === 0) return 0;
  return Math.max(...turns.map(({ end_ms }) => end_ms ?? 0)) - Math.min(...turns.map(({ start_ms }) => start_ms ?? 0));
}
