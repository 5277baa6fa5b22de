import type { Dialect } from 'kysely';
import { lakeDialect } from '../query/index.ts';
import type { AthenaSession } from './session.ts';

/** A Kysely dialect for DuckDB: queries run on an open session, which outlives the Kysely. */
export const duckdbDialect = (session: AthenaSession): Dialect => lakeDialect(session);
