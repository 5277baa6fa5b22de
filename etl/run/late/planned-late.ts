import { type LateRule, laidLate, type NightPlan, type Recipe, type Standing } from '../../plan/index.ts';
import type { Manifest } from '../../publish/index.ts';
import { arrivalsOf, callsLeftAlone, candidatesOf } from './arrivals.ts';

/** What would become of the late files. */
export interface PlannedLate {
  /** Documents of each period that would lie there. */
  readonly apart: ReadonlyMap<string, number>;
  /** Of those and of all others there, documents to read. */
  readonly read: number;
  /** Documents whose rows are taken from the files that are there. */
  readonly kept: number;
}

/** What it is found from. */
interface LateInput {
  readonly plan: NightPlan;
  readonly manifest: Manifest;
  readonly recipe: Recipe;
  readonly rule: LateRule;
}

/**
 * What tonight would do with calls that came late, or null when late files stay as they are. A period of which names do not
 * prove that it has only got more is taken for one to be written whole; the night itself looks into the files.
 */
export function plannedLate({ plan, manifest, recipe, rule }: LateInput): PlannedLate | null {
  const changed = candidatesOf(plan, manifest, recipe).map(
    (write): Standing & { readonly arrived: number } => {
      const { period, reads } = write;
      const arrived = arrivalsOf(write, manifest, recipe)?.length ?? 0;
      const own = manifest.periods[period]?.files.calls?.rows ?? 0;
      return { period, own, others: reads.length - own, stale: arrived === 0, arrived };
    },
  );
  const planned = new Set([...plan.writes.map(({ period }) => period), ...plan.retires]);
  const known = Object.keys(manifest.late?.periods ?? {});
  const held = callsLeftAlone(manifest, planned);
  const laid = laidLate(changed, held, rule);
  if (laid.size === 0 && known.every((period) => !planned.has(period))) return null;
  const chosen = changed.filter(({ period }) => laid.has(period));
  const read = chosen.reduce((sum, { arrived }) => sum + arrived, 0);
  const all = chosen.reduce((sum, { others }) => sum + others, held);
  return { apart: new Map(chosen.map(({ period, others }) => [period, others])), read, kept: all - read };
}
