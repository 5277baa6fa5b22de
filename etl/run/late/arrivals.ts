import { fingerprintOf, type PeriodPlan, type RawDocument, type Recipe } from '../../plan/index.ts';
import type { Manifest, ManifestPeriod } from '../../publish/index.ts';

/** Digits of the time that a revision and the id of a night open with. */
const TIME = '20261121T120435123Z'.length;

/** The night that saw a visible period's documents last: late files are written for the documents of one night, also those of periods that had no news. */
export const seenBy = (
  { late }: Pick<Manifest, 'late'>,
  period: string,
  { run_id }: ManifestPeriod,
): string => (late?.periods[period] === undefined ? run_id : late.run_id);

/** Whether a document was written after a night began. */
export const isNewerThan = ({ revision }: Pick<RawDocument, 'revision'>, runId: string): boolean =>
  revision.slice(0, TIME) > runId.slice(0, TIME);

/**
 * The documents that have come to a visible period, when names prove that this is all that has happened to it: without them
 * it has the fingerprint that it had. Null when they do not, for instance since a document is older than its arrival.
 */
export function arrivalsOf(
  { reads, superseded, damaged }: PeriodPlan,
  visible: { readonly fingerprint: string; readonly seenBy: string },
  recipe: Recipe,
): RawDocument[] | null {
  const arrived = new Set(reads.filter((document) => isNewerThan(document, visible.seenBy)));
  if (arrived.size === 0 || arrived.size === reads.length) return null;
  const before = { reads: reads.filter((document) => !arrived.has(document)), superseded, damaged };
  return fingerprintOf(before, recipe) === visible.fingerprint ? [...arrived] : null;
}
