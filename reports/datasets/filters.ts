import { type Expression, type ExpressionBuilder, expressionBuilder, type SqlBool } from 'kysely';
import type { TenantId } from '../../pipeline/contract/index.ts';
import type { LakeSchema } from '../../sql/query/index.ts';
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

type Condition = Expression<SqlBool>;

/** WHERE of a question over `call_list`. */
export function callsMatching(filters: Filters): Condition {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  return eb.and([...scope(eb, filters), ...chosen(filters, CHOICE_IDS)]);
}

/** WHERE of a question over `qa_scores`: the criteria of the calls that {@link callsMatching} selects. */
export function scoresMatching(filters: Filters): Condition {
  const eb = expressionBuilder<LakeSchema, 'qa_scores'>();
  const own = CHOICE_IDS.filter((id) => !CALLS_ONLY.has(id));
  const conditions = [...scope(eb, filters), ...chosen(filters, own)];
  if (CHOICE_IDS.some((id) => CALLS_ONLY.has(id) && filters.choices[id]?.length)) {
    const calls = eb.selectFrom('call_list').select('call_list.call_id').where(callsMatching(filters));
    conditions.push(eb('call_id', 'in', calls));
  }
  return eb.and(conditions);
}

function scope(
  eb: ExpressionBuilder<LakeSchema, 'call_list'> | ExpressionBuilder<LakeSchema, 'qa_scores'>,
  { tenantId, period }: Filters,
): Condition[] {
  // Both views have these columns; the two builders together have no call in common.
  const columns = eb as ExpressionBuilder<LakeSchema, 'call_list'>;
  return [
    columns('tenant_id', '=', tenantId),
    columns('call_date', '>=', day(period.from)),
    columns('call_date', '<=', day(period.to)),
  ];
}

/** A day as Trino compares it: `CAST(? AS DATE)`, since a parameter is text. */
function day(text: string): Expression<string> {
  const eb = expressionBuilder<LakeSchema, never>();
  return eb.cast<string>(eb.val(text), 'date');
}

function chosen(filters: Filters, ids: readonly ChoiceId[]): Condition[] {
  return ids.flatMap((id) => {
    const values = filters.choices[id] ?? [];
    return values.length === 0 ? [] : [oneOf(choiceValue(id), values)];
  });
}

/** `IN` never matches NULL, so "not known" is asked for on its own. */
export function oneOf(value: Expression<string | null>, values: readonly (string | null)[]): Condition {
  const eb = expressionBuilder<LakeSchema, never>();
  const known = values.filter((each) => each !== null);
  const named = eb(value, 'in', known);
  if (known.length === values.length) return named;
  const unknown = eb(value, 'is', null);
  return known.length === 0 ? unknown : eb.or([named, unknown]);
}
