import { join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { rawCallFolder, type TenantId } from '../../pipeline/contract/index.ts';
import {
  callIdOrName,
  conclusionOf,
  daysOf,
  LATE_RULE,
  type ListedDays,
  type Listing,
  ListingBuilder,
  type ListingNote,
  newsOf,
  overfull,
  type RawIndex,
  RawIndexer,
  withNoted,
} from '../plan/index.ts';
import type { Manifest } from '../publish/index.ts';
import { prepareZone, SHAPE_VERSION } from '../shape/index.ts';
import { withoutErased } from './erased.ts';
import type { Night } from './night.ts';
import type { NightPorts, NightTenant } from './ports.ts';

/** A tenant's raw documents by their names, as far as a night has to do with them. */
export interface ListedDocuments {
  readonly index: RawIndex;
  /** Periods that stand as they are, whose documents are not in the index. */
  readonly settled: readonly string[];
  /** Whether an object lies where all is as the night before left it, so that the index knows nothing of it. */
  readonly isSettled: (key: string) => boolean;
  /** What the next night can tell news by; null when it is to index everything. */
  readonly days: ListedDays | null;
}

/** What listing needs of a night; without a session it cannot ask the tables. */
type Listed = Pick<Night, 'ports' | 'options' | 'now'> & Partial<Pick<Night, 'session'>>;

/** Documents that are new beside all that the night before left as it was, and what the next night can tell news by. */
interface News {
  readonly index: RawIndex;
  readonly days: ListedDays;
}

/** Lists a tenant's raw documents; of what is as the night before left it, nothing but that is found out. */
export async function listedDocuments(
  night: Listed,
  tenant: NightTenant,
  manifest: Manifest,
): Promise<ListedDocuments> {
  const { tenant_id } = tenant;
  const stamps = stampsOf(manifest);
  const unlisted = await newsBeside(night, tenant, manifest, stamps);
  const listing = unlisted ? new Map() : await listingOf(night.ports, tenant_id, stamps);
  const days = unlisted ? unlisted.days : daysOf(tenant_id, listing, manifest.listing);
  const news = unlisted?.index ?? (days && newsSince(night, tenant, manifest, days));
  const { index, putBack } = withoutErased(night, tenant_id, news ?? indexOf(tenant_id, listing));
  return {
    index,
    settled: news ? Object.keys(manifest.periods) : [],
    isSettled: news ? inDaysOf(manifest) : () => false,
    days: putBack === 0 ? days : null,
  };
}

/** Stamps that the night before noted, by folder. */
function stampsOf({ tenant_id, listing }: Manifest): ReadonlyMap<string, string> {
  const stamps = Object.entries(listing?.stamps ?? {});
  return new Map(stamps.map(([dt, stamp]) => [rawCallFolder(tenant_id, dt), stamp]));
}

/** The news, when the store can tell without listing that nothing else has changed, and the tables that no call has moved. */
async function newsBeside(
  night: Listed,
  tenant: NightTenant,
  manifest: Manifest,
  stamps: ReadonlyMap<string, string>,
): Promise<News | null> {
  const { listing: note } = manifest;
  const { tenant_id } = tenant;
  if (note === undefined || stamps.size < Object.keys(note.days).length) return null;
  const folders = await night.ports.raw.beside?.(tenant_id, stamps);
  if (!folders) return null;
  const builder = new ListingBuilder();
  for (const folder of folders) builder.add(folder);
  const others = daysOf(tenant_id, builder.finish());
  const days = others && withNoted(note, others);
  const index = days && newsSince(night, tenant, manifest, days);
  if (!index) return null;
  const asked = mayHave(night, manifest, index);
  if (index.calls.size > 0) {
    // The question is on its way, and what is done here costs no time.
    await setImmediate();
    prepareZone(tenant.time_zone);
  }
  return (await asked) ? null : { index, days };
}

/**
 * Whether there may be documents of these calls where all is settled. Each call there has landed from one of its documents, or
 * all of them are known to be damaged.
 */
async function mayHave(
  { ports, session }: Listed,
  manifest: Manifest,
  { calls }: RawIndex,
): Promise<boolean> {
  if (calls.size === 0) return false;
  const nameOf = (key: string): string => key.slice(key.lastIndexOf('/') + 1);
  if (manifest.damaged.some(({ key }) => calls.has(callIdOrName(nameOf(key))))) return true;
  const { root } = ports.curated;
  const { periods, late } = manifest;
  const files = [...Object.values(periods), ...(late ? [late] : [])].flatMap(({ files: { calls: file } }) =>
    file ? [join(root, file.path)] : [],
  );
  if (files.length === 0) return false;
  // A file that cannot be read, and a night that is only planned, can tell nothing.
  return session?.holdAny(files, [...calls.keys()]).catch(() => true) ?? true;
}

async function listingOf(
  { raw }: Pick<NightPorts, 'raw'>,
  tenantId: TenantId,
  stamps: ReadonlyMap<string, string>,
): Promise<Listing> {
  const builder = new ListingBuilder();
  for await (const folder of raw.list(tenantId, stamps)) builder.add(folder);
  return builder.finish();
}

function indexOf(tenantId: TenantId, listing: Listing): RawIndex {
  const indexer = new RawIndexer(tenantId);
  for (const [folder, { names }] of listing) indexer.add({ folder, names });
  return indexer.finish();
}

function newsSince(
  { ports, options, now }: Pick<Night, 'ports' | 'options' | 'now'>,
  { tenant_id: tenantId, time_zone }: NightTenant,
  manifest: Manifest,
  listed: ListedDays,
): RawIndex | null {
  const { listing: note, periods, damaged } = manifest;
  if (note === undefined || options.since !== undefined) return null;
  if (overfull(manifest.late?.periods ?? {}, options.late ?? LATE_RULE).size > 0) return null;
  const sameRules =
    damaged.every(({ shape_version }) => shape_version === SHAPE_VERSION) &&
    Object.values(periods).every(
      ({ recipe }) => recipe?.shape_version === SHAPE_VERSION && recipe.time_zone === time_zone,
    );
  if (!sameRules) return null;
  const erased = ports.erased?.count(tenantId) ?? 0;
  return newsOf({ tenantId, listed, note, standing: { periods, damaged, erased }, now });
}

function inDaysOf({ tenant_id, listing }: Manifest): (key: string) => boolean {
  const folders = new Set(Object.keys(listing?.days ?? {}).map((dt) => rawCallFolder(tenant_id, dt)));
  return (key) => folders.has(key.slice(0, Math.max(0, key.lastIndexOf('/'))));
}

/** What a night notes of its listing once everything in it is settled. */
export function noteOf(
  { ports, listed }: { readonly ports: Night['ports']; readonly listed: ListedDocuments },
  { tenant_id, periods, damaged }: Pick<Manifest, 'tenant_id' | 'periods' | 'damaged'>,
): ListingNote | undefined {
  const known = new Set(damaged.map(({ key }) => key));
  if (listed.days === null || listed.index.refused.some(({ key }) => !known.has(key))) return undefined;
  const erased = ports.erased?.count(tenant_id) ?? 0;
  const { digests, stamps } = listed.days;
  return { conclusion: conclusionOf({ periods, damaged, erased }), days: digests, stamps };
}
