/** What tonight has to do for one tenant, decided from names alone. Pure: nothing is read, nothing is written. */
export { fingerprintOf, type PeriodContent, type Recipe } from './fingerprint.ts';
export { groupsOf } from './groups.ts';
export { LATE, LATE_RULE, type LateRule, laidLate, overfull, type Standing } from './late.ts';
export { foldersOf, type ListedFolder, type Listing, ListingBuilder } from './listing.ts';
export {
  callIdOrName,
  conclusionOf,
  daysOf,
  type ListedDays,
  type ListingNote,
  newsOf,
  withNoted,
} from './news.ts';
export { containsDaysFrom, daysOfPeriod, isDay, isMonth, overlaps, periodOf } from './period.ts';
export {
  type NightPlan,
  type PeriodPlan,
  type PlanInput,
  planNight,
  standingDocument,
} from './plan-night.ts';
export { indexKeys, type RawDocument, type RawIndex, RawIndexer, type RefusedKey } from './raw-index.ts';
