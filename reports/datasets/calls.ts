import { type Kysely, type RawBuilder, type SqlBool, sql } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { choiceValue } from './choice-value.ts';
import { all, callsMatching, type Filters, oneOf } from './filters.ts';
import type { CallOrder } from './vocabulary.ts';

/** Narrows the call list to calls in which one criterion failed, and perhaps to one agent's (null: agent not known). */
export interface DrillDown {
  readonly formId: string;
  readonly criterionId: string;
  readonly agent?: string | null;
}

export interface CallPage {
  readonly order: CallOrder;
  readonly direction: 'asc' | 'desc';
  /** From 1. */
  readonly page: number;
  readonly pageSize: number;
  readonly drillDown: DrillDown | null;
}

/** One row per call of one page; calls without a value in the ordering column come last, ties in the order of call ids. */
export function calls(db: Kysely<LakeSchema>, filters: Filters, page: CallPage) {
  return db
    .selectFrom('call_list')
    .select([
      'call_id',
      'call_date',
      'started_local',
      'duration_seconds',
      'channel',
      'queue',
      'agent_id',
      'agent_name',
      'issue',
      'form_id',
      'evaluation_status',
      'percentage',
      'coverage',
      'band',
      'auto_failed',
      'criteria_count',
      'failed_count',
      'undetermined_count',
      'unscored_reason',
    ])
    .where(listed(filters, page.drillDown))
    .orderBy(page.order, (order) => (page.direction === 'asc' ? order.asc() : order.desc()).nullsLast())
    .orderBy('call_id')
    .limit(wholeNumber(page.pageSize))
    .offset(wholeNumber((page.page - 1) * page.pageSize));
}

/** Athena takes no parameter in LIMIT and OFFSET, so the number is written out; `BigInt` throws for anything but whole numbers. */
const wholeNumber = (value: number): RawBuilder<number> => sql.lit(Number(BigInt(value)));

/** One row: how many calls the list has over all its pages. */
export function callCount(db: Kysely<LakeSchema>, filters: Filters, drillDown: DrillDown | null) {
  return db
    .selectFrom('call_list')
    .select((eb) => eb.fn.count<number>('call_id').as('calls'))
    .where(listed(filters, drillDown));
}

function listed(filters: Filters, drillDown: DrillDown | null): RawBuilder<SqlBool> {
  const matching = callsMatching(filters);
  return drillDown === null ? matching : all([matching, failedIn(filters, drillDown)]);
}

function failedIn({ tenantId }: Filters, { formId, criterionId, agent }: DrillDown): RawBuilder<SqlBool> {
  const conditions = [
    sql<SqlBool>`tenant_id = ${tenantId}`,
    sql<SqlBool>`form_id = ${formId}`,
    sql<SqlBool>`criterion_id = ${criterionId}`,
    sql<SqlBool>`outcome = 'fail'`,
  ];
  if (agent !== undefined) conditions.push(oneOf(choiceValue('agent'), [agent]));
  return sql<SqlBool>`call_id in (select call_id from qa_scores where ${all(conditions)})`;
}
