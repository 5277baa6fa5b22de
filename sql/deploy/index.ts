/** Puts the published views on an engine that stores views, Athena or a Trino: a plan from what is wanted and what is there, then its steps. */
export { type Applied, type ApplyOptions, applyViews } from './apply.ts';
export { readDeployed, type ViewTarget } from './deployed.ts';
export * from './errors.ts';
export {
  type Action,
  type Deployed,
  type PlannedView,
  planViews,
  type StoredView,
  type ViewPlan,
} from './plan.ts';
export { REGISTRY_VIEW } from './registry.ts';
export { type WantedView, wantedViews } from './wanted.ts';
