import type { Dialect } from 'kysely';
import { type AthenaOptions, athenaRunner } from '../../../etl/engines/aws/index.ts';
import { lakeDialect } from '../dialect.ts';
import { type PagedQueryRunner, queriesOn } from '../statements.ts';

export type { AthenaOptions };

/**
 * Runs queries on Athena: started, asked after with growing pauses, read page by page (1000 rows), stopped when the signal is
 * aborted. Its errors are those of this layer, one class a cause. Arrays, maps and rows are refused, since Athena writes
 * them so that their parts cannot be told apart; `json_format(cast(… as json))` gives them exactly.
 */
export const athenaQueries = (options: AthenaOptions): PagedQueryRunner => queriesOn(athenaRunner(options));

/** A Kysely dialect for Athena; `new Kysely<LakeSchema>({ dialect })`, or `createDb(dialect)`. */
export const athenaDialect = (options: AthenaOptions): Dialect => lakeDialect(athenaQueries(options));
