import type { ErrorDetails } from '../../pipeline/contract/index.ts';
import { storedHash, type ViewTarget } from './deployed.ts';
import { ApplyBroken, DriftFound, NameTaken, ViewRefused } from './errors.ts';
import type { Action, Step, ViewPlan } from './plan.ts';
import { REGISTRY_VIEW, type Recorded, UNDER_WAY, writeRegistry } from './registry.ts';
import { checkLength } from './statements.ts';

export interface ApplyOptions {
  /** Whether views that were changed by hand are overwritten. */
  readonly overwriteDrift?: boolean;
  readonly onStep?: (step: { readonly doing: 'explain' | 'create'; readonly view: string }) => void;
}

/** Views that were made, in their order. */
export interface Applied {
  readonly made: readonly string[];
}

/**
 * Carries out a plan: explains all steps, then makes them. Without steps nothing is sent.
 * @throws {DriftFound} @throws {NameTaken} @throws {ViewRefused} before anything was changed
 * @throws {ApplyBroken} when the engine fails later; a new plan takes up what is left
 */
export async function applyViews(
  target: ViewTarget,
  plan: ViewPlan,
  { overwriteDrift = false, onStep = () => undefined }: ApplyOptions = {},
): Promise<Applied> {
  const having = (action: Action) =>
    plan.views.filter((view) => view.action === action).map(({ name }) => name);
  if (having('taken').length > 0) throw new NameTaken(having('taken'));
  if (having('drift').length > 0 && !overwriteDrift) throw new DriftFound(having('drift'));
  if (plan.steps.length === 0) return { made: [] };
  const kept = [...plan.deployed.recorded].filter(([name]) => plan.deployed.relations.get(name));
  const record = new Map<string, Recorded>(kept);
  for (const { view } of plan.steps)
    record.set(view.name, { textSha256: view.textSha256, storedSha256: UNDER_WAY });
  const registry = checkLength(REGISTRY_VIEW, 'statement', writeRegistry(record));
  for (const { view, explain } of plan.steps) {
    onStep({ doing: 'explain', view: view.name });
    await attempt(() => target.run(explain), view.name, ViewRefused);
  }
  await attempt(() => target.run(registry), REGISTRY_VIEW, ApplyBroken);
  for (const step of plan.steps) {
    onStep({ doing: 'create', view: step.view.name });
    record.set(step.view.name, await made(target, step));
  }
  await attempt(() => target.run(writeRegistry(record)), REGISTRY_VIEW, ApplyBroken);
  return { made: plan.steps.map(({ view }) => view.name) };
}

const made = (target: ViewTarget, { view, create }: Step): Promise<Recorded> =>
  attempt(
    async () => {
      await target.run(create);
      return { textSha256: view.textSha256, storedSha256: await storedHash(target, view.name) };
    },
    view.name,
    ApplyBroken,
  );

async function attempt<T>(
  work: () => Promise<T>,
  view: string,
  Failure: new (view: string, details: ErrorDetails) => Error,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new Failure(view, { cause: error, ...hintOf(error) });
  }
}

/** The engine's own words: about a view's text they hold no value of any row. */
function hintOf(error: unknown): { hint?: string } {
  if (!(error instanceof Error)) return {};
  const text = error.cause instanceof Error ? error.cause.message : error.message;
  return text === '' ? {} : { hint: text.slice(0, 500) };
}
