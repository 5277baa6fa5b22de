import type { LakeDb } from '../../sql/query/index.ts';
import { countOutcome } from './counting.ts';
import { type Filters, scoresMatching } from './filters.ts';

/** One row: criterion scores by outcome. The pass rate is pass / (pass + partial + fail). */
export function outcomeTotals(db: LakeDb, filters: Filters) {
  return db
    .selectFrom('qa_scores')
    .select([
      countOutcome('pass').as('pass'),
      countOutcome('partial').as('partial'),
      countOutcome('fail').as('fail'),
      countOutcome('not_applicable').as('not_applicable'),
      countOutcome('undetermined').as('undetermined'),
    ])
    .where(scoresMatching(filters));
}
