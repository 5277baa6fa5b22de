import { overlaps } from './period.ts';
import type { RawDocument } from './raw-index.ts';

/** Disjoint sets of periods. */
class Sets {
  readonly #parent = new Map<string, string>();

  find(period: string): string {
    const parent = this.#parent.get(period) ?? period;
    if (parent === period) return period;
    const root = this.find(parent);
    this.#parent.set(period, root);
    return root;
  }

  join(a: string, b: string): void {
    const [low = a, high = b] = [this.find(a), this.find(b)].sort();
    if (low !== high) this.#parent.set(high, low);
  }
}

/** What decides which periods belong together. */
export interface GroupInput {
  /** Periods that were, or should have been, written. */
  readonly written: readonly string[];
  readonly retired: readonly string[];
  /** Revisions of each call. */
  readonly calls: Iterable<readonly RawDocument[]>;
  readonly periodOf: (document: RawDocument) => string;
  /** Those that become visible together for another reason. */
  readonly together?: readonly string[];
  /** Further periods between which calls move, in pairs: what their names do not tell. */
  readonly moves?: Iterable<readonly [string, string]>;
}

/**
 * Which written and retired periods must become visible together, else a call would be seen twice or not at all:
 * periods between which a call has moved, and a closed month with the days that it takes the place of.
 * @returns the name of each period's group
 */
export function groupsOf({
  written,
  retired,
  calls,
  periodOf,
  together = [],
  moves = [],
}: GroupInput): ReadonlyMap<string, string> {
  const sets = new Sets();
  const touched = new Set(written);
  for (const revisions of calls) {
    if (revisions.length < 2) continue;
    const [first, ...others] = new Set(revisions.map(periodOf).filter((period) => touched.has(period)));
    for (const other of others) if (first) sets.join(first, other);
  }
  for (const old of retired) for (const period of written) if (overlaps(old, period)) sets.join(old, period);
  for (const [from, to] of moves) sets.join(from, to);
  const [one] = together;
  for (const other of together) if (one !== undefined) sets.join(one, other);
  return new Map([...written, ...retired, ...together].map((period) => [period, sets.find(period)]));
}
