import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { parseTenantId, rawCallPrefix, SEAL_RULES, type TenantId } from '../pipeline/contract/index.ts';

/** How the documents lie: one file a call, or one file of lines a tenant and day, plain or compressed. */
export const INPUTS = ['files', 'ndjson', 'ndjson.gz'] as const;
export type Input = (typeof INPUTS)[number];

/** Tenants of the full measurement. */
export const TENANTS = 10;
/** UTC days of the calls; the night is run on the one after. */
export const DAYS = ['2026-10-01', '2026-10-02', '2026-10-03', '2026-10-04'] as const;
export const NEW_DAY = '2026-10-05';
/** From when on late documents of the full night's days are processed. */
const LATE_FROM = '2026-10-05T12:00:00Z';
/** One zone for all tenants, and not UTC, so that every side has to work local days out. */
export const TIME_ZONE = 'Europe/Berlin';

/** The documents of one tenant and day. */
export interface TenantDay {
  readonly tenantId: TenantId;
  readonly dt: string;
  /** Positions of the documents within the day: from, and up to but without. */
  readonly from: number;
  readonly to: number;
}

/** A folder of documents in every layout: `<folder>/<input>/raw/calls/tenant_id=T/dt=D/…`. */
export interface Corpus {
  readonly folder: string;
  readonly docs: number;
  readonly tenantDays: readonly TenantDay[];
}

/** What a worker is asked to write. */
export interface WriteOrder {
  readonly folder: string;
  readonly inputs: readonly Input[];
  readonly tenantDays: readonly TenantDay[];
}

const tenantIds = (tenants: number): TenantId[] =>
  Array.from({ length: tenants }, (_, index) =>
    parseTenantId(`tenant-${String(index + 1).padStart(3, '0')}`),
  );

/** Spreads documents evenly over tenant-days; each gets a day's positions from `from` on. */
function spread(docs: number, places: readonly Pick<TenantDay, 'tenantId' | 'dt'>[], from = 0): TenantDay[] {
  const share = (n: number) => Math.floor((docs * n) / places.length);
  return places
    .map((place, index) => ({ ...place, from, to: from + share(index + 1) - share(index) }))
    .filter(({ to }) => to > from);
}

const everyTenantDay = (tenants: number) =>
  DAYS.flatMap((dt) => tenantIds(tenants).map((tenantId) => ({ tenantId, dt })));

/** The documents of a full night, over all tenant-days. */
export const fullNight = (docs: number, tenants = TENANTS): TenantDay[] =>
  spread(docs, everyTenantDay(tenants));

/** Where the documents of a later night lie: on a new day of one tenant or of some, or among those of all earlier tenant-days. */
export const LATER_NIGHTS = ['one-day', 'new-day', 'every-day'] as const;
export type LaterNight = (typeof LATER_NIGHTS)[number];
const TENANTS_WITH_NEWS = { 'one-day': 1, 'new-day': 4 } as const;

/** Documents say that they were processed so many milliseconds after their day as their position says: these were after the full night. */
function lateIn({ from, to, ...place }: TenantDay): TenantDay {
  const first = Date.parse(LATE_FROM) - Date.parse(`${place.dt}T24:00:00Z`);
  return { ...place, from: first + from, to: first + to };
}

/** Documents of a night that brings one in a hundred more. */
export function laterNight(docs: number, night: LaterNight, tenants = TENANTS): TenantDay[] {
  const news = Math.ceil(docs / 100);
  if (night === 'every-day') return spread(news, everyTenantDay(tenants)).map(lateIn);
  const some = tenantIds(Math.min(tenants, TENANTS_WITH_NEWS[night]));
  return spread(
    news,
    some.map((tenantId) => ({ tenantId, dt: NEW_DAY })),
  );
}

/** Ending of the file beside large files of documents that lists the keys of those. */
export const INDEX = '.keys';

/** Folder of a tenant-day's documents in one layout. */
export const folderOf = (
  folder: string,
  input: Input,
  { tenantId, dt }: Pick<TenantDay, 'tenantId' | 'dt'>,
): string => join(folder, input, rawCallPrefix(tenantId), `dt=${dt}`);

/** The files of a tenant-day in one layout, in the order of their names. */
export function filesOf(folder: string, input: Input, day: Pick<TenantDay, 'tenantId' | 'dt'>): string[] {
  const inside = folderOf(folder, input, day);
  return readdirSync(inside)
    .filter((name) => !name.endsWith(INDEX))
    .sort()
    .map((name) => join(inside, name));
}

/** Changes whenever the same place would give another document. */
function generation(): string {
  const sources = ['./documents.ts', './write-documents.ts'].map((name) =>
    readFileSync(new URL(name, import.meta.url)),
  );
  return createHash('sha256').update(Buffer.concat(sources)).update(SEAL_RULES).digest('hex').slice(0, 16);
}

const MARKER = 'complete.json';

async function writeInWorkers(order: WriteOrder): Promise<void> {
  const threads = Math.max(1, availableParallelism());
  const shares = Array.from({ length: threads }, (_, share) =>
    order.tenantDays.filter((_, index) => index % threads === share),
  );
  await Promise.all(
    shares.map(
      (tenantDays) =>
        new Promise<void>((resolve, reject) => {
          const workerData: WriteOrder = { ...order, tenantDays };
          new Worker(new URL('./write-documents.ts', import.meta.url), { workerData })
            .once('error', reject)
            .once('exit', (code) =>
              code === 0 ? resolve() : reject(new Error('bench: a writer of documents died')),
            );
        }),
    ),
  );
}

/**
 * The documents in a folder, made once: a marker is written last, so that a folder without one is made anew.
 * @param name name of the folder below `work`
 */
export async function corpusOf(
  work: string,
  name: string,
  tenantDays: readonly TenantDay[],
  inputs: readonly Input[] = INPUTS,
): Promise<Corpus> {
  const folder = join(work, `${name}-${generation()}`);
  const docs = tenantDays.reduce((sum, { from, to }) => sum + to - from, 0);
  const wanted = JSON.stringify({ docs, inputs, tenantDays });
  const marker = join(folder, MARKER);
  if (!existsSync(marker) || readFileSync(marker, 'utf8') !== wanted) {
    await rm(folder, { recursive: true, force: true });
    await mkdir(folder, { recursive: true });
    await writeInWorkers({ folder, inputs, tenantDays });
    await writeFile(marker, wanted);
  }
  return { folder, docs, tenantDays };
}

/** Mean size of a document in bytes, of the first tenant-day. */
export function documentBytes({ folder, tenantDays }: Corpus): number {
  const [day] = tenantDays;
  if (day === undefined) return 0;
  const files = filesOf(folder, 'files', day);
  return files.reduce((sum, file) => sum + statSync(file).size, 0) / files.length;
}
