/** The night: reads what the plan names, shapes it, writes it, checks the account and publishes. */
export type { DayAccount, DocumentCounts, NightAccount, NightFailure, RowCounts } from './account.ts';
export { AccountGap, RunError, SinceRefused } from './errors.ts';
export type * from './ports.ts';
export { runNight } from './run-night.ts';
