/** The allow-list: every function that runs, by signature. What is not here is refused by name. */
import { type AggregateFunction, PLAIN_AGGREGATES } from './aggregates.ts';
import { ARRAY_SETS } from './array-sets.ts';
import { ARRAYS } from './arrays.ts';
import { BINARY } from './binary.ts';
import { DATES } from './dates.ts';
import type { ScalarFunction } from './define.ts';
import { JSON_FUNCTIONS } from './json.ts';
import { LIST_AGGREGATES } from './list-aggregates.ts';
import { MAPS } from './maps.ts';
import { MATHEMATICS } from './mathematics.ts';
import { NUMBERS } from './numbers.ts';
import { STRINGS } from './strings.ts';
import { TEXTS } from './texts.ts';
import { URLS } from './urls.ts';
import { ZONED } from './zoned.ts';

export type { AggregateFunction, Apply } from './aggregates.ts';
export { subscript } from './arrays.ts';
export { EXTRACTED } from './dates.ts';
export type { Call, ScalarFunction } from './define.ts';
export { type Match, match, printTypes } from './signature.ts';

/** Scalar functions by group, as the documentation lists them. */
export const GROUPS: { readonly [group: string]: readonly ScalarFunction[] } = {
  Texts: [...STRINGS, ...TEXTS, ...URLS],
  JSON: JSON_FUNCTIONS,
  Bytes: BINARY,
  Numbers: [...NUMBERS, ...MATHEMATICS],
  'Dates and timestamps': [...DATES, ...ZONED],
  'Arrays and maps': [...ARRAYS, ...ARRAY_SETS, ...MAPS],
};

/** Scalar functions by name. */
export const SCALARS: ReadonlyMap<string, readonly ScalarFunction[]> = Map.groupBy(
  Object.values(GROUPS).flat(),
  ({ signature: { name } }) => name,
);

/** The aggregate functions. */
export const AGGREGATES: readonly AggregateFunction[] = [...PLAIN_AGGREGATES, ...LIST_AGGREGATES];

/** Names of all aggregate functions. */
export const AGGREGATE_NAMES: ReadonlySet<string> = new Set(
  AGGREGATES.map(({ signature: { name } }) => name),
);
