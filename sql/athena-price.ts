/**
 * Athena's list price of a terabyte scanned by an SQL query, USD, for most regions (aws.amazon.com/athena/pricing); put down on
 * 2026-11-21. Some regions have other prices, reserved capacity has none by the byte.
 */
export const ATHENA_USD_PER_TB = 5;

const MEGABYTE = 1024 ** 2;
const TERABYTE = 1024 ** 4;
const LEAST_MEGABYTES = 10;

/** Estimated charge in USD of one query: whole megabytes, at least ten, as Athena's pricing page says. */
export function athenaCost(bytes: number, usdPerTb: number = ATHENA_USD_PER_TB): number {
  const megabytes = Math.max(LEAST_MEGABYTES, Math.ceil(bytes / MEGABYTE));
  return (megabytes * MEGABYTE * usdPerTb) / TERABYTE;
}
