/** The night: reads what the plan names, shapes it, writes it, checks the account and publishes. */
export type {
  DayAccount,
  DocumentCounts,
  NightAccount,
  NightFailure,
  QuarantineCount,
  RowCounts,
} from './account.ts';
export type { Causes } from './causes.ts';
export { AccountGap, RunError, SinceRefused } from './errors.ts';
export { type DamageToForget, forgetDamage } from './forget-damage.ts';
export { type PlannedNight, type PlannedPeriod, plannedNights } from './planned-night.ts';
export type * from './ports.ts';
export { LONG_LINE_BYTES } from './ports.ts';
export { runNight } from './run-night.ts';
