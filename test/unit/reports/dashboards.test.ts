import { describe, expect, it } from 'vitest';
import { ANSWERS } from '../../../reports/api/answer.ts';
import { quality } from '../../../reports/dashboards/index.ts';
import { CALL_ORDERS, CHOICE_IDS } from '../../../reports/datasets/index.ts';

describe('the quality dashboard', () => {
  it('shows only datasets that there are', () => {
    for (const { dataset } of quality.visuals) expect(Object.keys(ANSWERS)).toContain(dataset);
  });

  it('names every visual once', () => {
    const ids = quality.visuals.map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('filters by every choice that there is', () => {
    expect(quality.filters.map(({ id }) => id)).toEqual(CHOICE_IDS);
  });

  it('sorts by columns that the question knows', () => {
    const fields = quality.visuals.flatMap((visual) => (visual.kind === 'table' ? visual.columns : []));
    expect(fields.filter(({ sortable }) => sortable).map(({ field }) => field)).toEqual(CALL_ORDERS);
  });

  it('begins with a period that it has', () => {
    expect(quality.periods.map(({ id }) => id)).toContain(quality.firstPeriod);
  });
});
