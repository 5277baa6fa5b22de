import { describe, expect, it } from 'vitest';
import { evaluationSchema } from '../../../pipeline/contract/index.ts';
import { evaluate, SCORER, type ScorerFailure } from '../../../pipeline/evaluate/index.ts';
import { call, form, scored, transcript } from './calls.ts';

const HELLO = call(transcript([['AGENT', 'Hello, how can I help?', 0, 2000]]));
const greeting = { rule: { any_of: ['hello'] } };
const farewell = { rule: { any_of: ['goodbye'] } };

describe('an evaluation', () => {
  it('says which form scored what, when, and without a model', () => {
    const bands = [
      { name: 'low', min: 0 },
      { name: 'high', min: 50 },
    ];
    const sections = [{ id: 's', title: 'Start' }];
    const evaluation = scored(
      form([{ ...greeting, section: 's', weight: 3, required: true }, { section: 's' }], {
        version: 4,
        bands,
        sections,
      }),
      HELLO,
    );
    expect(evaluation).toEqual({
      evaluation_id: 'e-1',
      form_id: 'quality',
      form_version: 4,
      attempt: 1,
      scorer: SCORER,
      model: null,
      profile_id: null,
      profile_version: null,
      prompt_sha256: null,
      request_id: null,
      usage: null,
      scored_at: '2026-02-03T04:05:06.000Z',
      status: 'partial',
      criteria: [
        {
          id: 'c0',
          section: 's',
          question: 'Question 0?',
          kind: 'rule',
          weight: 3,
          required: true,
          critical: 'none',
          outcome: 'pass',
          score: 1,
          max_score: 1,
          reason: 'said',
          confidence: null,
          evidence: [{ turn: 0, start_ms: 0, offset: 0, quote: 'Hello', verified: true }],
        },
        {
          id: 'c1',
          section: 's',
          question: 'Question 1?',
          kind: 'llm',
          weight: 1,
          required: false,
          critical: 'none',
          outcome: 'undetermined',
          score: null,
          max_score: 1,
          reason: 'no model configured',
          confidence: null,
          evidence: [],
        },
      ],
      sections: [{ id: 's', title: 'Start', percentage: 100, auto_failed: false }],
      total_score: 3,
      max_score: 3,
      percentage: 100,
      coverage: 0.75,
      auto_failed: false,
      band: 'high',
    });
    expect(evaluationSchema.parse(evaluation)).toEqual(evaluation);
  });

  it('of questions for a model only is unscored, not 0 %', () => {
    expect(scored(form([{}, {}]), HELLO)).toMatchObject({
      status: 'unscored',
      percentage: null,
      total_score: null,
      band: null,
      coverage: 0,
    });
  });

  it('of fails only is 0 %', () => {
    expect(scored(form([farewell]), HELLO)).toMatchObject({
      status: 'scored',
      percentage: 0,
      auto_failed: false,
    });
  });

  it('is failed by a critical question', () => {
    expect(scored(form([greeting, { ...farewell, critical: 'form' }]), HELLO)).toMatchObject({
      status: 'scored',
      percentage: 0,
      auto_failed: true,
    });
  });

  it.each([
    ['without turns', call(transcript([]))],
    ['without a transcript', call(null)],
  ])('of a call %s is unscored', (_, on) => {
    expect(scored(form([greeting, { rule: { none_of: ['x'] } }]), on)).toMatchObject({
      status: 'unscored',
      percentage: null,
    });
  });

  it('is the same when done again', () => {
    const of = form([greeting, farewell, {}]);
    expect(scored(of, HELLO)).toEqual(scored(of, HELLO));
  });
});

describe('a criterion whose scorer breaks down', () => {
  const broken = form([{ rule: { any_of: [{ patterns: ['(a)\\1'] }] } }, greeting]);
  const run = (onScorerFailure?: (failure: ScorerFailure) => void) =>
    evaluate({
      call: HELLO,
      form: broken,
      attempt: 1,
      scored_at: '2026-02-03T04:05:06.000Z',
      evaluation_id: 'e-1',
      ...(onScorerFailure && { onScorerFailure }),
    });

  it('is undetermined with a reason, and the others are scored', () => {
    const { criteria, percentage, status } = run();
    expect(criteria[0]).toMatchObject({
      outcome: 'undetermined',
      score: null,
      reason: 'scorer_failed: PatternRefused',
    });
    expect(criteria[1]?.outcome).toBe('pass');
    expect([percentage, status]).toEqual([100, 'partial']);
  });

  it('is told to who asked for it', () => {
    const failures: ScorerFailure[] = [];
    run((failure) => failures.push(failure));
    expect(failures.map(({ criterionId, cause }) => [criterionId, (cause as Error).name])).toEqual([
      ['c0', 'PatternRefused'],
    ]);
  });
});
