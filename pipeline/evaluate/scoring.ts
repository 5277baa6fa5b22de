import type { Criticality, Outcome } from '../contract/index.ts';
import { exactSum } from './exact-sum.ts';

/** What the arithmetic needs of a criterion's result. */
export interface ScoredCriterion {
  readonly section: string | null;
  readonly weight: number;
  readonly critical: Criticality;
  readonly outcome: Outcome;
  /** 0 to `max_score`; null when not applicable or undetermined. */
  readonly score: number | null;
  readonly max_score: number;
}

/** What the arithmetic needs of a form. */
export interface ScoringForm {
  /** Weights are null in all sections, or given. */
  readonly sections: readonly { readonly id: string; readonly weight: number | null }[];
  readonly bands: readonly { readonly name: string; readonly min: number }[];
}

/** A form's result; null where there is nothing to say, which is not 0. */
export interface Scoring {
  readonly status: 'scored' | 'partial' | 'unscored';
  readonly total_score: number | null;
  readonly max_score: number | null;
  readonly percentage: number | null;
  readonly coverage: number | null;
  readonly auto_failed: boolean;
  readonly band: string | null;
  /** In the form's order. */
  readonly sections: readonly SectionScoring[];
}

export interface SectionScoring {
  readonly id: string;
  readonly percentage: number | null;
  readonly auto_failed: boolean;
}

/**
 * The arithmetic of a form, as docs/forms.md explains it. A percentage is 0 to 100, rounded to 4 decimals; other numbers are as computed.
 * The order of criteria and sections does not matter, and all points reached are exactly 100.
 */
export function score(form: ScoringForm, criteria: readonly ScoredCriterion[]): Scoring {
  const isFormFailed = criteria.some((criterion) => hasFailed(criterion, 'form'));
  const parts = partsOf(form, criteria);
  const points = {
    reached: exactSum(parts.map(({ reached }) => reached)),
    reachable: exactSum(parts.map(({ reachable }) => reachable)),
  };
  const percentage = isFormFailed ? 0 : percentageOf(points);
  const isUnscored = percentage === null;
  return {
    status: isUnscored ? 'unscored' : statusOf(criteria),
    total_score: isUnscored ? null : isFormFailed ? 0 : points.reached,
    max_score: isUnscored ? null : points.reachable,
    percentage,
    coverage: coverageOf(form, criteria),
    auto_failed: isFormFailed,
    band: bandOf(form.bands, percentage),
    sections: form.sections.map(({ id }) => sectionScoring(id, criteria)),
  };
}

/** Name of the highest band that a percentage reaches; null without a percentage, or below all bands. */
export function bandOf(bands: ScoringForm['bands'], percentage: number | null): string | null {
  if (percentage === null) return null;
  const reached = bands
    .filter(({ min }) => min <= percentage)
    .toSorted((left, right) => right.min - left.min);
  return reached[0]?.name ?? null;
}

interface Points {
  readonly reached: number;
  readonly reachable: number;
}

const isCounted = ({ outcome }: ScoredCriterion): boolean =>
  outcome !== 'not_applicable' && outcome !== 'undetermined';
const isApplicable = ({ outcome }: ScoredCriterion): boolean => outcome !== 'not_applicable';
const hasFailed = ({ critical, outcome }: ScoredCriterion, level: Criticality): boolean =>
  critical === level && outcome === 'fail';

const statusOf = (criteria: readonly ScoredCriterion[]): Scoring['status'] =>
  criteria.some(({ outcome }) => outcome === 'undetermined') ? 'partial' : 'scored';

/** What adds up to the form: its sections when they are weighted, else its criteria, grouped by section all the same. */
function partsOf(form: ScoringForm, criteria: readonly ScoredCriterion[]): Points[] {
  if (!isWeightedBySection(form)) {
    const sectionIds = new Set(criteria.map(({ section }) => section));
    return [...sectionIds].map((id) => pointsOf(criteria.filter(({ section }) => section === id)));
  }
  return form.sections.map(({ id, weight }) => {
    const share = shareOf(pointsOf(criteria.filter(({ section }) => section === id)));
    const reachable = share === null ? 0 : (weight ?? 0);
    return { reached: reachable * (share ?? 0), reachable };
  });
}

const isWeightedBySection = (form: ScoringForm): boolean =>
  form.sections.some(({ weight }) => weight !== null);

/** Weighted points of a section's criteria; a critical fail takes all it reached, not what it could have reached. */
function pointsOf(criteria: readonly ScoredCriterion[]): Points {
  const counted = criteria.filter(isCounted);
  const isFailed = counted.some((criterion) => hasFailed(criterion, 'section'));
  return {
    reached: isFailed ? 0 : exactSum(counted.map(reachedBy)),
    reachable: exactSum(counted.map(({ weight }) => weight)),
  };
}

const reachedBy = ({ weight, score: points, max_score: most }: ScoredCriterion): number =>
  most === 0 ? 0 : weight * ((points ?? 0) / most);

function sectionScoring(id: string, criteria: readonly ScoredCriterion[]): SectionScoring {
  const own = criteria.filter(({ section }) => section === id);
  const isFailed = own.some((criterion) => hasFailed(criterion, 'section'));
  return { id, percentage: isFailed ? 0 : percentageOf(pointsOf(own)), auto_failed: isFailed };
}

const shareOf = ({ reached, reachable }: Points): number | null =>
  reachable === 0 ? null : reached / reachable;

function percentageOf(points: Points): number | null {
  const share = shareOf(points);
  return share === null ? null : Math.round(share * 1_000_000) / 10_000;
}

/** Share of the weight that applied which was determined; weighted by section where the form is. Null when nothing applied. */
function coverageOf(form: ScoringForm, criteria: readonly ScoredCriterion[]): number | null {
  const applicable = criteria.filter(isApplicable);
  const weightOf = (list: readonly ScoredCriterion[]): number => exactSum(list.map(({ weight }) => weight));
  if (!isWeightedBySection(form))
    return shareOf({ reached: weightOf(applicable.filter(isCounted)), reachable: weightOf(applicable) });
  const parts = form.sections.map(({ id, weight }) => {
    const own = applicable.filter(({ section }) => section === id);
    const share = shareOf({ reached: weightOf(own.filter(isCounted)), reachable: weightOf(own) });
    const reachable = share === null ? 0 : (weight ?? 0);
    return { reached: reachable * (share ?? 0), reachable };
  });
  return shareOf({
    reached: exactSum(parts.map(({ reached }) => reached)),
    reachable: exactSum(parts.map(({ reachable }) => reachable)),
  });
}
