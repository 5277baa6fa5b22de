import { join } from 'node:path';
import { overlaps, type PeriodPlan, type RawDocument } from '../plan/index.ts';
import type { ManifestPeriod } from '../publish/index.ts';
import { FACT_TABLE_NAMES, type FactTableName } from '../tables/index.ts';
import type { TenantNight } from './night.ts';
import type { CallRevision, KeptFiles } from './ports.ts';

/** What of a period stands in files already. */
export interface Kept {
  /** Null when everything has to be read. */
  readonly files: KeptFiles | null;
  readonly documents: readonly RawDocument[];
  readonly toRead: readonly RawDocument[];
}

/** Everything has to be read. */
export const nothingKept = ({ reads }: PeriodPlan): Kept => ({ files: null, documents: [], toRead: reads });

/** Periods whose files were made by the recipe of tonight from days of this one. */
function reusable({ manifest, recipe }: TenantNight, { period, reason }: PeriodPlan): ManifestPeriod[] {
  if (reason === 'forced') return [];
  return Object.entries(manifest.periods).flatMap(([old, content]) =>
    overlaps(old, period) &&
    content.recipe?.shape_version === recipe.shapeVersion &&
    content.recipe.time_zone === recipe.timeZone
      ? [content]
      : [],
  );
}

/**
 * Finds the documents of a period whose rows the visible files hold already: of a day that a late call hit, or of a month
 * that has closed. Those rows are taken over as they are, so a night costs what is new.
 */
export async function keptOf(night: TenantNight, plan: PeriodPlan): Promise<Kept> {
  const old = reusable(night, plan);
  const { root } = night.ports.curated;
  const filesOf = (table: FactTableName): string[] =>
    old.flatMap(({ files }) => (files[table] ? [join(root, files[table].path)] : []));
  const revisions = new Map(
    (await revisionsOf(night, filesOf('calls'))).map(({ call_id, revision }) => [call_id, revision]),
  );
  const documents = plan.reads.filter(({ callId, revision }) => revisions.get(callId) === revision);
  if (documents.length === 0) return nothingKept(plan);
  for (const { callId } of documents) revisions.delete(callId);
  const kept = new Set(documents);
  return {
    files: {
      files: Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, filesOf(table)])),
      exceptCalls: [...revisions.keys()],
    },
    documents,
    toRead: plan.reads.filter((document) => !kept.has(document)),
  };
}

/** Files that cannot be read hold nothing: their documents are read again. */
async function revisionsOf(
  { session }: TenantNight,
  files: readonly string[],
): Promise<readonly CallRevision[]> {
  if (files.length === 0) return [];
  try {
    return await session.revisions(files);
  } catch {
    return [];
  }
}
