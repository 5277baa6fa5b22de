/**
 * Doubles are summed as decimals of six places, so that a sum does not depend on the order of the rows and both engines
 * give the same. A value of a trillion or more does not count: no call has one.
 */
const exact = (value: string): string => `TRY_CAST(${value} AS decimal(18, 6))`;

/** Values of a double column that {@link summed} adds up. */
export const counted = (value: string): string => `count(${exact(value)})`;

/** Sum of a double column; NULL when there is nothing to add up. */
export const summed = (value: string): string => `sum(${exact(value)})`;
