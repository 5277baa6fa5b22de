import type { LakeDb } from '../../sql/query/index.ts';
import { callsMatching, type Filters } from './filters.ts';

/** One row per reason why calls have no score, the most frequent first. */
export function unscoredReasons(db: LakeDb, filters: Filters) {
  return db
    .selectFrom('call_list')
    .select((eb) => ['unscored_reason', eb.fn.count<number>('call_id').as('calls')])
    .where(callsMatching(filters))
    .where('evaluation_status', '=', 'unscored')
    .groupBy('unscored_reason')
    .orderBy('calls', 'desc')
    .orderBy('unscored_reason', (order) => order.asc().nullsLast());
}
