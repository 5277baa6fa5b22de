import type { Change, PointerEntry } from './pointer.ts';
import { GRACE_MS } from './sweep.ts';

/** What came of a change; null while it is open. */
export type OutcomeOf = (change: string) => Change | null;

/** An entry that counts from a known moment on. */
export type SettledEntry = PointerEntry & { readonly since: string };

/** Entries with what is known of their changes put in: committed ones have a time, aborted ones are gone, open ones stay. */
export const settled = (entries: readonly PointerEntry[], outcomeOf: OutcomeOf): PointerEntry[] =>
  entries.flatMap((entry) => {
    if (entry.change === null) return [entry];
    const outcome = outcomeOf(entry.change);
    if (outcome === null) return [entry];
    return outcome.outcome === 'committed' ? [{ ...entry, since: outcome.since, change: null }] : [];
  });

/** Whether an entry counts for queries that begin at a moment. */
const countsAt = ({ since }: PointerEntry, moment: number): boolean =>
  since !== null && Date.parse(since) <= moment;

/** The entry that counts for queries that begin at a moment; undefined before the first. */
export const entryAt = (entries: readonly PointerEntry[], moment: number): PointerEntry | undefined =>
  entries.find((entry) => countsAt(entry, moment));

/** Entries that a query which still runs may need: all down to the one that counted a grace period ago. */
export function stillNeeded<T extends PointerEntry>(entries: readonly T[], now: Date): T[] {
  const last = entries.findIndex((entry) => countsAt(entry, now.getTime() - GRACE_MS));
  return last === -1 ? [...entries] : entries.slice(0, last + 1);
}
