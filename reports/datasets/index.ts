/**
 * The questions that reports ask: one file each, a pure function from filters to a query over the published views.
 * Every question names its tenant, though the session it runs in can reach no other.
 */
export * from './agent-criterion-outcomes.ts';
export * from './agent-totals.ts';
export * from './call-totals.ts';
export * from './calls.ts';
export * from './choice-values.ts';
export * from './criterion-outcomes.ts';
export * from './criterion-scores.ts';
export * from './extent.ts';
export * from './filters.ts';
export * from './latest-checks.ts';
export * from './outcome-totals.ts';
export * from './score-trend.ts';
export * from './unscored-reasons.ts';
export * from './vocabulary.ts';
