import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { evaluationSchema } from '../../../pipeline/contract/index.ts';
import {
  type CallToScore,
  lintFormText,
  parseForm,
  publishable,
  READY_MADE_FORMS,
  readyMadeForm,
} from '../../../pipeline/evaluate/index.ts';
import { readTranscript } from '../../../pipeline/transcripts/index.ts';
import { call, scored, transcript } from './calls.ts';

const REAL = new URL('../../../../shared/data/real-calls/', import.meta.url);
const published = (name: (typeof READY_MADE_FORMS)[number]) =>
  publishable(parseForm(readyMadeForm(name)), []).form;

const GOOD_CALL = call(
  transcript(
    [
      ['AGENT', 'Thank you for calling Acme, this is Ann. How can I help you?', 0, 5000],
      ['CUSTOMER', 'My order is late and I am really disappointed.', 5500, 9000],
      ['AGENT', 'I am so sorry about that. Could you please tell me your order number?', 9200, 14_000],
      ['CUSTOMER', 'Four five six.', 14_200, 17_000],
      ['AGENT', "Got it. So that is four five six, correct? I'll send a new one today.", 17_200, 24_000],
      ['CUSTOMER', 'Great.', 24_500, 26_000],
      ['AGENT', 'Is there anything else? No? Thank you, goodbye.', 26_200, 30_000],
    ],
    { talk_time_ms: { AGENT: 20_600, CUSTOMER: 7800, OTHER: 0 }, silence_ms: 1600, interruptions: 0 },
  ),
  { language: 'en-US', duration_seconds: 30 },
);

describe.each(READY_MADE_FORMS)('the ready-made form %s', (name) => {
  it('has no lint error and no warning', () => {
    const findings = lintFormText(readyMadeForm(name), name);
    expect(findings.filter(({ severity }) => severity !== 'info')).toEqual([]);
  });

  it('has its name as id, so that publishing it twice makes one form', () => {
    expect(published(name).form_id).toBe(name);
  });

  it('is answered without a model for the greater part', () => {
    const { criteria, bands, sections } = published(name);
    const kinds = criteria.map(({ kind }) => kind);
    expect(kinds.filter((kind) => kind === 'llm').length).toBeLessThan(kinds.length / 4);
    expect(new Set(kinds)).toEqual(new Set(['rule', 'metric', 'llm']));
    expect(criteria.some(({ critical }) => critical === 'form')).toBe(true);
    expect([bands.length, sections.length].every((count) => count >= 3)).toBe(true);
  });
});

describe('service-quality', () => {
  const outcomes = (on: CallToScore) =>
    Object.fromEntries(
      scored(published('service-quality'), on).criteria.map(({ id, outcome }) => [id, outcome]),
    );

  it('passes a good call', () => {
    const evaluation = scored(published('service-quality'), GOOD_CALL);
    expect(evaluation).toMatchObject({
      status: 'partial',
      percentage: 100,
      band: 'Excellent',
      auto_failed: false,
    });
    expect(outcomes(GOOD_CALL)).toMatchObject({
      empathy: 'pass',
      quick_first_response: 'not_applicable',
      tone: 'undetermined',
    });
  });

  it('fails an insult, whatever else was good', () => {
    const turns = GOOD_CALL.transcript?.turns ?? [];
    const lines = [
      ...turns.map((turn) => [turn.speaker, turn.text] as const),
      ['AGENT', 'You idiot!'] as const,
    ];
    expect(scored(published('service-quality'), call(transcript(lines), { language: 'en' }))).toMatchObject({
      percentage: 0,
      auto_failed: true,
      band: 'Poor',
    });
  });
});

describe('regulated-sales', () => {
  it('fails a disclosure before the customer was verified', () => {
    const disclosed = [
      ['AGENT', 'Hello, this is Ann from Acme. Your balance is 5 euros.'],
      ['AGENT', 'May I have your date of birth?'],
      ['CUSTOMER', 'Sure.'],
    ] as const;
    const evaluate = (lines: readonly (readonly ['AGENT' | 'CUSTOMER', string])[]) =>
      scored(published('regulated-sales'), call(transcript(lines)));
    expect(evaluate(disclosed)).toMatchObject({ percentage: 0, auto_failed: true });
    const verifiedFirst = [disclosed[1], disclosed[2], disclosed[0]];
    expect(evaluate(verifiedFirst).auto_failed).toBe(false);
  });

  it('fails a guarantee', () => {
    expect(
      scored(published('regulated-sales'), call(transcript([['AGENT', 'It is a zero-risk plan.']])))
        .auto_failed,
    ).toBe(true);
  });
});

const FILES = [
  'aws-tca-bda/example-call.json',
  'aws-tca-bda/bda-standard.json',
  'aws-docs/connect-contact-lens-voice.0.json',
  'aws-docs/connect-contact-lens-example-output-files-chat.0.json',
];

describe('on real calls', () => {
  const isThere = existsSync(REAL);
  if (!isThere) process.stdout.write('skipped: ../shared/data/real-calls is absent\n');

  it.runIf(isThere).each(FILES.flatMap((file) => READY_MADE_FORMS.map((name) => [file, name] as const)))(
    '%s is scored by %s, with verified evidence',
    (file, name) => {
      const parsed = readTranscript(readFileSync(new URL(file, REAL)));
      const evaluation = scored(published(name), {
        transcript: parsed.transcript,
        channel: parsed.channel,
        duration_seconds: parsed.duration_seconds,
        direction: parsed.facts.direction,
        language: parsed.facts.language,
      });
      expect(evaluationSchema.safeParse(evaluation).success).toBe(true);
      expect(evaluation.status).not.toBe('unscored');
      expect(evaluation.auto_failed).toBe(false);
      expect(evaluation.percentage).toBeGreaterThan(30);
      const evidence = evaluation.criteria.flatMap((criterion) => criterion.evidence);
      expect(evidence.length).toBeGreaterThan(5);
      expect(evidence.every(({ verified }) => verified)).toBe(true);
    },
  );
});
