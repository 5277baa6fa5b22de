import type { LakeDb } from '../../sql/query/index.ts';
import { lastBy } from './choice-value.ts';
import { countOutcome } from './counting.ts';
import { type Filters, scoresMatching } from './filters.ts';

/**
 * One row per criterion of a form, over all its versions, in the form's order. Its fail rate is
 * fail / (pass + partial + fail); its wording is that of the newest version.
 */
export function criterionOutcomes(db: LakeDb, filters: Filters) {
  return db
    .selectFrom('qa_scores')
    .select((eb) => [
      'form_id',
      'criterion_id',
      lastBy(eb.ref('question'), eb.ref('form_version')).as('question'),
      eb.fn.min<number>('criterion_index').as('criterion_index'),
      lastBy(eb.ref('critical'), eb.ref('form_version')).as('critical'),
      countOutcome('pass').as('pass'),
      countOutcome('partial').as('partial'),
      countOutcome('fail').as('fail'),
      countOutcome('not_applicable').as('not_applicable'),
      countOutcome('undetermined').as('undetermined'),
    ])
    .where(scoresMatching(filters))
    .groupBy(['form_id', 'criterion_id'])
    .orderBy('form_id')
    .orderBy('criterion_index')
    .orderBy('criterion_id');
}
