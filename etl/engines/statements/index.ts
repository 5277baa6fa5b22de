/** What every client of Athena or a Trino has in common: the port that it fills, how it waits, and how it fails. */
export { type Patience, pauseMs, rest } from './patience.ts';
export * from './statements.ts';
