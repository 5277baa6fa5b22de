import { rawCallFolder, type TenantId } from '../../pipeline/contract/index.ts';
import {
  conclusionOf,
  daysOf,
  type ListedDays,
  type Listing,
  ListingBuilder,
  type ListingNote,
  newsOf,
  type RawIndex,
  RawIndexer,
} from '../plan/index.ts';
import type { Manifest } from '../publish/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import { withoutErased } from './erased.ts';
import type { Night } from './night.ts';
import type { NightTenant } from './ports.ts';

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

/** Lists a tenant's raw documents; of what is as the night before left it, nothing but that is found out. */
export async function listedDocuments(
  night: Pick<Night, 'ports' | 'options' | 'now'>,
  tenant: NightTenant,
  manifest: Manifest,
): Promise<ListedDocuments> {
  const { tenant_id } = tenant;
  const builder = new ListingBuilder();
  for await (const folder of night.ports.raw.list(tenant_id)) builder.add(folder);
  const listing = builder.finish();
  const days = daysOf(tenant_id, listing);
  const news = days && newsSince(night, tenant, manifest, days);
  const found = news ?? indexOf(tenant_id, listing);
  const { index, putBack } = withoutErased(night, tenant_id, found);
  return {
    index,
    settled: news ? Object.keys(manifest.periods) : [],
    isSettled: news ? inDaysOf(manifest) : () => false,
    days: putBack === 0 ? days : null,
  };
}

function indexOf(tenantId: TenantId, listing: Listing): RawIndex {
  const indexer = new RawIndexer(tenantId);
  for (const [folder, names] of listing) indexer.add({ folder, names });
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
  return { conclusion: conclusionOf({ periods, damaged, erased }), days: listed.days.digests };
}
