import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { TenantId } from '../../pipeline/contract/index.ts';
import { choiceValue } from './choice-value.ts';
import { CHOICE_IDS, type ChoiceId } from './vocabulary.ts';

/** Choices that `qa_scores` has no column for: they reach it through the calls they select. */
const CALLS_ONLY: ReadonlySet<ChoiceId> = new Set(['band', 'status']);

/** Days in the tenant's time zone, `YYYY-MM-DD`, both included. */
export interface Period {
  readonly from: string;
  readonly to: string;
}

/** Which calls a question is about. */
export interface Filters {
  readonly tenantId: TenantId;
  readonly period: Period;
  /** Values chosen, any of which may match; null stands for "not known". A choice that is absent or empty lets all through. */
  readonly choices: { readonly [C in ChoiceId]?: readonly (string | null)[] };
}

/** WHERE of a question over `call_list`. */
export function callsMatching(filters: Filters): RawBuilder<SqlBool> {
  return all([...scope(filters), ...chosen(filters, CHOICE_IDS)]);
}

/** WHERE of a question over `qa_scores`: the criteria of the calls that {@link callsMatching} selects. */
export function scoresMatching(filters: Filters): RawBuilder<SqlBool> {
  const own = CHOICE_IDS.filter((id) => !CALLS_ONLY.has(id));
  const throughCalls = CHOICE_IDS.some((id) => CALLS_ONLY.has(id) && filters.choices[id]?.length);
  const conditions = [...scope(filters), ...chosen(filters, own)];
  if (throughCalls)
    conditions.push(sql<SqlBool>`call_id in (select call_id from call_list where ${callsMatching(filters)})`);
  return all(conditions);
}

/** A day as Trino compares it: `CAST(? AS DATE)`, since a parameter is text. */
export const day = (text: string): RawBuilder<string> => sql<string>`cast(${text} as date)`;

/** Joins conditions by AND. */
export const all = (conditions: readonly RawBuilder<SqlBool>[]): RawBuilder<SqlBool> =>
  sql<SqlBool>`${sql.join([...conditions], sql` and `)}`;

function scope({ tenantId, period }: Filters): RawBuilder<SqlBool>[] {
  return [
    sql<SqlBool>`tenant_id = ${tenantId}`,
    sql<SqlBool>`call_date >= ${day(period.from)}`,
    sql<SqlBool>`call_date <= ${day(period.to)}`,
  ];
}

function chosen(filters: Filters, ids: readonly ChoiceId[]): RawBuilder<SqlBool>[] {
  return ids.flatMap((id) => {
    const values = filters.choices[id] ?? [];
    return values.length === 0 ? [] : [oneOf(choiceValue(id), values)];
  });
}

/** `IN` never matches NULL, so "not known" is asked for on its own. */
export function oneOf(
  value: RawBuilder<string | null>,
  values: readonly (string | null)[],
): RawBuilder<SqlBool> {
  const known = values.filter((each) => each !== null);
  const named = sql<SqlBool>`${value} in (${sql.join(known)})`;
  if (known.length === values.length) return named;
  const unknown = sql<SqlBool>`${value} is null`;
  return known.length === 0 ? unknown : sql<SqlBool>`(${named} or ${unknown})`;
}
