import { type Expression, expressionBuilder, type SqlBool } from 'kysely';
import type { LakeDb, LakeSchema } from '../../sql/query/index.ts';
import { choiceValue } from './choice-value.ts';
import { callsMatching, type Filters, oneOf } from './filters.ts';
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
export function calls(db: LakeDb, filters: Filters, page: CallPage) {
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
    .limit(page.pageSize)
    .offset((page.page - 1) * page.pageSize);
}

/** One row: how many calls the list has over all its pages. */
export function callCount(db: LakeDb, filters: Filters, drillDown: DrillDown | null) {
  return db
    .selectFrom('call_list')
    .select((eb) => eb.fn.count<number>('call_id').as('calls'))
    .where(listed(filters, drillDown));
}

function listed(filters: Filters, drillDown: DrillDown | null): Expression<SqlBool> {
  const matching = callsMatching(filters);
  if (drillDown === null) return matching;
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  return eb.and([matching, eb('call_id', 'in', failedIn(filters, drillDown))]);
}

function failedIn({ tenantId }: Filters, { formId, criterionId, agent }: DrillDown) {
  const failed = expressionBuilder<LakeSchema, never>()
    .selectFrom('qa_scores')
    .select('call_id')
    .where('tenant_id', '=', tenantId)
    .where('form_id', '=', formId)
    .where('criterion_id', '=', criterionId)
    .where('outcome', '=', 'fail');
  return agent === undefined ? failed : failed.where(oneOf(choiceValue('agent'), [agent]));
}
