import type { Dialect } from 'kysely';
import { type TrinoOptions, trinoRunner } from '../../../etl/engines/trino/index.ts';
import { lakeDialect } from '../dialect.ts';
import { type PagedQueryRunner, queriesOn } from '../statements.ts';

export type { TrinoOptions };

/**
 * Runs queries on a Trino (418 or later) by its client protocol: read page by page, cancelled when the signal is aborted.
 * Its errors are those of this layer, one class a cause.
 */
export const trinoQueries = (options: TrinoOptions): PagedQueryRunner => queriesOn(trinoRunner(options));

/** A Kysely dialect for Trino; `new Kysely<LakeSchema>({ dialect })`, or `createDb(dialect)`. */
export const trinoDialect = (options: TrinoOptions): Dialect => lakeDialect(trinoQueries(options));
