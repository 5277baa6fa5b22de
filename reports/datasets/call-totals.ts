import type { LakeDb } from '../../sql/query/index.ts';
import { countAutoFailed, countStatus } from './counting.ts';
import { callsMatching, type Filters } from './filters.ts';

/** One row: how many calls there are, how many are scored, and how well. Averages are NULL over no scored call. */
export function callTotals(db: LakeDb, filters: Filters) {
  return db
    .selectFrom('call_list')
    .select((eb) => [
      eb.fn.count<number>('call_id').as('calls'),
      eb.fn.count<number>('percentage').as('calls_with_score'),
      eb.fn.avg<number | null>('percentage').as('average_score'),
      eb.fn.avg<number | null>('coverage').as('average_coverage'),
      eb.fn.avg<number | null>('duration_seconds').as('average_duration_seconds'),
      countStatus('scored').as('scored'),
      countStatus('partial').as('partial'),
      countStatus('unscored').as('unscored'),
      countAutoFailed().as('auto_failed'),
    ])
    .where(callsMatching(filters));
}
