import { InvalidArgumentError, Option } from 'commander';
import { FORMATS } from './formats.ts';

/** `--format table|csv|json`. */
export const formatOption = (): Option =>
  new Option('--format <format>', 'how to print rows').choices(FORMATS).default('table');

/** `--tenant T`, without which nothing is read or written. */
export const tenantOption = (): Option => new Option('--tenant <tenant>', 'the tenant').makeOptionMandatory();

/** Parses a whole number within bounds, as an option's value. */
export function wholeNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (/^\d+$/.test(text) && value >= least && value <= most) return value;
    throw new InvalidArgumentError(`must be a whole number from ${least} to ${most}.`);
  };
}

/** Parses a calendar day, `YYYY-MM-DD`. */
export function day(text: string): string {
  const date = new Date(`${text}T00:00:00Z`);
  if (
    /^\d{4}-\d{2}-\d{2}$/.test(text) &&
    !Number.isNaN(date.getTime()) &&
    date.toISOString().startsWith(text)
  )
    return text;
  throw new InvalidArgumentError('must be a day such as 2026-01-31.');
}
