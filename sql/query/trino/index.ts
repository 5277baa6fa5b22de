/** Typed access to the published views on a Trino of one's own. */
export { type TrinoOptions, trinoDialect, trinoQueries } from './trino.ts';
