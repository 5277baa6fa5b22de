import type { Recorded } from './registry.ts';
import { REGISTRY_VIEW, UNDER_WAY } from './registry.ts';
import { checkLength, createView, explain, replaceView } from './statements.ts';
import type { WantedView } from './wanted.ts';

/** A view as the engine has it. */
export interface StoredView {
  /** SHA-256 of what `SHOW CREATE VIEW` gives. */
  readonly storedSha256: string;
}

/** What is on the engine. */
export interface Deployed {
  /** Views and tables by name; null for what is no view. */
  readonly relations: ReadonlyMap<string, StoredView | null>;
  /** What the last apply wrote. */
  readonly recorded: ReadonlyMap<string, Recorded>;
}

/**
 * What is to be done with one view. `drift`: it is not what an apply wrote. `orphan`: an apply wrote it, and it is not
 * published any more; it is left alone. `taken`: a table has its name.
 */
export type Action = 'create' | 'replace' | 'unchanged' | 'drift' | 'taken' | 'orphan';

export interface PlannedView {
  readonly name: string;
  readonly action: Action;
  readonly reason: string;
}

/** A view to be made, with the statements for it. */
export interface Step {
  readonly view: WantedView;
  readonly create: string;
  readonly explain: string;
}

/** What an apply would do: every view with its action, then the steps in the order of dependency, drift overwritten. */
export interface ViewPlan {
  readonly views: readonly PlannedView[];
  readonly steps: readonly Step[];
  readonly deployed: Deployed;
}

/**
 * Compares what is wanted with what is there. Pure.
 * @param wanted each after those that it reads
 * @throws {StatementTooLong} when a statement is more than Athena takes
 */
export function planViews(wanted: readonly WantedView[], deployed: Deployed): ViewPlan {
  const planned: PlannedView[] = [];
  const changing = new Map<string, WantedView>();
  for (const view of wanted) {
    const one = compared(view, deployed, changing);
    planned.push(one);
    if (one.action !== 'unchanged') changing.set(view.name, view);
  }
  const names = new Set([...wanted.map(({ name }) => name), REGISTRY_VIEW]);
  for (const name of deployed.recorded.keys())
    if (!names.has(name) && deployed.relations.get(name))
      planned.push({
        name,
        action: 'orphan',
        reason: 'is not published any more; drop it when nobody reads it',
      });
  const steps = [...changing.values()].map((view) => stepOf(view, changing, deployed));
  return { views: planned, steps, deployed };
}

function compared(
  view: WantedView,
  { relations, recorded }: Deployed,
  changing: ReadonlyMap<string, WantedView>,
): PlannedView {
  const [stored, record] = [relations.get(view.name), recorded.get(view.name)];
  const plan = (action: Action, reason: string): PlannedView => ({ name: view.name, action, reason });
  if (stored === null) return plan('taken', 'is a table');
  if (!stored) return plan('create', record ? 'was dropped' : 'is new');
  if (!record) return plan('drift', 'was not made by an apply');
  if (record.storedSha256 === UNDER_WAY) return plan('replace', 'an apply was broken off');
  if (record.storedSha256 !== stored.storedSha256) return plan('drift', 'was changed since the last apply');
  if (record.textSha256 !== view.textSha256) return plan('replace', 'is published with another text');
  const below = view.reads.find((name) => changing.has(name));
  // An engine keeps the types of a view's columns, and refuses to read it when those below have others.
  return below ? plan('replace', `reads ${below}`) : plan('unchanged', '');
}

function stepOf(view: WantedView, changing: ReadonlyMap<string, WantedView>, { relations }: Deployed): Step {
  const make = relations.has(view.name) ? replaceView : createView;
  const before = [...below(view, changing)];
  return {
    view,
    create: checkLength(view.name, 'statement', make(view.name, view.text)),
    explain: checkLength(view.name, 'EXPLAIN', explain(view.text, before)),
  };
}

/** The changing views that a view reads, directly or not, each after those that it reads. */
function below(view: WantedView, changing: ReadonlyMap<string, WantedView>): Set<WantedView> {
  const found = new Set<WantedView>();
  for (const name of view.reads) {
    const needed = changing.get(name);
    if (!needed) continue;
    for (const deeper of below(needed, changing)) found.add(deeper);
    found.add(needed);
  }
  return found;
}
