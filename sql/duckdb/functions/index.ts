/** The allow-list: every function that runs, by signature. What is not here is refused by name. */
import { ARRAYS } from './arrays.ts';
import { DATES } from './dates.ts';
import type { ScalarFunction } from './define.ts';
import { NUMBERS } from './numbers.ts';
import { STRINGS } from './strings.ts';

export { AGGREGATE_NAMES, AGGREGATES, type AggregateFunction, type Apply } from './aggregates.ts';
export { LAMBDAS, subscript } from './arrays.ts';
export { EXTRACTED } from './dates.ts';
export type { Call, ScalarFunction } from './define.ts';
export { type Match, match, printTypes } from './signature.ts';

/** Scalar functions by group, as the documentation lists them. */
export const GROUPS: { readonly [group: string]: readonly ScalarFunction[] } = {
  Texts: STRINGS,
  Numbers: NUMBERS,
  'Dates and timestamps': DATES,
  'Arrays and maps': ARRAYS,
};

/** Scalar functions by name. */
export const SCALARS: ReadonlyMap<string, readonly ScalarFunction[]> = Map.groupBy(
  Object.values(GROUPS).flat(),
  ({ signature: { name } }) => name,
);
