/** Runs Athena (Trino) SQL on DuckDB, with Trino's types and values; what it cannot run exactly it refuses. */
export type { FindRelation, Relation, Warning } from './analysis/context.ts';
export { type How, merged, type Origin, type Origins, through } from './analysis/origins.ts';
export { duckdbDialect } from './dialect.ts';
export { DEFAULT_LIMITS, type Engine, type Limits, openEngine, type WarnedResult } from './engine.ts';
export { lakeRelations, translateViews, viewSql } from './lake.ts';
export { type AllowedGroup, allowedSql, runTimeGuards } from './reference.ts';

export { type AthenaSession, openSession, type TenantFiles } from './session.ts';
export { type Translated, translate } from './translate.ts';
export { openWorkDatabase, type WorkDatabase, type WorkOptions } from './work/index.ts';
