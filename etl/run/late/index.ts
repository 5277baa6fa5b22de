/** Calls that came after their period was written, and lie apart from it (docs/decisions/0017). */
export { isNewerThan, seenBy } from './arrivals.ts';
export { completeLaid } from './complete-laid.ts';
export { gatheredTonight, type LateAttempt, layLate } from './lay-late.ts';
export { type PlannedLate, plannedLate } from './planned-late.ts';
