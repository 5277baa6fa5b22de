/** Typed access to the published views, over any engine that runs Athena SQL. */
export { createDb, type LakeDb, lakeDialect } from './dialect.ts';
export { statementOf } from './driver.ts';
export { literal } from './literal.ts';
export type { Parameter, QueryResult, QueryRunner, ResultColumn, RunOptions } from './runner.ts';
export type { LakeSchema } from './schema.ts';
