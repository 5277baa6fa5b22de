import {
  fingerprintOf,
  type NightPlan,
  type PeriodPlan,
  type RawDocument,
  type Recipe,
} from '../../plan/index.ts';
import type { Manifest, ManifestPeriod } from '../../publish/index.ts';
import { isMadeBy } from '../kept.ts';

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

/** Changed periods whose own files were made as tonight's would be: those that may keep them. */
export const candidatesOf = (
  { writes }: NightPlan,
  { periods }: Pick<Manifest, 'periods'>,
  recipe: Recipe,
): PeriodPlan[] =>
  writes.filter(({ period, reason }) => {
    const visible = periods[period];
    return reason === 'changed' && visible !== undefined && isMadeBy(visible, recipe);
  });

/** Calls in late files of periods that the plan leaves alone. */
export function callsLeftAlone({ late }: Pick<Manifest, 'late'>, planned: ReadonlySet<string>): number {
  const left = Object.entries(late?.periods ?? {}).filter(([period]) => !planned.has(period));
  return left.reduce((sum, [, calls]) => sum + calls, 0);
}

/**
 * The documents that have come to a visible period, when names prove that this is all that has happened to it: without them
 * it has the fingerprint that it had. Null when they do not, for instance since a document is older than its arrival.
 */
export function arrivalsOf(
  { period, reads, superseded, damaged }: PeriodPlan,
  manifest: Pick<Manifest, 'periods' | 'late'>,
  recipe: Recipe,
): RawDocument[] | null {
  const visible = manifest.periods[period];
  if (visible === undefined) return null;
  const seen = seenBy(manifest, period, visible);
  const arrived = new Set(reads.filter((document) => isNewerThan(document, seen)));
  if (arrived.size === 0 || arrived.size === reads.length) return null;
  const before = { reads: reads.filter((document) => !arrived.has(document)), superseded, damaged };
  return fingerprintOf(before, recipe) === visible.fingerprint ? [...arrived] : null;
}
