/** Runs Athena (Trino) SQL on DuckDB, with Trino's types and values; what it cannot run exactly it refuses. */
export type { FindRelation, Relation } from './analysis/context.ts';
export { DEFAULT_LIMITS, type Engine, type Limits, openEngine } from './engine.ts';
export { lakeRelations, viewSql } from './lake.ts';
export { allowedSql } from './reference.ts';
export { type AthenaSession, openSession, type TenantFiles } from './session.ts';
export { type Translated, translate } from './translate.ts';
