import { join } from 'node:path';
import { LATE, overlaps, type PeriodPlan, type RawDocument, type Recipe } from '../plan/index.ts';
import type { Manifest, ManifestLate, ManifestPeriod } from '../publish/index.ts';
import { FACT_TABLE_NAMES, type FactTableName } from '../tables/index.ts';
import type { TenantNight } from './night.ts';
import type { KeptFiles } from './ports.ts';

/** What of a period stands in files already. */
export interface Kept {
  /** Null when everything has to be read. */
  readonly files: KeptFiles | null;
  readonly documents: readonly RawDocument[];
  readonly toRead: readonly RawDocument[];
}

/** Everything has to be read. */
export const nothingKept = ({ reads }: PeriodPlan): Kept => ({ files: null, documents: [], toRead: reads });

/** Whether files were made as they would be tonight. */
export const isMadeBy = (
  { recipe }: Pick<ManifestPeriod, 'recipe'>,
  { shapeVersion, timeZone }: Recipe,
): boolean => recipe?.shape_version === shapeVersion && recipe.time_zone === timeZone;

/** The files that may hold calls of a period: its own, those of the days that it takes the place of, and late ones. */
function sourcesOf(
  { periods, late }: Pick<Manifest, 'periods' | 'late'>,
  period: string,
): (ManifestPeriod | ManifestLate)[] {
  const own = Object.entries(periods).flatMap(([old, content]) => (overlaps(old, period) ? [content] : []));
  const isLate = period === LATE || Object.keys(late?.periods ?? {}).some((old) => overlaps(old, period));
  return late !== undefined && isLate ? [...own, late] : own;
}

/**
 * Finds the documents of a period whose rows the visible files hold already: of a day that a late call hit, or of a month
 * that has closed. Those rows are taken over as they are, so a night costs what is new.
 */
export async function keptOf(night: TenantNight, plan: PeriodPlan): Promise<Kept> {
  const { manifest, recipe, held } = night;
  const { root } = night.ports.curated;
  if (plan.reason === 'forced') return nothingKept(plan);
  const old = sourcesOf(manifest, plan.period).filter((content) => isMadeBy(content, recipe));
  const pathsOf = (table: FactTableName): string[] =>
    old.flatMap(({ files }) => (files[table] ? [files[table].path] : []));
  const revisions = new Map(await held.in(pathsOf('calls')));
  held.forget(pathsOf('calls'));
  const documents = plan.reads.filter(({ callId, revision }) => revisions.get(callId) === revision);
  if (documents.length === 0) return nothingKept(plan);
  for (const { callId } of documents) revisions.delete(callId);
  const kept = new Set(documents);
  return {
    files: {
      files: Object.fromEntries(
        FACT_TABLE_NAMES.map((table) => [table, pathsOf(table).map((path) => join(root, path))]),
      ),
      exceptCalls: [...revisions.keys()],
    },
    documents,
    toRead: plan.reads.filter((document) => !kept.has(document)),
  };
}
