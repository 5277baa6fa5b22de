/** Typed access to the published views on Athena. */
export { type AthenaOptions, athenaDialect, athenaQueries } from './athena.ts';
