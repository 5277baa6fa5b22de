import { describe, expect, it } from 'vitest';
import { shapeCall } from '../../../etl/shape/index.ts';
import type { CallDocument, Evidence } from '../../../pipeline/contract/index.ts';
import { call, criterion, evaluation, turn } from './builders.ts';

const shape = (change: Partial<CallDocument> = {}, timeZone = 'UTC') => shapeCall(call(change), timeZone);

describe('the row of a call', () => {
  it('holds what the document says', () => {
    expect(shape({}, 'Europe/Berlin').calls).toEqual([
      {
        call_id: 'call-1',
        dt: '2026-07-01',
        call_date: '2026-07-02',
        revision: '20260101T000000001Z-00000001',
        started_at: '2026-07-01T23:30:00.000Z',
        started_at_origin: 'sidecar',
        started_local: '2026-07-02T01:30:00.000Z',
        processed_at: '2026-07-02T10:00:00.000Z',
        duration_seconds: 61.5,
        direction: 'inbound',
        language: 'en-US',
        agent_id: 'a-1',
        agent_name: 'Ann',
        agent_team: 'north',
        queue: 'sales',
        channel: 'voice',
        customer_ref: 'c-9',
        source_kind: 'transcript',
        source_provider: 'cci',
        source_uri: 'in/call-1.json',
        content_sha256: 'ab'.repeat(32),
        pii_redacted: false,
        turn_count: 2,
        speaker_roles_origin: 'source',
        speaker_roles_confidence: 1,
        talk_time_agent_ms: 900,
        talk_time_customer_ms: 900,
        silence_ms: 59_700,
        interruptions: 0,
        sentiment: 'NEUTRAL',
        sentiment_agent: 1.5,
        sentiment_customer: null,
        tone_score: null,
        categories: [],
        topics: [],
        issue: null,
        resolution: null,
        outcome: null,
        call_summary: null,
        evaluation_count: 1,
        unscored_reason: null,
      },
    ]);
  });

  it('keeps unknown apart from zero', () => {
    const [row] = shape({
      transcript: null,
      sentiment: null,
      agent: null,
      duration_seconds: 0,
      evaluations: [],
    }).calls;
    expect(row).toMatchObject({
      turn_count: null,
      interruptions: null,
      talk_time_agent_ms: null,
      sentiment: null,
      agent_id: null,
    });
    expect(row).toMatchObject({ duration_seconds: 0, evaluation_count: 0 });
  });

  it('cuts times to milliseconds', () => {
    const [row] = shape({
      started_at: '2026-07-01T23:30:00.123987Z',
      processed_at: '1969-12-31T23:59:59.9999Z',
    }).calls;
    expect(row).toMatchObject({
      started_at: '2026-07-01T23:30:00.123Z',
      processed_at: '1969-12-31T23:59:59.999Z',
    });
  });
});

describe('the standing of evaluations', () => {
  const standing = (...scored: [form: string, attempt: number, at: string][]) =>
    shape({
      evaluations: scored.map(([form_id, attempt, at]) =>
        evaluation({ form_id, attempt, scored_at: `2026-07-0${at}Z` }),
      ),
    }).evaluations.map(
      (row) =>
        `${row.form_id}${row.attempt}${row.is_latest ? ' latest' : ''}${row.is_current ? ' current' : ''}`,
    );

  it('the last attempt of each form is latest, the last of all is current', () => {
    expect(standing(['a', 1, '1T10:00:00'], ['b', 1, '2T10:00:00'], ['a', 2, '3T10:00:00'])).toEqual([
      'a1',
      'b1 latest',
      'a2 latest current',
    ]);
  });

  it('goes by the time of scoring, not by the position', () => {
    expect(standing(['a', 2, '3T10:00:00'], ['a', 1, '1T10:00:00'])).toEqual(['a2 latest current', 'a1']);
  });

  it('goes by the position at the same time, however it is written', () => {
    expect(standing(['a', 1, '1T10:00:00.000'], ['b', 1, '1T10:00:00'])).toEqual([
      'a1 latest',
      'b1 latest current',
    ]);
  });

  it('goes by the instant, not by how it is written', () => {
    expect(standing(['a', 1, '1T10:00:00'], ['b', 1, '1T10:00:00.000'])).toEqual([
      'a1 latest',
      'b1 latest current',
    ]);
  });

  it('is the same on every criterion of the evaluation', () => {
    const evaluations = [
      evaluation({ scored_at: '2026-07-01T00:00:00Z', criteria: [criterion('x'), criterion('y')] }),
      evaluation({ attempt: 2, criteria: [criterion('x')] }),
    ];
    const rows = shape({ evaluations }).criterion_scores;
    expect(
      rows.map((row) => [row.criterion_id, row.criterion_index, row.attempt, row.is_latest, row.is_current]),
    ).toEqual([
      ['x', 0, 1, false, false],
      ['y', 1, 1, false, false],
      ['x', 0, 2, true, true],
    ]);
  });
});

describe('the rows of evaluations and criteria', () => {
  it('count outcomes, and an undetermined one is no fail', () => {
    const outcomes = ['pass', 'fail', 'partial', 'not_applicable', 'undetermined', 'fail'] as const;
    const criteria = outcomes.map((outcome, i) =>
      criterion(`c${i}`, { outcome, score: outcome === 'fail' ? 0 : null }),
    );
    const { evaluations, criterion_scores } = shape({
      evaluations: [evaluation({ criteria, percentage: 0 })],
    });
    expect(evaluations).toMatchObject([
      { criteria_count: 6, failed_count: 2, undetermined_count: 1, percentage: 0 },
    ]);
    expect(criterion_scores.map(({ score }) => score)).toEqual([null, 0, null, null, null, 0]);
  });

  it('show the first verified quote, and all evidence beside it', () => {
    const quote = (text: string, verified: boolean): Evidence => ({
      turn: 1,
      start_ms: null,
      offset: verified ? 0 : null,
      quote: text,
      verified,
    });
    const evidence = [quote('made up', false), quote('Hi, my', true), quote('order', true)];
    const [row] = shape({
      evaluations: [evaluation({ criteria: [criterion('x', { evidence })] })],
    }).criterion_scores;
    expect(row).toMatchObject({ evidence_quote: 'Hi, my', evidence_turn: 1, evidence });
  });

  it('show no quote when none is verified', () => {
    const evidence = [{ turn: 1, start_ms: 5, offset: null, quote: 'made up', verified: false }];
    const [row] = shape({
      evaluations: [evaluation({ criteria: [criterion('x', { evidence })] })],
    }).criterion_scores;
    expect(row).toMatchObject({ evidence_quote: null, evidence_turn: null, evidence });
  });
});

describe('the rows of turns', () => {
  it.each([
    ['one two  three', 3],
    ['  leading\tand\ntrailing ', 3],
    ['non\u00a0breaking\u3000wide', 3],
    ['', 0],
    [' \n', 0],
    ['日本語', 1],
  ])('%j has %i words', (text, words) => {
    const transcript = { ...call().transcript, turns: [turn(0, text)] } as CallDocument['transcript'];
    expect(shape({ transcript }).turns).toMatchObject([{ turn_index: 0, text, word_count: words }]);
  });
});

describe('a document that the tables cannot hold is refused', () => {
  const withTurns = (...turns: ReturnType<typeof turn>[]) => ({
    transcript: { ...call().transcript, turns } as CallDocument['transcript'],
  });

  it.each<[string, Partial<CallDocument>, string, string]>([
    [
      'an attempt beyond 32 bits',
      { evaluations: [evaluation({ attempt: 2 ** 31 })] },
      'value_out_of_range',
      'evaluations.attempt',
    ],
    [
      'evidence beyond 32 bits',
      {
        evaluations: [
          evaluation({
            criteria: [
              criterion('x', {
                evidence: [{ turn: 2 ** 40, start_ms: null, offset: null, quote: '', verified: false }],
              }),
            ],
          }),
        ],
      },
      'value_out_of_range',
      'criterion_scores.evidence',
    ],
    [
      'an infinite number',
      { duration_seconds: Number.POSITIVE_INFINITY },
      'value_out_of_range',
      'calls.duration_seconds',
    ],
    [
      'the same attempt twice',
      { evaluations: [evaluation(), evaluation()] },
      'duplicate_evaluation',
      'evaluations[1]',
    ],
    [
      'the same criterion twice',
      { evaluations: [evaluation({ criteria: [criterion('x'), criterion('x')] })] },
      'duplicate_criterion',
      'evaluations[0].criteria[1]',
    ],
    ['the same turn twice', withTurns(turn(0, 'a'), turn(0, 'b')), 'duplicate_turn', 'transcript.turns[1]'],
    [
      'a local day outside of four-digit years',
      { started_at: '9999-12-31T23:00:00.000Z' },
      'value_out_of_range',
      'calls.call_date',
    ],
  ])('%s', (_, change, code, where) => {
    expect(() => shape(change, 'Asia/Tokyo')).toThrow(expect.objectContaining({ code, where }));
  });
});
