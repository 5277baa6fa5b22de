import { describe, expect, it } from 'vitest';
import { DocumentRefused, isResultV0, upcastV0 } from '../../../pipeline/contract/index.ts';

const result = (qa_evaluation: unknown, more: object = {}) => ({
  tenant_id: 'acme',
  call_id: 'job-1',
  call_date: '2026-02-03',
  qa_evaluation,
  ...more,
});

const evaluated = (qa: unknown) => upcastV0(result(qa)).evaluations[0];

function where(json: unknown): string | undefined {
  try {
    upcastV0(json);
  } catch (error) {
    if (error instanceof DocumentRefused && error.code === 'bad_shape') return error.where;
    throw error;
  }
  throw new Error('was not refused');
}

describe('a version-0 result', () => {
  it.each([[{}], [null], [undefined], [{ summary_raw: 'no JSON' }]])(
    'without a usable evaluation is unscored: %j',
    (qa) => {
      expect(upcastV0(result(qa)).evaluations).toEqual([]);
    },
  );

  it('keeps a true 0 %', () => {
    const zero = evaluated({
      criteria: [{ id: 'a', passed: false, score: 0 }],
      total_score: 0,
      max_score: 1,
      percentage: 0,
    });
    expect(zero).toMatchObject({
      status: 'scored',
      percentage: 0,
      total_score: 0,
      criteria: [{ outcome: 'fail', score: 0 }],
    });
  });

  it('keeps the percentage as given and computes it only when it is absent', () => {
    const criteria = [{ id: 'a', passed: true, score: 1 }];
    expect(evaluated({ criteria, total_score: 1, max_score: 4, percentage: 26 })?.percentage).toBe(26);
    expect(evaluated({ criteria, total_score: 1, max_score: 4 })?.percentage).toBe(25);
    expect(evaluated({ criteria, total_score: '0', max_score: '4' })?.percentage).toBe(0);
    expect(evaluated({ criteria })).toMatchObject({ status: 'unscored', percentage: null });
    expect(evaluated({ criteria, percentage: '80 %' })?.percentage).toBe(80);
    expect(evaluated({ criteria, total_score: 1, max_score: 4, percentage: 0 })?.percentage).toBe(0);
    expect(evaluated({ criteria: [{ id: 'a', passed: true, score: 0 }] })?.criteria[0]?.score).toBe(0);
  });

  it('has no percentage out of 0 points or without criteria, whatever the model wrote', () => {
    expect(evaluated({ criteria: [], total_score: 0, max_score: 0, percentage: 0 })?.percentage).toBeNull();
    expect(evaluated({ criteria: [], percentage: 0 })?.percentage).toBeNull();
    expect(evaluated({ criteria: [{ id: 'a' }], max_score: 0, percentage: 0 })?.percentage).toBeNull();
  });

  it('parts the maximum evenly among criteria and gives none less than it scored', () => {
    const criteria = [
      { id: 'a', passed: true, score: 1 },
      { id: 'b', passed: false, score: 0 },
    ];
    const shares = (max_score: number | null) =>
      evaluated({ criteria, max_score })?.criteria.map((one) => one.max_score);
    expect(shares(4)).toEqual([2, 2]);
    expect(shares(null)).toEqual([1, 1]);
    expect(shares(1)).toEqual([1, 0.5]);
  });

  it('calls a criterion without an answer undetermined, unless it is among the failed', () => {
    const criteria = [{ id: 'a' }, { id: 'b', passed: null, score: 3 }, { id: 3 }];
    const found = evaluated({ criteria, max_score: 3, total_score: 0, failed: [{ id: '3', reason: 'x' }] });
    expect(found).toMatchObject({
      status: 'partial',
      coverage: 1 / 3,
      criteria: [
        { id: 'a', outcome: 'undetermined', score: null },
        { id: 'b', outcome: 'undetermined', score: null },
        { id: '3', outcome: 'fail', score: 0 },
      ],
    });
  });

  it.each([
    [{ criteria: [{ id: 'a', passed: 'sort of' }] }, 'qa_evaluation.criteria[0].passed'],
    [{ criteria: [{ id: 'a', passed: true, score: 'high' }] }, 'qa_evaluation.criteria[0].score'],
    [{ criteria: [{ id: 'a', passed: true, score: -1 }] }, 'qa_evaluation.criteria[0].score'],
    [{ criteria: [{ id: 'a' }, { id: 'a' }] }, 'qa_evaluation.criteria[1].id'],
    [{ criteria: [], percentage: 180 }, 'qa_evaluation.percentage'],
    [{ criteria: 'none' }, 'qa_evaluation.criteria'],
    ['fine', 'qa_evaluation'],
    [[], 'qa_evaluation'],
  ])('whose scores are not plain is refused: %j at %s', (qa, path) => {
    expect(where(result(qa))).toBe(path);
  });

  it('leaves out remarks that cannot be read and keeps a tone score of 0', () => {
    const said = (ai_summary: unknown) => upcastV0(result({}, { ai_summary })).ai_summary;
    expect(said({ issue: 'late', tone_score: 'warm', action_items: 7 })).toMatchObject({
      issue: 'late',
      tone_score: null,
      action_items: [],
    });
    expect(said({ tone_score: '0' })?.tone_score).toBe(0);
    expect(said({ issue: null, action_items: null })).toBeNull();
  });

  it('ignores an id that cannot be a call id, and needs a date only where something must be dated', () => {
    expect(upcastV0(result({}, { call_id: 'a b' })).facts.call_id).toBeNull();
    expect(upcastV0(result({}, { call_date: null })).facts.started_at).toBeNull();
    expect(where(result({ criteria: [] }, { call_date: null }))).toBe('call_date');
    expect(where(result({}, { call_date: '2026-02-30' }))).toBe('call_date');
    expect(where(result({}, { call_date: '0000-12-31' }))).toBe('call_date');
    expect(where(result({}, { call_date: '9999-12-31' }))).toBe('call_date');
    expect(where(result({}, { tenant_id: 5 }))).toBe('tenant_id');
  });

  it('is told from other JSON by its keys', () => {
    expect(isResultV0(result({}))).toBe(true);
    for (const other of [
      null,
      [],
      'x',
      {},
      { tenant_id: 'a', call_id: 'b' },
      { ...result({}), schema_version: 1 },
    ])
      expect(isResultV0(other)).toBe(false);
  });
});
