/** Statements on Athena. */
export { athenaOfEnvironment } from './athena-client.ts';
export { ATHENA_PATIENCE, type AthenaOptions, athenaRunner, GLUE_CATALOG } from './athena-runner.ts';
