import { expressionBuilder } from 'kysely';
import type { LakeDb, LakeSchema } from '../../sql/query/index.ts';
import { countAutoFailed } from './counting.ts';
import { callsMatching, type Filters } from './filters.ts';
import type { Grain } from './vocabulary.ts';

/** One row per day, week or month with calls, oldest first; `step` is its first day. Days without calls have no row. */
export function scoreTrend(db: LakeDb, filters: Filters, grain: Grain) {
  const eb = expressionBuilder<LakeSchema, 'call_list'>();
  const step =
    grain === 'day' ? eb.ref('call_date') : eb.fn<string>('date_trunc', [eb.val(grain), 'call_date']);
  return db
    .selectFrom('call_list')
    .select([
      step.as('step'),
      eb.fn.count<number>('call_id').as('calls'),
      eb.fn.count<number>('percentage').as('calls_with_score'),
      eb.fn.avg<number | null>('percentage').as('average_score'),
      countAutoFailed().as('auto_failed'),
    ])
    .where(callsMatching(filters))
    .groupBy(step)
    .orderBy('step');
}
