import type { Criterion, Measure, Metric } from '../../contract/index.ts';
import { channelOf } from '../measures.ts';
import { type Check, placedCriteria, type Remark } from './draft.ts';

type Path = Remark['path'];

/** Thresholds that no value reaches or every value does, and measures on channels that do not have them. */
export const checkMetrics: Check = (draft) =>
  placedCriteria(draft).flatMap(({ criterion, path }) =>
    criterion.metric === null
      ? []
      : [
          ...thresholds(criterion.metric, [...path, 'metric']),
          ...channels(criterion, criterion.metric, path),
        ],
  );

const isShare = (measure: Measure): boolean => measure.endsWith('_share');

/** Highest value that a measure can have; the lowest is always 0. */
const ceiling = (measure: Measure): number => (isShare(measure) ? 1 : Infinity);

function thresholds(metric: Metric, path: Path): Remark[] {
  const trouble = impossible(metric) ?? null;
  if (trouble !== null)
    return [
      {
        code: 'threshold_impossible',
        path,
        message: trouble,
        fix: 'Shares are 0 to 1, seconds and counts 0 or more.',
      },
    ];
  const { measure, min, max } = metric;
  const isIdle = metric.full_at === null && (min ?? 0) <= 0 && (max ?? Infinity) >= ceiling(measure);
  if (!isIdle) return [];
  return [
    {
      code: 'threshold_idle',
      path,
      message: `Every value of ${measure} is within it.`,
      fix: 'Narrow min or max.',
    },
  ];
}

function impossible({ measure, min, max, full_at: full, zero_at: zero }: Metric): string | undefined {
  if (full !== null && full === zero) return 'full_at and zero_at are the same.';
  if (min !== null && max !== null && min > max) return 'min is above max.';
  const bounds = [min, max, full, zero].filter((bound) => bound !== null);
  if (bounds.some((bound) => bound < 0)) return `${measure} is never below 0.`;
  if (bounds.some((bound) => bound > ceiling(measure))) return `${measure} is never above 1.`;
  return undefined;
}

function channels(criterion: Criterion, { measure }: Metric, path: Path): Remark[] {
  const exists = channelOf(measure);
  const asked = criterion.applies_when?.channel ?? null;
  if (exists === null || asked === exists) return [];
  if (asked !== null)
    return [
      {
        code: 'metric_never_applies',
        path: [...path, 'applies_when', 'channel'],
        message: `${measure} exists for ${exists} only, and the question is asked for ${asked} only.`,
        fix: `Ask it for channel ${exists}.`,
      },
    ];
  if (criterion.na_allowed) return [];
  return [
    {
      code: 'metric_channel',
      path: [...path, 'metric', 'measure'],
      message: `${measure} exists for ${exists} only, and the question allows no "not applicable": other calls stay undetermined.`,
      fix: `Add applies_when with channel ${exists}.`,
    },
  ];
}
