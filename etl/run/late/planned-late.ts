import { type LateRule, laidLate, type NightPlan, type Recipe, type Standing } from '../../plan/index.ts';
import type { Manifest } from '../../publish/index.ts';
import { isMadeBy } from '../kept.ts';
import { arrivalsOf, seenBy } from './arrivals.ts';

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
  const { periods, late } = manifest;
  const changed: (Standing & { readonly arrived: number })[] = plan.writes.flatMap((write) => {
    const visible = periods[write.period];
    if (write.reason !== 'changed' || visible === undefined || !isMadeBy(visible, recipe)) return [];
    const { period, reads } = write;
    const known = { fingerprint: visible.fingerprint, seenBy: seenBy(manifest, period, visible) };
    const arrived = arrivalsOf(write, known, recipe)?.length ?? 0;
    const own = visible.files.calls?.rows ?? 0;
    return [{ period, own, others: reads.length - own, stale: arrived === 0, arrived }];
  });
  const planned = new Set([...plan.writes.map(({ period }) => period), ...plan.retires]);
  const before = Object.entries(late?.periods ?? {});
  const held = before.filter(([period]) => !planned.has(period)).reduce((sum, [, calls]) => sum + calls, 0);
  const laid = laidLate(changed, held, rule);
  if (laid.size === 0 && before.every(([period]) => !planned.has(period))) return null;
  const chosen = changed.filter(({ period }) => laid.has(period));
  const read = chosen.reduce((sum, { arrived }) => sum + arrived, 0);
  const all = chosen.reduce((sum, { others }) => sum + others, held);
  return { apart: new Map(chosen.map(({ period, others }) => [period, others])), read, kept: all - read };
}
