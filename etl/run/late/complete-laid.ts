import { dirname, join } from 'node:path';
import { eachOf } from '../../lanes/index.ts';
import { daysOfPeriod, fingerprintOf, LATE } from '../../plan/index.ts';
import { curatedFile, type ManifestPeriod, makeFolder, sealFile } from '../../publish/index.ts';
import {
  AGGREGATE_TABLE_NAMES,
  type AggregateTableName,
  FACT_TABLE_NAMES,
  type PeriodTableName,
} from '../../tables/index.ts';
import type { TenantNight } from '../night.ts';
import type { Attempts } from '../settle.ts';
import type { LaidPeriod } from './lay-late.ts';

/** Periods whose sums are made at a time. */
const SUMS_UNDERWAY = 2;

/** Late files that were written; null when nothing is left to be in them. */
type Late = ManifestPeriod | null;

/**
 * Makes what is to become visible of the periods that keep their own files: the sums over those and the late ones. One of which
 * that fails, as all do when the late files could not be written, is left to the next plan, which has it written whole.
 * @param snapshot name of a folder that no earlier attempt has used
 */
export async function completeLaid(night: TenantNight, attempts: Attempts, snapshot: string): Promise<void> {
  const laid = [...(attempts.late?.laid.values() ?? [])].filter(
    ({ plan }) => !attempts.written.has(plan.period),
  );
  if (laid.length === 0) return;
  if (attempts.failed.delete(LATE)) {
    attempts.again = true;
    return;
  }
  const late = attempts.written.get(LATE) ?? null;
  await eachOf(laid, SUMS_UNDERWAY, async (one) => {
    try {
      attempts.written.set(one.plan.period, await completePeriod(night, one, late, snapshot));
    } catch {
      attempts.again = true;
    }
  });
}

async function completePeriod(
  night: TenantNight,
  { plan }: LaidPeriod,
  late: Late,
  snapshot: string,
): Promise<ManifestPeriod> {
  const { manifest, recipe, damage } = night;
  const visible = manifest.periods[plan.period];
  if (visible === undefined) throw new RangeError('run: a period without files of its own');
  const content = {
    reads: plan.reads.filter(({ key }) => !damage.keys.has(key)),
    superseded: plan.superseded,
    damaged: [...plan.damaged, ...plan.reads.filter(({ key }) => damage.keys.has(key))],
  };
  const files = await night.stages.writing.run(() =>
    writeSums(night, plan.period, { visible, late }, snapshot),
  );
  return { ...visible, fingerprint: fingerprintOf(content, recipe), files };
}

/** @returns the period's files, those of its sums made anew */
async function writeSums(
  { ports, tenant, manifest, session, stages }: TenantNight,
  period: string,
  { visible, late }: { readonly visible: ManifestPeriod; readonly late: Late },
  snapshot: string,
): Promise<ManifestPeriod['files']> {
  const before = manifest.late?.periods[period] === undefined ? null : manifest.late;
  const { root } = ports.curated;
  const pathsOf = (
    table: PeriodTableName,
    sources: readonly (Pick<ManifestPeriod, 'files'> | null | undefined)[],
  ): string[] =>
    sources.flatMap((source) => (source?.files[table] ? [join(root, source.files[table].path)] : []));
  const changed = pathsOf('calls', [before, late]);
  if (changed.length === 0) return visible.files;
  const pathOf = (table: AggregateTableName): string =>
    curatedFile({ table, tenantId: tenant.tenant_id, period, snapshot });
  const summed = {
    facts: Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, pathsOf(table, [visible, late])])),
    days: daysOfPeriod(period),
    sums: Object.fromEntries(
      AGGREGATE_TABLE_NAMES.flatMap((table) => pathsOf(table, [visible]).map((path) => [table, path])),
    ),
    changed,
  };
  for (const table of AGGREGATE_TABLE_NAMES) await makeFolder(dirname(join(root, pathOf(table))));
  const written = await session.writeSums(summed, (table) => join(root, pathOf(table)));
  const files = { ...visible.files };
  for (const table of AGGREGATE_TABLE_NAMES) {
    delete files[table];
    const { rows } = written[table] ?? { rows: 0 };
    if (rows === 0) continue;
    const path = pathOf(table);
    files[table] = { path, rows, ...(await stages.sealing.run(() => sealFile(join(root, path)))) };
  }
  return files;
}
