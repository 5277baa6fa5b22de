import { dirname, join } from 'node:path';
import { fingerprintOf, isMonth, LATE, type PeriodContent, type PeriodPlan } from '../plan/index.ts';
import {
  curatedFile,
  type ManifestFile,
  type ManifestPeriod,
  makeFolder,
  sealFile,
} from '../publish/index.ts';
import type { DayRange } from '../shape/index.ts';
import { FACT_TABLE_NAMES, PERIOD_TABLE_NAMES, type PeriodTableName } from '../tables/index.ts';
import { AccountGap } from './errors.ts';
import { keptOf, nothingKept } from './kept.ts';
import { landDocuments, type PeriodTask } from './land-documents.ts';
import type { TenantNight } from './night.ts';
import type { PeriodKind, PeriodWriter, RowsByDay, WrittenPeriod } from './ports.ts';
import { placesOf } from './stages.ts';
import { addsUp, Tally } from './tally.ts';

/** Documents that the plan says are dealt with tonight, by day: those known to be damaged count on the night that found them. */
export function plannedTally({ damage }: TenantNight, plan: PeriodPlan): Tally {
  const tally = new Tally();
  const fresh = plan.damaged.filter(({ key }) => damage.found.has(key));
  for (const { dt } of [...plan.reads, ...plan.superseded, ...fresh]) tally.count(dt, 'documents_in');
  return tally;
}

/**
 * Begins to read a period's documents, before the engine is free for it.
 * @param how the tally of {@link plannedTally}, and whether rows of the visible files may be taken over
 */
export async function beginPeriod(
  night: TenantNight,
  plan: PeriodPlan,
  { tally, reuse }: { readonly tally: Tally; readonly reuse: boolean },
): Promise<PeriodTask> {
  const kept = reuse ? await keptOf(night, plan) : nothingKept(plan);
  return { night, plan, tally, kept, first: night.joiner.join(kept.toRead) };
}

const total = (days: RowsByDay): number => Object.values(days).reduce((sum, rows) => sum + rows, 0);

/** Compares what the files hold with what the documents should give, day by day, and counts it. */
function countRows({ tally, plan }: PeriodTask, { made, tables }: WrittenPeriod): void {
  for (const table of FACT_TABLE_NAMES) {
    const days = tables[table]?.days ?? {};
    for (const dt of new Set([...Object.keys(made[table]), ...Object.keys(days)])) {
      const [wanted = 0, found = 0] = [made[table][dt], days[dt]];
      if (wanted !== found)
        throw new AccountGap(`run: ${wanted} rows of ${table} were made, ${found} are in the file`, {
          where: `period=${plan.period} dt=${dt}`,
        });
      tally.countRows(dt, table, found);
    }
  }
}

function checkAccount({ plan, tally }: PeriodTask): void {
  const gap = tally.days().find((day) => !addsUp(day) || day.landed !== day.rows.calls);
  if (gap)
    throw new AccountGap(
      `run: ${gap.documents_in} documents in, ${gap.landed} landed, ${gap.superseded} superseded, ${gap.quarantined} quarantined, ${gap.rows.calls} calls`,
      { where: `period=${plan.period} dt=${gap.dt}` },
    );
}

/** Days of all documents that may land, those that stand in for damaged ones included. */
function daysOf({ plan }: PeriodTask): DayRange | undefined {
  const days = [...plan.reads, ...plan.superseded].map(({ dt }) => dt).sort();
  const [first, last] = [days[0], days.at(-1)];
  return first === undefined || last === undefined ? undefined : { first, last };
}

const kindOf = (period: string): PeriodKind => (period === LATE ? LATE : isMonth(period) ? 'month' : 'day');

/** Names of the new files of a period, relative to the lake's root. */
type PathOf = (table: PeriodTableName) => string;

async function makeFolders({ night }: PeriodTask, pathOf: PathOf): Promise<void> {
  const { root } = night.ports.curated;
  await Promise.all(PERIOD_TABLE_NAMES.map((table) => makeFolder(dirname(join(root, pathOf(table))))));
}

/** Where files go, and what to wait for and to tell. */
interface Into {
  readonly pathOf: PathOf;
  /** Resolves when the files can be written. */
  readonly folders: Promise<void>;
  readonly onFactsWritten: () => void;
}

async function writeTables(
  { night }: PeriodTask,
  writer: PeriodWriter,
  { pathOf, folders, onFactsWritten }: Into,
): Promise<WrittenPeriod> {
  await folders;
  const { root } = night.ports.curated;
  return writer.write((table) => join(root, pathOf(table)), onFactsWritten);
}

/** Forces the files to disk, with their names. */
async function sealFiles(
  { night }: PeriodTask,
  { tables }: WrittenPeriod,
  pathOf: PathOf,
): Promise<ManifestPeriod['files']> {
  const { root } = night.ports.curated;
  const sealed = await Promise.all(
    PERIOD_TABLE_NAMES.map(async (table): Promise<[PeriodTableName, ManifestFile][]> => {
      const found = tables[table];
      if (!found || total(found.days) === 0) return [];
      const path = pathOf(table);
      return [[table, { path, rows: found.rows, ...(await sealFile(join(root, path))) }]];
    }),
  );
  return Object.fromEntries(sealed.flat());
}

/**
 * Makes the files of one period, which stay invisible until a manifest names them. Periods pass through the same stages
 * one behind the other: while the files of one are forced to disk, the engine writes the next and reads the one after.
 * @param task its tally was begun by {@link plannedTally} and holds what was counted also when this throws
 * @param snapshot name of a folder that no earlier attempt has used
 * @param onLanded told when the engine holds the documents, or will not have them
 * @throws {AccountGap} when documents or rows do not add up
 */
export async function makePeriod(
  task: PeriodTask,
  snapshot: string,
  onLanded: () => void,
): Promise<ManifestPeriod> {
  const { stages, tenant } = task.night;
  const { period, reads } = task.plan;
  const places = placesOf(reads.length);
  const pathOf: PathOf = (table) => curatedFile({ table, tenantId: tenant.tenant_id, period, snapshot });
  const make = async (onFactsWritten: () => void): Promise<[PeriodContent, WrittenPeriod]> => {
    const kind = kindOf(period);
    const writer = await task.night.session.begin(tenant.time_zone, daysOf(task), kind);
    try {
      const folders = makeFolders(task, pathOf);
      // Whoever writes hears of its failure; nobody does when the documents do not land.
      folders.catch(() => undefined);
      const landing = stages.landing.run(() => landDocuments(task, writer), places.work);
      const content = await landing.finally(onLanded);
      const write = () => writeTables(task, writer, { pathOf, folders, onFactsWritten });
      return [content, await stages.writing.run(write, places.work)];
    } finally {
      await writer.close();
    }
  };
  const [content, written] = await stages.engine.runUntil(make, places.engine);
  const files = await stages.sealing.run(() => sealFiles(task, written, pathOf));
  countRows(task, written);
  checkAccount(task);
  return describe(task, content, files);
}

function describe(
  { night, tally }: PeriodTask,
  content: PeriodContent,
  files: ManifestPeriod['files'],
): ManifestPeriod {
  const { recipe, runId } = night;
  return {
    fingerprint: fingerprintOf(content, recipe),
    recipe: { shape_version: recipe.shapeVersion, time_zone: recipe.timeZone },
    run_id: runId,
    files,
    days: [...tally.days()],
  };
}
