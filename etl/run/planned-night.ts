import type { TenantId } from '../../pipeline/contract/index.ts';
import { planNight } from '../plan/index.ts';
import { type Manifest, readManifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import type { NightFailure } from './account.ts';
import { type Causes, type CausesInput, causesOf, keptDocuments } from './causes.ts';
import { rememberedDamage } from './damage.ts';
import { failureOf } from './errors.ts';
import { listedDocuments } from './listed.ts';
import type { NightOptions, NightPorts, NightTenant } from './ports.ts';
import { refuseNoDay } from './since.ts';

/** A period that the night would write. */
export interface PlannedPeriod {
  readonly period: string;
  readonly reason: 'new' | 'changed' | 'forced';
  readonly causes: Causes;
  /** Documents to read. */
  readonly read: number;
  /** Documents that stand in it too and whose rows are taken from the files that are there. */
  readonly kept: number;
  readonly superseded: number;
  /** Documents known to be damaged, which are left alone. */
  readonly damaged: number;
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
  const plan = planNight({ index, settled, current: manifest.periods, damaged, recipe, now, since });
  const counted = new Set(manifest.counted);
  const pending = await ports.quarantine.pending(tenant_id);
  return {
    tenant_id,
    version: manifest.version,
    writes: plan.writes.map((write) => plannedPeriod({ plan: write, index, manifest, timeZone, now })),
    retires: plan.retires.map((period) => ({ period, files: filesOf(manifest, period) })),
    unchanged: plan.unchanged,
    foreign: index.refused.filter(({ key }) => !damaged.has(key)).length,
    refused: pending.filter(({ quarantine_id }) => !counted.has(quarantine_id)).length,
  };
}

function plannedPeriod(input: CausesInput): PlannedPeriod {
  const { plan, manifest } = input;
  const kept = keptDocuments(input);
  return {
    period: plan.period,
    reason: plan.reason,
    causes: causesOf(input),
    read: plan.reads.length - kept,
    kept,
    superseded: plan.superseded.length,
    damaged: plan.damaged.length,
    replaces: filesOf(manifest, plan.period),
  };
}

const filesOf = ({ periods }: Manifest, period: string): number =>
  Object.keys(periods[period]?.files ?? {}).length;
