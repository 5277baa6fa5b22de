import { type RawBuilder, sql } from 'kysely';
import type { Outcome } from '../../pipeline/contract/index.ts';

/** Rows in which a column has a value: `SUM(CASE WHEN column = 'value' THEN 1 ELSE 0 END)`; NULL over no rows. */
export const countWhere = (column: string, value: string | boolean): RawBuilder<number | null> =>
  sql<number | null>`sum(case when ${sql.ref(column)} = ${sql.lit(value)} then 1 else 0 end)`;

/** Criterion scores of one outcome. */
export const countOutcome = (outcome: Outcome): RawBuilder<number | null> => countWhere('outcome', outcome);
