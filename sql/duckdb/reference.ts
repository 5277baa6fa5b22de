import { COUNT_ROWS, LISTAGG } from './analysis/aggregate-calls.ts';
import { TYPEOF } from './analysis/calls.ts';
import { FORMAT } from './analysis/formatting.ts';
import { LAMBDAS } from './analysis/lambdas.ts';
import { TIME_SEQUENCE } from './analysis/sequences.ts';
import { WINDOW_FUNCTIONS } from './analysis/windows.ts';
import { GUARDED } from './execute.ts';
import { AGGREGATES, GROUPS } from './functions/index.ts';

/** A group of the allow-list: its title and the signatures in it. */
export interface AllowedGroup {
  readonly title: string;
  readonly signatures: readonly string[];
}

/** Everything in the allow-list of functions, for the documentation. */
export function allowedSql(): AllowedGroup[] {
  return [
    {
      title: 'Conditions',
      signatures: ['coalesce', 'if', 'nullif', 'try', 'CASE', TYPEOF, FORMAT],
    },
    ...Object.entries(GROUPS).map(([title, functions]) => ({
      title,
      signatures: [
        ...functions.map(({ signature }) => signature.text),
        ...(title === 'Arrays and maps' ? [TIME_SEQUENCE] : []),
        ...(title === 'Dates and timestamps' ? ['CURRENT_TIMESTAMP', 'LOCALTIMESTAMP', 'CURRENT_DATE'] : []),
      ],
    })),
    { title: 'Lambdas', signatures: Object.values(LAMBDAS).map(({ text }) => text) },
    {
      title: 'Aggregates',
      signatures: [
        ...AGGREGATES.map(({ signature }) => signature.text),
        COUNT_ROWS,
        LISTAGG,
        'grouping(…) -> integer',
      ],
    },
    { title: 'Window functions', signatures: [...WINDOW_FUNCTIONS] },
  ];
}

/** Failures of values that are found while a statement runs, by code. */
export const runTimeGuards = (): { readonly [code: string]: string } => GUARDED;
