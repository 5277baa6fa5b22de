import {
  type PeriodPlan,
  periodOf,
  planNight,
  type RawDocument,
  type RawIndex,
  type Recipe,
} from '../plan/index.ts';
import type { Manifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import { isNewerThan, seenBy } from './late/index.ts';

/** Why a period that readers see is written again, as far as names tell. */
export interface Causes {
  /** Calls that came after the period was written. */
  readonly late: number;
  /** Calls of the period with a newer document: scored again, or taken in again. */
  readonly revised: number;
  /** Calls that a newer document puts into another period. */
  readonly moved: number;
  /** Documents went away or are tried again: erased, taken back, forgotten as damaged. */
  readonly other: boolean;
  /** The rules of shaping, or the tables, are other ones now. */
  readonly shape: boolean;
  /** The tenant's time zone is another one now. */
  readonly time_zone: boolean;
  /** The month is over: its days become one file a table. */
  readonly month_closed: boolean;
}

/** What the causes are found from. */
export interface CausesInput {
  readonly plan: PeriodPlan;
  readonly index: RawIndex;
  readonly manifest: Manifest;
  readonly timeZone: string;
  readonly now: Date;
}

/** None of them. */
export const NO_CAUSES: Causes = {
  late: 0,
  revised: 0,
  moved: 0,
  other: false,
  shape: false,
  time_zone: false,
  month_closed: false,
};

/** Finds out why a period is to be written. A document counts as new when it was written after the night began that wrote the period. */
export function causesOf(input: CausesInput): Causes {
  const { plan, manifest, timeZone } = input;
  const visible = manifest.periods[plan.period];
  if (visible === undefined) {
    const month_closed = Object.keys(manifest.periods).some((period) => period.startsWith(`${plan.period}-`));
    return { ...NO_CAUSES, month_closed };
  }
  const by = seenBy(manifest, plan.period, visible);
  const isNew = (document: RawDocument): boolean => isNewerThan(document, by);
  const revisions = ({ callId }: RawDocument) => input.index.calls.get(callId) ?? [];
  const wasKnown = (document: RawDocument): boolean => revisions(document).some((one) => !isNew(one));
  const fresh = plan.reads.filter(isNew);
  return {
    late: fresh.filter((document) => !wasKnown(document)).length,
    revised: fresh.filter(wasKnown).length,
    moved: movedAway(input, isNew),
    other: plan.reason === 'changed' && fingerprintBefore(input, visible, isNew) !== visible.fingerprint,
    shape: recipeOf(visible, manifest).shapeVersion !== SHAPE_VERSION,
    time_zone: recipeOf(visible, manifest).timeZone !== timeZone,
    month_closed: false,
  };
}

type Visible = Manifest['periods'][string];

/** What a visible period was made by; the first releases kept that for all periods together. */
const recipeOf = ({ recipe }: Visible, manifest: Manifest): Recipe => ({
  shapeVersion: recipe?.shape_version ?? manifest.shape_version,
  timeZone: recipe?.time_zone ?? manifest.time_zone,
});

/**
 * Documents whose rows can be taken from the visible files, since they were made by the same rules: all others are read.
 * Names do not tell which calls a file holds, its size tells how many.
 */
export function keptDocuments({ plan, manifest, timeZone }: CausesInput): number {
  if (plan.reason === 'forced') return 0;
  const candidates = new Map<string, number>();
  for (const document of plan.reads) {
    const [month, day] = [document.dt.slice(0, 7), document.dt];
    const period = month in manifest.periods ? month : day;
    const visible = manifest.periods[period];
    if (
      visible?.recipe?.shape_version === SHAPE_VERSION &&
      visible.recipe.time_zone === timeZone &&
      !isNewerThan(document, seenBy(manifest, period, visible))
    )
      candidates.set(period, (candidates.get(period) ?? 0) + 1);
  }
  return [...candidates].reduce(
    (sum, [period, documents]) => sum + Math.min(documents, callsIn(manifest, period)),
    0,
  );
}

/** Calls of a period in the visible files, late ones included. */
const callsIn = ({ periods, late }: Manifest, period: string): number =>
  (periods[period]?.files.calls?.rows ?? 0) + (late?.periods[period] ?? 0);

/** Calls that stood in the period and of which a new document lies in another one. */
function movedAway({ plan, index, now }: CausesInput, isNew: (document: RawDocument) => boolean): number {
  const calls = new Set(plan.superseded.filter((document) => !isNew(document)).map(({ callId }) => callId));
  return [...calls].filter((callId) => {
    const newest = index.calls.get(callId)?.[0];
    return newest !== undefined && isNew(newest) && periodOf(newest.dt, now) !== plan.period;
  }).length;
}

/** What the period's fingerprint would be without the new documents, under the old rules: the one it has, if they are all there is to it. */
function fingerprintBefore(
  { plan, index, manifest, now }: CausesInput,
  visible: Visible,
  isNew: (document: RawDocument) => boolean,
): string | undefined {
  const inPeriod = [...plan.reads, ...plan.superseded, ...plan.damaged];
  const calls = new Map(
    inPeriod.map(({ callId }) => [
      callId,
      (index.calls.get(callId) ?? []).filter((document) => !isNew(document)),
    ]),
  );
  const before = planNight({
    index: { calls, refused: [] },
    current: {},
    damaged: new Set(manifest.damaged.map(({ key }) => key)),
    recipe: recipeOf(visible, manifest),
    now,
  });
  return before.writes.find(({ period }) => period === plan.period)?.fingerprint;
}
