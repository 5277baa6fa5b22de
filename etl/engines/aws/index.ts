/** Statements on Athena. */
export { ATHENA_PATIENCE, type AthenaOptions, athenaRunner, GLUE_CATALOG } from './athena-runner.ts';
