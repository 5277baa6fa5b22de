import { type Kysely, sql } from 'kysely';
import type { LakeSchema } from '../../sql/query/index.ts';
import { countWhere } from './counting.ts';
import { callsMatching, type Filters } from './filters.ts';
import type { Grain } from './vocabulary.ts';

/** One row per day, week or month with calls, oldest first; `step` is its first day. Days without calls have no row. */
export function scoreTrend(db: Kysely<LakeSchema>, filters: Filters, grain: Grain) {
  const step =
    grain === 'day' ? sql<string>`call_date` : sql<string>`date_trunc(${sql.lit(grain)}, call_date)`;
  return db
    .selectFrom('call_list')
    .select((eb) => [
      step.as('step'),
      eb.fn.count<number>('call_id').as('calls'),
      eb.fn.count<number>('percentage').as('calls_with_score'),
      eb.fn.avg<number | null>('percentage').as('average_score'),
      countWhere('auto_failed', true).as('auto_failed'),
    ])
    .where(callsMatching(filters))
    .groupBy(step)
    .orderBy('step');
}
