import { periodOf } from '../plan/index.ts';
import { type DamagedDocument, filesOfManifest, GRACE_MS, type Manifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import type { NightFailure } from './account.ts';
import { noteOf } from './listed.ts';
import type { TenantNight } from './night.ts';
import type { Outcome } from './settle.ts';

/** Files of earlier versions that a reader may still hold, with those that this publication replaces. */
function retiredFiles(
  { manifest, now }: TenantNight,
  next: Pick<Manifest, 'periods' | 'late'>,
  at: Date,
): Manifest['retired'] {
  const fresh = manifest.retired.filter(
    ({ retired_at }) => now.getTime() - Date.parse(retired_at) < GRACE_MS,
  );
  const named = new Set(filesOfManifest(next).map(({ path }) => path));
  const replaced = filesOfManifest(manifest).filter(({ path }) => !named.has(path));
  return [...fresh, ...replaced.map(({ path }) => ({ path, retired_at: at.toISOString() }))];
}

/** What stays known as damaged: of a period that keeps its old data, what was known when that was written. */
function damagedNow(
  { index, listed, damage, manifest, now }: TenantNight,
  { held }: Outcome,
): DamagedDocument[] {
  if (damage.entries.length === 0 && manifest.damaged.length === 0) return [];
  const days = new Map([...index.calls.values()].flat().map(({ key, dt }) => [key, dt]));
  const refused = new Set(index.refused.map(({ key }) => key));
  const isHeld = ({ key }: DamagedDocument): boolean => {
    const dt = days.get(key);
    return dt !== undefined && held.has(periodOf(dt, now));
  };
  const isListed = ({ key }: DamagedDocument): boolean =>
    days.has(key) || refused.has(key) || listed.isSettled(key);
  const entries = [...damage.entries.filter((entry) => !isHeld(entry)), ...manifest.damaged.filter(isHeld)];
  return entries.filter(isListed).sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** What a publication carries besides the tables. */
export interface Publication {
  /** Ids of what ingest quarantined and this night counts. */
  readonly counted: readonly string[];
  /** What keeps its old data, or could not be read. */
  readonly failures: readonly NightFailure[];
  /** When it is published: the grace of what it replaces begins then. */
  readonly at: Date;
}

/** The manifest that follows, or null when nothing has changed: a night without news leaves it as it is. */
export function nextManifest(
  night: TenantNight,
  outcome: Outcome,
  { counted, failures, at }: Publication,
): Manifest | null {
  const { manifest, runId, recipe } = night;
  const { published, retired } = outcome;
  const damaged = damagedNow(night, outcome);
  const sameDamage = JSON.stringify(damaged) === JSON.stringify(manifest.damaged);
  if (published.size + retired.length + counted.length === 0 && sameDamage) return null;
  const gone = new Set(retired);
  const kept = Object.entries(manifest.periods).filter(([period]) => !gone.has(period));
  const periods = Object.fromEntries([...kept, ...published].sort(([a], [b]) => (a < b ? -1 : 1)));
  const { listing: _, failed: __, late: lateBefore, ...before } = manifest;
  const late = outcome.late === undefined ? lateBefore : (outcome.late ?? undefined);
  const listing = outcome.errors.length === 0 ? noteOf(night, { ...manifest, periods, damaged }) : undefined;
  return {
    ...before,
    manifest_version: late === undefined ? 1 : 2,
    ...(listing && { listing }),
    ...(late && { late }),
    version: manifest.version + 1,
    run_id: runId,
    published_at: at.toISOString(),
    shape_version: SHAPE_VERSION,
    time_zone: recipe.timeZone,
    periods,
    damaged,
    counted: [...counted],
    ...(failures.length > 0 && { failed: failures.map(({ period, code }) => ({ period, code })) }),
    retired: retiredFiles(night, { periods, ...(late && { late }) }, at),
  };
}
