import type { Kysely } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { countWhere } from './counting.ts';
import { callsMatching, type Filters } from './filters.ts';

/** One row: how many calls there are, how many are scored, and how well. Averages are NULL over no scored call. */
export function callTotals(db: Kysely<LakeSchema>, filters: Filters) {
  return db
    .selectFrom('call_list')
    .select((eb) => [
      eb.fn.count<number>('call_id').as('calls'),
      eb.fn.count<number>('percentage').as('calls_with_score'),
      eb.fn.avg<number | null>('percentage').as('average_score'),
      eb.fn.avg<number | null>('coverage').as('average_coverage'),
      eb.fn.avg<number | null>('duration_seconds').as('average_duration_seconds'),
      countWhere('evaluation_status', 'scored').as('scored'),
      countWhere('evaluation_status', 'partial').as('partial'),
      countWhere('evaluation_status', 'unscored').as('unscored'),
      countWhere('auto_failed', true).as('auto_failed'),
    ])
    .where(callsMatching(filters));
}
