import { LAMBDAS } from './analysis/lambdas.ts';
import { WINDOW_FUNCTIONS } from './analysis/windows.ts';
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
      signatures: ['coalesce', 'if', 'nullif', 'try', 'CASE', 'CAST', 'TRY_CAST', 'typeof(E) -> varchar'],
    },
    ...Object.entries(GROUPS).map(([title, functions]) => ({
      title,
      signatures: functions.map(({ signature }) => signature.text),
    })),
    { title: 'Lambdas', signatures: Object.values(LAMBDAS).map(({ text }) => text) },
    {
      title: 'Aggregates',
      signatures: [
        ...AGGREGATES.map(({ signature }) => signature.text),
        'count(*) -> bigint',
        'listagg(varchar, separator) WITHIN GROUP (ORDER BY …) -> varchar',
        'grouping(…) -> integer',
      ],
    },
    { title: 'Window functions', signatures: [...WINDOW_FUNCTIONS] },
  ];
}
