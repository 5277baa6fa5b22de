import type { TenantId } from '../../pipeline/contract/index.ts';
import { LATE, LATE_RULE, overfull, type PeriodPlan, planNight } from '../plan/index.ts';
import { type Manifest, readManifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import { AGGREGATE_TABLE_NAMES } from '../tables/index.ts';
import type { NightFailure } from './account.ts';
import { type Causes, type CausesInput, causesOf, keptDocuments, NO_CAUSES } from './causes.ts';
import { rememberedDamage } from './damage.ts';
import { failureOf } from './errors.ts';
import { type PlannedLate, plannedLate } from './late/index.ts';
import { listedDocuments } from './listed.ts';
import type { NightOptions, NightPorts, NightTenant } from './ports.ts';
import { refuseNoDay } from './since.ts';

/** A period that the night would write, or the tenant's late files (`late`). */
export interface PlannedPeriod {
  readonly period: string;
  readonly reason: PeriodPlan['reason'];
  readonly causes: Causes;
  /** Documents to read. */
  readonly read: number;
  /** Documents that stand in it too and whose rows are taken from the files that are there. */
  readonly kept: number;
  readonly superseded: number;
  /** Documents known to be damaged, which are left alone. */
  readonly damaged: number;
  /** Documents that would lie in the late files, where they are counted: the period keeps its files but those of its sums. */
  readonly apart: number;
  /** Files of the period that the night's would replace. */
  readonly replaces: number;
}

/** What tonight would do for one tenant. */
export interface PlannedNight {
  readonly tenant_id: TenantId;
  /** Version of what readers see now. */
  readonly version: number;
  /** By period. */
  readonly writes: readonly PlannedPeriod[];
  /** Periods that would go: their documents are gone, or their month takes their place. */
  readonly retires: readonly { readonly period: string; readonly files: number }[];
  /** Periods that would stay as they are, unread. */
  readonly unchanged: readonly string[];
  /** Objects among the raw documents whose names are no keys and that no night has counted. */
  readonly foreign: number;
  /** Files that ingest quarantined and no night has counted. */
  readonly refused: number;
}

/**
 * Says what a night would do now, from names alone: nothing is read of the documents, nothing is written, no lease is
 * taken. Damage that only reading finds is not in it.
 * @throws {SinceRefused} when `since` is no day
 */
export async function plannedNights(
  ports: NightPorts,
  options: NightOptions,
): Promise<{ tenants: PlannedNight[]; errors: NightFailure[] }> {
  refuseNoDay(options.since);
  const tenants: PlannedNight[] = [];
  const errors: NightFailure[] = [];
  const now = options.now();
  for (const tenant of options.tenants) {
    try {
      tenants.push(await plannedNight(ports, options, tenant, now));
    } catch (error) {
      errors.push(failureOf(tenant.tenant_id, null, error));
    }
  }
  return { tenants, errors };
}

async function plannedNight(
  ports: NightPorts,
  options: NightOptions,
  tenant: NightTenant,
  now: Date,
): Promise<PlannedNight> {
  const { tenant_id, time_zone: timeZone } = tenant;
  const { since } = options;
  const manifest = await readManifest(ports.curated, tenant_id);
  const { index, settled } = await listedDocuments({ ports, options, now }, tenant, manifest);
  const damaged = new Set(rememberedDamage(manifest, now, since).map(({ key }) => key));
  const recipe = { shapeVersion: SHAPE_VERSION, timeZone };
  const rule = options.late ?? LATE_RULE;
  const gather = overfull(manifest.late?.periods ?? {}, rule);
  const plan = planNight({ index, settled, current: manifest.periods, damaged, recipe, now, since, gather });
  const late = plannedLate({ plan, manifest, recipe, rule });
  const counted = new Set(manifest.counted);
  const pending = await ports.quarantine.pending(tenant_id);
  return {
    tenant_id,
    version: manifest.version,
    writes: [
      ...plan.writes.map((write) =>
        plannedPeriod({ plan: write, index, manifest, timeZone, now }, late?.apart.get(write.period)),
      ),
      ...(late && late.read + late.kept > 0 ? [lateFiles(manifest, late)] : []),
    ],
    retires: [
      ...plan.retires.map((period) => ({ period, files: filesOf(manifest, period) })),
      ...(late && late.read + late.kept === 0 ? [{ period: LATE, files: filesOf(manifest, LATE) }] : []),
    ],
    unchanged: plan.unchanged,
    foreign: index.refused.filter(({ key }) => !damaged.has(key)).length,
    refused: pending.filter(({ quarantine_id }) => !counted.has(quarantine_id)).length,
  };
}

function plannedPeriod(input: CausesInput, apart: number | undefined): PlannedPeriod {
  const { plan, manifest } = input;
  const shared = { period: plan.period, reason: plan.reason, causes: causesOf(input) };
  if (apart !== undefined)
    return { ...shared, ...NO_DOCUMENTS, apart, replaces: sumsOf(manifest, plan.period) };
  const kept = keptDocuments(input);
  return {
    ...shared,
    apart: 0,
    read: plan.reads.length - kept,
    kept,
    superseded: plan.superseded.length,
    damaged: plan.damaged.length,
    replaces: filesOf(manifest, plan.period),
  };
}

const NO_DOCUMENTS = { read: 0, kept: 0, superseded: 0, damaged: 0 };

const lateFiles = (manifest: Manifest, { read, kept }: PlannedLate): PlannedPeriod => ({
  period: LATE,
  reason: manifest.late === undefined ? 'new' : 'changed',
  causes: NO_CAUSES,
  ...NO_DOCUMENTS,
  read,
  kept,
  apart: 0,
  replaces: filesOf(manifest, LATE),
});

const filesOf = ({ periods, late }: Manifest, period: string): number =>
  Object.keys((period === LATE ? late : periods[period])?.files ?? {}).length;

const sumsOf = ({ periods }: Manifest, period: string): number =>
  AGGREGATE_TABLE_NAMES.filter((table) => periods[period]?.files[table] !== undefined).length;
