import { fingerprintOf, type PeriodContent, type Recipe } from './fingerprint.ts';
import { containsDaysFrom, periodOf } from './period.ts';
import type { RawDocument, RawIndex } from './raw-index.ts';

/** A period to write, with the documents that it is made from. */
export interface PeriodPlan extends PeriodContent {
  readonly period: string;
  readonly reason: 'new' | 'changed' | 'forced' | 'gathered';
  readonly fingerprint: string;
}

/** What one tenant's night reads and writes. */
export interface NightPlan {
  /** By period. */
  readonly writes: readonly PeriodPlan[];
  /** Periods that the manifest shows and that no longer have documents: removed, or their month has closed. */
  readonly retires: readonly string[];
  /** Periods that stay as they are, unread. */
  readonly unchanged: readonly string[];
}

/** Everything that the plan depends on. */
export interface PlanInput {
  readonly index: RawIndex;
  /** Periods that are known to stand as they are: their documents are not in the index. */
  readonly settled?: readonly string[];
  /** Fingerprints by period of what is visible now. */
  readonly current: Readonly<Record<string, { readonly fingerprint: string }>>;
  /** Keys of documents that were found damaged and are not to be tried again. */
  readonly damaged: ReadonlySet<string>;
  readonly recipe: Recipe;
  readonly now: Date;
  /** Every period with a day from this one on is written (`YYYY-MM-DD`). */
  readonly since?: string | undefined;
  /** Periods to write also when nothing has changed: too many of their calls lie elsewhere ({@link overfull}). */
  readonly gather?: ReadonlySet<string> | undefined;
}

/** The newest revision that is not known to be damaged. */
export const standingDocument = (
  revisions: readonly RawDocument[],
  damaged: ReadonlySet<string>,
): RawDocument | undefined => revisions.find(({ key }) => !damaged.has(key));

type Draft = { readonly [K in keyof PeriodContent]: RawDocument[] };

function contents({ index, damaged, now }: PlanInput): Map<string, Draft> {
  const drafts = new Map<string, Draft>();
  const draftOf = (period: string): Draft => {
    const draft = drafts.get(period) ?? { reads: [], superseded: [], damaged: [] };
    drafts.set(period, draft);
    return draft;
  };
  for (const revisions of index.calls.values()) {
    const standing = standingDocument(revisions, damaged);
    for (const document of revisions) {
      const part = document === standing ? 'reads' : damaged.has(document.key) ? 'damaged' : 'superseded';
      draftOf(periodOf(document.dt, now))[part].push(document);
    }
  }
  return drafts;
}

function reasonFor(
  period: string,
  fingerprint: string,
  { current, since, gather }: PlanInput,
): PeriodPlan['reason'] | null {
  const visible = current[period];
  if (!visible) return 'new';
  if (since !== undefined && containsDaysFrom(period, since)) return 'forced';
  if (gather?.has(period)) return 'gathered';
  return visible.fingerprint === fingerprint ? null : 'changed';
}

/** Decides which periods of a tenant to write and from what, which to retire, and which to leave alone. */
export function planNight(input: PlanInput): NightPlan {
  const writes: PeriodPlan[] = [];
  const unchanged = [...(input.settled ?? [])];
  const drafts = [...contents(input)].sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [period, content] of drafts) {
    const fingerprint = fingerprintOf(content, input.recipe);
    const reason = reasonFor(period, fingerprint, input);
    if (reason) writes.push({ period, reason, fingerprint, ...content });
    else unchanged.push(period);
  }
  const wanted = new Set([...unchanged, ...drafts.map(([period]) => period)]);
  const retires = Object.keys(input.current).filter((period) => !wanted.has(period));
  return { writes, retires: retires.sort(), unchanged: unchanged.sort() };
}
