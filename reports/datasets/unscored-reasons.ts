import { type Kysely, sql } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { all, callsMatching, type Filters } from './filters.ts';

/** One row per reason why calls have no score, the most frequent first. */
export function unscoredReasons(db: Kysely<LakeSchema>, filters: Filters) {
  return db
    .selectFrom('call_list')
    .select((eb) => ['unscored_reason', eb.fn.count<number>('call_id').as('calls')])
    .where(all([callsMatching(filters), sql`evaluation_status = 'unscored'`]))
    .groupBy('unscored_reason')
    .orderBy('calls', 'desc')
    .orderBy('unscored_reason', (order) => order.asc().nullsLast());
}
