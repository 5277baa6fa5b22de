import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Outcome } from '../../../pipeline/contract/index.ts';
import { exactSum } from '../../../pipeline/evaluate/exact-sum.ts';
import { bandOf, type ScoredCriterion, type ScoringForm, score } from '../../../pipeline/evaluate/scoring.ts';

const of = (weight: number, outcome: Outcome, more: Partial<ScoredCriterion> = {}): ScoredCriterion => ({
  section: null,
  weight,
  critical: 'none',
  outcome,
  score: { pass: 1, fail: 0, partial: 0.5, not_applicable: null, undetermined: null }[outcome],
  max_score: 1,
  ...more,
});
const PLAIN: ScoringForm = { sections: [], bands: [] };
const BANDS = [
  { name: 'poor', min: 0 },
  { name: 'good', min: 75 },
];
const sections = (...weights: (number | null)[]): ScoringForm => ({
  sections: weights.map((weight, i) => ({ id: `s${i}`, weight })),
  bands: BANDS,
});

describe('a form', () => {
  it('scores the weighted share of the points', () => {
    expect(score(PLAIN, [of(3, 'pass'), of(1, 'fail'), of(4, 'partial')])).toMatchObject({
      status: 'scored',
      total_score: 5,
      max_score: 8,
      percentage: 62.5,
      coverage: 1,
      auto_failed: false,
      band: null,
    });
  });

  it('lets the rest take over the weight of what did not apply', () => {
    expect(score(PLAIN, [of(1, 'pass'), of(1, 'fail'), of(98, 'not_applicable')])).toMatchObject({
      status: 'scored',
      percentage: 50,
      coverage: 1,
    });
  });

  it('leaves out what is undetermined, and tells by coverage', () => {
    expect(score(PLAIN, [of(1, 'pass'), of(3, 'undetermined'), of(9, 'not_applicable')])).toMatchObject({
      status: 'partial',
      percentage: 100,
      max_score: 1,
      coverage: 0.25,
    });
  });

  it('keeps 0, nothing, not applicable, undetermined and auto-fail apart', () => {
    const gist = (...criteria: ScoredCriterion[]) => {
      const { status, percentage, coverage, auto_failed, total_score, max_score, band } = score(
        { sections: [], bands: BANDS },
        criteria,
      );
      return [status, percentage, coverage, auto_failed, total_score, max_score, band];
    };
    expect(gist(of(2, 'fail'))).toEqual(['scored', 0, 1, false, 0, 2, 'poor']);
    expect(gist(of(2, 'not_applicable'))).toEqual(['unscored', null, null, false, null, null, null]);
    expect(gist(of(2, 'undetermined'))).toEqual(['unscored', null, 0, false, null, null, null]);
    expect(gist(of(2, 'pass'), of(2, 'fail', { critical: 'form' }))).toEqual([
      'scored',
      0,
      1,
      true,
      0,
      4,
      'poor',
    ]);
    expect(gist(of(0, 'pass'))).toEqual(['unscored', null, null, false, null, null, null]);
  });

  it('is failed by a critical criterion without weight, even when nothing else is determined', () => {
    expect(score(PLAIN, [of(0, 'fail', { critical: 'form' }), of(1, 'undetermined')])).toMatchObject({
      status: 'partial',
      percentage: 0,
      auto_failed: true,
    });
  });

  it('is not failed by a critical criterion that is undetermined, not applicable or partly met', () => {
    for (const outcome of ['undetermined', 'not_applicable', 'partial', 'pass'] as const)
      expect(score(PLAIN, [of(1, 'pass'), of(1, outcome, { critical: 'form' })]).auto_failed).toBe(false);
  });

  it('loses what a section reached when a criterion fails that is critical for it', () => {
    const result = score(sections(null, null), [
      of(1, 'pass', { section: 's0' }),
      of(1, 'fail', { section: 's0', critical: 'section' }),
      of(2, 'pass', { section: 's1' }),
    ]);
    expect(result).toMatchObject({ percentage: 50, total_score: 2, max_score: 4, auto_failed: false });
    expect(result.sections).toEqual([
      { id: 's0', percentage: 0, auto_failed: true },
      { id: 's1', percentage: 100, auto_failed: false },
    ]);
  });

  it('weighs by section where sections have weights, whatever the weights inside', () => {
    const result = score(sections(25, 75), [
      of(1000, 'pass', { section: 's0' }),
      of(1, 'fail', { section: 's1' }),
      of(1, 'pass', { section: 's1' }),
    ]);
    expect(result).toMatchObject({ percentage: 62.5, total_score: 62.5, max_score: 100 });
  });

  it('lets the other sections take over a section in which nothing applied', () => {
    const result = score(sections(25, 75), [
      of(1, 'partial', { section: 's0' }),
      of(1, 'not_applicable', { section: 's1' }),
    ]);
    expect(result).toMatchObject({ percentage: 50, max_score: 25, coverage: 1 });
    expect(result.sections[1]).toEqual({ id: 's1', percentage: null, auto_failed: false });
  });

  it('tells coverage by section weights', () => {
    const result = score(sections(25, 75), [
      of(1, 'pass', { section: 's0' }),
      of(1, 'pass', { section: 's1' }),
      of(2, 'undetermined', { section: 's1' }),
    ]);
    expect(result.coverage).toBe(0.5);
  });

  it('puts a percentage into the highest band that it reaches', () => {
    expect([0, 74.9999, 75, 100, null].map((percentage) => bandOf(BANDS, percentage))).toEqual([
      'poor',
      'poor',
      'good',
      'good',
      null,
    ]);
    expect(bandOf([{ name: 'top', min: 90 }], 50)).toBeNull();
  });

  it('rounds a percentage to 4 decimals', () => {
    expect(score(PLAIN, [of(1, 'pass'), of(2, 'fail')]).percentage).toBe(33.3333);
  });
});

const outcomes = fc.constantFrom<Outcome>('pass', 'fail', 'partial', 'not_applicable', 'undetermined');
const weights = fc.oneof(fc.integer({ min: 0, max: 100 }), fc.double({ min: 0.001, max: 1000, noNaN: true }));
const criteria = fc
  .record({
    weight: weights,
    outcome: outcomes,
    section: fc.constantFrom('s0', 's1', 's2'),
    critical: fc.oneof(
      { weight: 6, arbitrary: fc.constant('none' as const) },
      fc.constantFrom('section' as const, 'form' as const),
    ),
    max_score: fc.constantFrom(1, 2, 5, 10, 0.3),
    share: fc.double({ min: 0.01, max: 0.99, noNaN: true }),
  })
  .map(({ weight, outcome, section, critical, max_score, share }) => {
    const earned = {
      pass: max_score,
      fail: 0,
      partial: share * max_score,
      not_applicable: null,
      undetermined: null,
    }[outcome];
    return of(weight, outcome, { section, critical, max_score, score: earned });
  });
const forms = fc.oneof(
  fc.constant(sections(null, null, null)),
  fc.tuple(weights, weights, weights).map((three) => sections(...three)),
);
const lists = fc.array(criteria, { minLength: 1, maxLength: 12 });
const check = (property: (form: ScoringForm, list: ScoredCriterion[], more: number) => void) =>
  fc.assert(fc.property(forms, lists, fc.nat(), property), { numRuns: 1000 });

describe('whatever the answers', () => {
  it('a percentage is 0 to 100, points are 0 to what could be reached, and coverage is 0 to 1', () => {
    check((form, list) => {
      const { percentage, total_score, max_score, coverage, status } = score(form, list);
      expect((percentage === null) === (status === 'unscored')).toBe(true);
      if (percentage !== null) expect(percentage >= 0 && percentage <= 100).toBe(true);
      if (total_score !== null && max_score !== null)
        expect(total_score >= 0 && total_score <= max_score).toBe(true);
      if (coverage !== null) expect(coverage >= 0 && coverage <= 1).toBe(true);
    });
  });

  it('all points reached are exactly 100', () => {
    check((form, list) => {
      const all = list.map((criterion) => ({
        ...criterion,
        outcome: 'pass' as const,
        score: criterion.max_score,
      }));
      const { percentage, coverage } = score(form, all);
      fc.pre(percentage !== null);
      expect(percentage).toBe(100);
      expect(coverage).toBe(1);
    });
  });

  it('scaling all weights changes nothing', () => {
    check((form, list, factor) => {
      const by = 0.01 + (factor % 1000) / 7;
      const scaled = list.map((criterion) => ({ ...criterion, weight: criterion.weight * by }));
      const [before, after] = [score(form, list), score(form, scaled)];
      expect(after.percentage === null).toBe(before.percentage === null);
      expect(Math.abs((after.percentage ?? 0) - (before.percentage ?? 0))).toBeLessThan(0.00011);
    });
  });

  it('a criterion that does not apply changes nothing', () => {
    check((form, list, weight) => {
      const added = [...list, of(weight, 'not_applicable', { section: 's1', critical: 'form' })];
      expect(score(form, added)).toEqual(score(form, list));
    });
  });

  it('raising one score never lowers the percentage', () => {
    check((form, list, pick) => {
      const chosen = pick % list.length;
      const raised = list.map((criterion, i) => {
        if (i !== chosen || criterion.score === null) return criterion;
        const higher = Math.min(criterion.max_score, criterion.score + criterion.max_score / 7);
        return {
          ...criterion,
          score: higher,
          outcome: higher === criterion.max_score ? ('pass' as const) : ('partial' as const),
        };
      });
      const [before, after] = [score(form, list), score(form, raised)];
      // An auto-fail gives 0 even where nothing weighs; once it is mended there is nothing to score.
      if (after.percentage === null) expect(before.percentage === null || before.auto_failed).toBe(true);
      else expect(after.percentage).toBeGreaterThanOrEqual(before.percentage ?? 0);
    });
  });

  it('the order of criteria changes nothing', () => {
    fc.assert(
      fc.property(
        forms,
        lists.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        (form, [list, shuffled]) => {
          expect(score(form, shuffled)).toEqual(score(form, list));
        },
      ),
      { numRuns: 1000 },
    );
  });
});

describe('an exact sum', () => {
  it('is rounded once', () => {
    expect(exactSum(Array.from({ length: 10 }, () => 0.1))).toBe(1);
    expect(exactSum([1e16, 1, -1e16])).toBe(1);
    expect(exactSum([1, 2 ** -53, 2 ** -106])).toBe(1 + 2 ** -52);
    expect(exactSum([])).toBe(0);
  });

  it('does not depend on the order', () => {
    const terms = fc.array(fc.double({ min: -1e9, max: 1e9, noNaN: true }), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(
        terms.chain((list) =>
          fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
        ),
        ([list, shuffled]) => {
          expect(exactSum(shuffled) === exactSum(list)).toBe(true);
        },
      ),
    );
  });
});
