import { describe, expect, it } from 'vitest';
import { type CallDocument, type Evidence, sealDocument } from '../../../pipeline/contract/index.ts';
import { type ShapedRows, shapeRows } from '../../support/shape-rows.ts';
import { call, criterion, evaluation, turn } from './builders.ts';

const shape = (change: Partial<CallDocument> = {}, timeZone = 'UTC'): Promise<ShapedRows> =>
  shapeRows([call(change)], timeZone);

describe('the row of a call', () => {
  it('holds what the document says', async () => {
    expect((await shape({}, 'Europe/Berlin')).calls).toEqual([
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

  it('keeps unknown apart from zero', async () => {
    const { calls } = await shape({
      transcript: null,
      sentiment: null,
      agent: null,
      duration_seconds: 0,
      evaluations: [],
    });
    const [row] = calls;
    expect(row).toMatchObject({
      turn_count: null,
      interruptions: null,
      talk_time_agent_ms: null,
      sentiment: null,
      agent_id: null,
    });
    expect(row).toMatchObject({ duration_seconds: 0, evaluation_count: 0 });
  });

  it('cuts times to milliseconds', async () => {
    const { calls } = await shape({
      started_at: '2026-07-01T23:30:00.123987Z',
      processed_at: '1969-12-31T23:59:59.9999Z',
    });
    expect(calls[0]).toMatchObject({
      started_at: '2026-07-01T23:30:00.123Z',
      processed_at: '1969-12-31T23:59:59.999Z',
    });
  });
});

describe('the standing of evaluations', () => {
  /** In the order of the document, which the file does not keep. */
  const standing = async (...scored: [form: string, attempt: number, at: string][]) => {
    const { evaluations } = await shape({
      evaluations: scored.map(([form_id, attempt, at]) =>
        evaluation({ form_id, attempt, scored_at: `2026-07-0${at}Z` }),
      ),
    });
    return scored.map(([form, attempt]) => {
      const row = evaluations.find(({ form_id, attempt: n }) => form_id === form && n === attempt);
      return `${form}${attempt}${row?.is_latest ? ' latest' : ''}${row?.is_current ? ' current' : ''}`;
    });
  };

  it('the last attempt of each form is latest, the last of all is current', async () => {
    expect(await standing(['a', 1, '1T10:00:00'], ['b', 1, '2T10:00:00'], ['a', 2, '3T10:00:00'])).toEqual([
      'a1',
      'b1 latest',
      'a2 latest current',
    ]);
  });

  it('goes by the time of scoring, not by the position', async () => {
    expect(await standing(['a', 2, '3T10:00:00'], ['a', 1, '1T10:00:00'])).toEqual([
      'a2 latest current',
      'a1',
    ]);
  });

  it('goes by the position at the same time, however it is written', async () => {
    expect(await standing(['a', 1, '1T10:00:00.000'], ['b', 1, '1T10:00:00'])).toEqual([
      'a1 latest',
      'b1 latest current',
    ]);
  });

  it('goes by the instant, not by how it is written', async () => {
    expect(await standing(['a', 1, '1T10:00:00'], ['b', 1, '1T10:00:00.000'])).toEqual([
      'a1 latest',
      'b1 latest current',
    ]);
  });

  it('is the same on every criterion of the evaluation', async () => {
    const evaluations = [
      evaluation({ scored_at: '2026-07-01T00:00:00Z', criteria: [criterion('x'), criterion('y')] }),
      evaluation({ attempt: 2, criteria: [criterion('x')] }),
    ];
    const { criterion_scores } = await shape({ evaluations });
    expect(
      criterion_scores.map((row) => [
        row.criterion_id,
        row.criterion_index,
        row.attempt,
        row.is_latest,
        row.is_current,
      ]),
    ).toEqual([
      ['x', 0, 1, false, false],
      ['x', 0, 2, true, true],
      ['y', 1, 1, false, false],
    ]);
  });
});

describe('the rows of evaluations and criteria', () => {
  it('count outcomes, and an undetermined one is no fail', async () => {
    const outcomes = ['pass', 'fail', 'partial', 'not_applicable', 'undetermined', 'fail'] as const;
    const criteria = outcomes.map((outcome, i) =>
      criterion(`c${i}`, { outcome, score: outcome === 'fail' ? 0 : null }),
    );
    const { evaluations, criterion_scores } = await shape({
      evaluations: [evaluation({ criteria, percentage: 0 })],
    });
    expect(evaluations).toMatchObject([
      { criteria_count: 6, failed_count: 2, undetermined_count: 1, percentage: 0 },
    ]);
    expect(criterion_scores.map(({ score }) => score)).toEqual([null, 0, null, null, null, 0]);
  });

  it('show the first verified quote, and all evidence beside it', async () => {
    const quote = (text: string, verified: boolean): Evidence => ({
      turn: 1,
      start_ms: null,
      offset: verified ? 0 : null,
      quote: text,
      verified,
    });
    const evidence = [quote('made up', false), quote('Hi, my', true), quote('order', true)];
    const { criterion_scores } = await shape({
      evaluations: [evaluation({ criteria: [criterion('x', { evidence })] })],
    });
    expect(criterion_scores[0]).toMatchObject({ evidence_quote: 'Hi, my', evidence_turn: 1, evidence });
  });

  it('show no quote when none is verified', async () => {
    const evidence = [{ turn: 1, start_ms: 5, offset: null, quote: 'made up', verified: false }];
    const { criterion_scores } = await shape({
      evaluations: [evaluation({ criteria: [criterion('x', { evidence })] })],
    });
    expect(criterion_scores[0]).toMatchObject({ evidence_quote: null, evidence_turn: null, evidence });
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
  ])('%j has %i words', async (text, words) => {
    const transcript = { ...call().transcript, turns: [turn(0, text)] } as CallDocument['transcript'];
    expect((await shape({ transcript })).turns).toMatchObject([{ turn_index: 0, text, word_count: words }]);
  });
});

describe('a document that the tables cannot hold is refused before it is sealed', () => {
  const withTurns = (...turns: ReturnType<typeof turn>[]) => ({
    transcript: { ...call().transcript, turns } as CallDocument['transcript'],
  });
  const withEvidence = (n: number) => {
    const evidence = [{ turn: n, start_ms: null, offset: null, quote: '', verified: false }];
    return { evaluations: [evaluation({ criteria: [criterion('x', { evidence })] })] };
  };

  it.each<[string, Partial<CallDocument>, string, string]>([
    [
      'an attempt beyond 32 bits',
      { evaluations: [evaluation({ attempt: 2 ** 31 })] },
      'bad_document',
      'evaluations[0].attempt',
    ],
    [
      'evidence beyond 32 bits',
      withEvidence(2 ** 40),
      'bad_document',
      'evaluations[0].criteria[0].evidence[0].turn',
    ],
    [
      'an infinite number',
      { duration_seconds: Number.POSITIVE_INFINITY },
      'bad_document',
      'duration_seconds',
    ],
    [
      'a time beyond what a double holds exactly',
      withTurns(turn(0, 'a', { start_ms: 2 ** 53 })),
      'bad_document',
      'transcript.turns[0].start_ms',
    ],
    ['no instant', { started_at: 'yesterday' }, 'bad_document', 'started_at'],
    [
      'the same attempt twice',
      { evaluations: [evaluation(), evaluation()] },
      'duplicate_evaluation',
      'evaluations[1]',
    ],
    [
      'two attempts of one id',
      { evaluations: [evaluation(), evaluation({ attempt: 2, evaluation_id: evaluation().evaluation_id })] },
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
  ])('%s', (_, change, code, where) => {
    expect(() => sealDocument(call(change))).toThrow(expect.objectContaining({ code, where }));
  });
});

it('a day beyond the year 9999 on the wall clock stands as the calendar has it', async () => {
  const { calls } = await shape({ started_at: '9999-12-31T23:00:00.000Z' }, 'Asia/Tokyo');
  expect(calls).toMatchObject([
    { dt: '9999-12-31', call_date: '10000-01-01', started_local: '+010000-01-01T08:00:00.000Z' },
  ]);
});
