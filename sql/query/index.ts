/** Typed access to the published views, over any engine that runs Athena SQL. */
export { createDb } from './dialect.ts';
export type { Parameter, QueryResult, QueryRunner, ResultColumn } from './runner.ts';
export type { LakeSchema } from './schema.ts';
