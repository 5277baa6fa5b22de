/** A value of a billion or more does not count: no call has one. */
const counts = (value: string): string => `abs(${value}) < 1e9`;

/**
 * Doubles are summed in millionths, as whole numbers, so that a sum does not depend on the order of the rows and both
 * engines give the same: they round doubles differently on the way into decimals, also by their own `round`.
 */
const millionths = (value: string): string =>
  `CASE WHEN ${counts(value)} THEN CAST(floor((${value}) * 1e6 + 5e-1) AS bigint) END`;

/** Values of a double column that {@link summed} adds up. */
export const counted = (value: string): string => `count(CASE WHEN ${counts(value)} THEN 1 END)`;

/** Sum of a double column; NULL when there is nothing to add up. */
export const summed = (value: string): string =>
  `CAST(sum(CAST(${millionths(value)} AS decimal(38, 0))) AS double) / 1e6`;

/** The values of a column of milliseconds that count: those of a trillion or more, 31 years, would overflow a sum. */
export const milliseconds = (value: string): string => `CASE WHEN ${value} < 1000000000000 THEN ${value} END`;
