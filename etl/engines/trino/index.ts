/** Statements on a Trino of one's own. */
export { TRINO_PATIENCE, type TrinoOptions, trinoRunner } from './trino-runner.ts';
