import type { Measure } from '../../dashboards/index.ts';

/** A row as a renderer sees it: fields by name. */
export type Fields = { readonly [field: string]: unknown };

/** The number of a measure in a row; null where there is none, and for a share of nothing. */
export function measured(measure: Measure, row: Fields | null): number | null {
  if (row === null) return null;
  if (!('part' in measure)) return numberIn(row, measure.field);
  const part = numberIn(row, measure.part);
  const whole = measure.of.reduce((sum, field) => sum + (numberIn(row, field) ?? 0), 0);
  return part === null || whole === 0 ? null : part / whole;
}

/** How many rows a share rests on. */
export const basis = (of: readonly string[], row: Fields): number =>
  of.reduce((sum, field) => sum + (numberIn(row, field) ?? 0), 0);

/** The number in a field; numbers beyond 2^53 and decimals come as text. */
export function numberIn(row: Fields, field: string): number | null {
  const value = row[field];
  if (typeof value === 'number') return value;
  return typeof value === 'string' && value !== '' && Number.isFinite(Number(value)) ? Number(value) : null;
}
