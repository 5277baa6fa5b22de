import { type DamageToForget, forgetDamage, type NightAccount, readManifest } from '../../etl/index.ts';
import {
  MAX_JSON_BYTES,
  type QuarantineRecord,
  type Tenant,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import { type Landed, landCall, type Overtaken } from '../../pipeline/land/index.ts';
import { NotFound } from './errors.ts';
import { isMissing } from './folder-store.ts';
import type { Home } from './home.ts';
import { landingPorts } from './ingest.ts';
import { night } from './night.ts';

/** What of the quarantine is tried again. */
export interface ReplayRequest {
  readonly tenants: readonly Tenant[];
  /** Code of the error that refused it; null: whatever it was. */
  readonly reason: string | null;
  /** Told after each file that was offered again. */
  readonly onFile: (done: number, of: number) => void;
}

/** What became of what lay in quarantine. */
export interface ReplaySummary {
  /** Files that ingest had refused and that were offered again; each is in exactly one of the next five counts. */
  readonly offered: number;
  readonly landed: number;
  /** Had landed since. */
  readonly duplicate: number;
  /** Of calls that were erased since: nothing of them is kept. */
  readonly erased: number;
  /** Refused again: they stay in quarantine and are not counted again. */
  readonly quarantined: number;
  /** Older than what landed of their calls since: they stay in quarantine. */
  readonly overtaken: number;
  /** Kept as they are: taken back on purpose, larger than what is read, the kept bytes are not the whole file, or an object whose name is no key. */
  readonly left: number;
  /** Objects whose names were no keys and that are not there any more: they have left the quarantine. */
  readonly gone: number;
  /** Raw documents that a night had found damaged and that the night tried again. */
  readonly retried: number;
  /** Of those, documents that are damaged still. */
  readonly damaged: number;
  /** Documents that had been found damaged and are in use now: they have left the quarantine. */
  readonly recovered: number;
  /** Those that were refused again or overtaken. */
  readonly refused: readonly {
    readonly tenant_id: TenantId;
    readonly path: string;
    readonly reason: string;
  }[];
  /** Of what landed. */
  readonly warnings: readonly {
    readonly tenant_id: TenantId;
    readonly path: string;
    readonly message: string;
  }[];
  /** The night that was run; null when there was nothing for it to do. */
  readonly night: NightAccount | null;
}

/**
 * Codes of what cannot be offered again from its kept bytes: of a file that could not be read they, or its sidecar, are not
 * all there was; a call that goes by another id would come back as a second one.
 */
const NOT_OFFERED: ReadonlySet<string> = new Set(['unreadable', 'renamed']);

/** Why it stays where it lies; who wants the older one all the same offers its file anew. */
const OVERTAKEN = 'replay: a newer one of its call has landed since';

/**
 * Tries again what lies in quarantine: files that ingest refused are landed from their kept bytes, under the path that they
 * came under, unless a newer one of their call has landed since; raw documents that a night found damaged are read again.
 * What can be used now leaves the quarantine, and the night of its tenants is run.
 * @throws {NotFound} when something lies there, and nothing of it for the reason that is named
 * @throws {NightRunning} when a night is under way on this lake
 */
export async function replayQuarantined(home: Home, request: ReplayRequest): Promise<ReplaySummary> {
  const entries = entriesOf(home, request);
  const damaged = entries.filter(({ record }) => record.stage === 'night');
  const forgotten =
    damaged.length === 0 ? [] : await forgetDamage({ root: home.root }, damageOf(damaged), () => new Date());
  const offered = await offerAgain(home, entries, request.onFile);
  const wanted = new Set([...offered.touched, ...damaged.map(({ record }) => record.tenant_id)]);
  const tenants = request.tenants.filter(({ tenant_id }) => wanted.has(tenant_id));
  const account = tenants.length === 0 ? null : await night(home, tenants);
  const released = account === null ? [] : await releaseRecovered(home, damaged, account);
  const nameless = damaged.filter(isNameless).length;
  const gone = released.filter(isNameless).length;
  const recovered = new Set(released.filter((entry) => !isNameless(entry)).map(({ record }) => record.path));
  const { touched: _, ...counts } = offered;
  return {
    ...counts,
    left: counts.left + nameless - gone,
    gone,
    retried: forgotten.length,
    damaged: forgotten.filter((key) => !recovered.has(key)).length,
    recovered: recovered.size,
    night: account,
  };
}

interface Entry {
  readonly tenant: Tenant;
  readonly record: QuarantineRecord;
}

/** Whether it is an object that no night can read since its name is no key. */
const isNameless = ({ record }: Entry): boolean => record.stage === 'night' && record.code === 'key_refused';

function entriesOf(home: Home, { tenants, reason }: ReplayRequest): Entry[] {
  const all = tenants.flatMap((tenant) =>
    home.quarantine.entries(tenant.tenant_id).map((record) => ({ tenant, record })),
  );
  if (reason === null || all.length === 0) return all;
  const meant = all.filter(({ record }) => record.code === reason);
  if (meant.length > 0) return meant;
  const codes = [...new Set(all.map(({ record }) => record.code))].sort();
  throw new NotFound(`replay: nothing lies in quarantine for the reason ${reason}`, {
    hint: `What lies there was refused for: ${codes.join(', ')}`,
  });
}

/** Whether it can be offered again. What is larger than anything that is read need not go into memory for that. */
const isOffered = ({ record }: Entry): boolean =>
  !NOT_OFFERED.has(record.code) && record.size_bytes <= MAX_JSON_BYTES;

/** Offers what ingest had refused; `touched` are the tenants that something landed of. */
async function offerAgain(home: Home, entries: readonly Entry[], onFile: ReplayRequest['onFile']) {
  const ofIngest = entries.filter(({ record }) => record.stage === 'ingest');
  const files = ofIngest.filter(isOffered);
  const counts = { landed: 0, duplicate: 0, erased: 0, quarantined: 0, overtaken: 0 };
  const refused: ReplaySummary['refused'][number][] = [];
  const warnings: ReplaySummary['warnings'][number][] = [];
  const touched = new Set<TenantId>();
  for (const [position, entry] of files.entries()) {
    const outcome = await landAgain(home, entry);
    const { tenant_id, path } = entry.record;
    counts[outcome.status] += 1;
    if (outcome.status === 'landed') {
      touched.add(tenant_id);
      warnings.push(...outcome.warnings.map((message) => ({ tenant_id, path, message })));
    }
    if (outcome.status === 'quarantined') refused.push({ tenant_id, path, reason: outcome.reason });
    else if (outcome.status === 'overtaken') refused.push({ tenant_id, path, reason: OVERTAKEN });
    else await home.quarantine.release(entry.record);
    onFile(position + 1, files.length);
  }
  return {
    offered: files.length,
    ...counts,
    left: ofIngest.length - files.length,
    refused,
    warnings,
    touched,
  };
}

async function landAgain(home: Home, { tenant, record }: Entry): Promise<Landed | Overtaken> {
  const ports = landingPorts(home, tenant, null);
  const quarantine: typeof ports.quarantine = {
    // It lies there, and the night has counted it or will: keeping it again would count it again.
    keep: async (again, ...bytes) => {
      if (again.quarantine_id !== record.quarantine_id) await home.quarantine.keep(again, ...bytes);
    },
  };
  const { path, quarantined_at } = record;
  try {
    const bytes = await home.store.get(record.key);
    const sidecar = record.sidecar_key === null ? null : await home.store.get(record.sidecar_key);
    const offered = { path, bytes, sidecar, startedAt: null, firstOfferedAt: quarantined_at };
    return await landCall({ ...ports, quarantine }, offered);
  } catch (error) {
    if (!isMissing(error)) throw error;
    return withoutBytes(home, record);
  }
}

/** A replay that was killed between landing and letting go has removed bytes of what has landed. */
function withoutBytes(home: Home, record: QuarantineRecord): Landed {
  const [landed] = home.landings.ofFile(record.tenant_id, record.path, record.content_sha256);
  return landed === undefined
    ? { status: 'quarantined', code: record.code, reason: 'infra: the kept bytes are gone' }
    : { status: 'duplicate', callId: landed.call_id };
}

function damageOf(damaged: readonly Entry[]): DamageToForget[] {
  const keys = new Map<TenantId, Set<string>>();
  for (const { record } of damaged)
    keys.set(record.tenant_id, (keys.get(record.tenant_id) ?? new Set()).add(record.path));
  return [...keys].map(([tenantId, paths]) => ({ tenantId, isMeant: ({ key }) => paths.has(key) }));
}

/**
 * Lets go what the night did not find damaged again, and what was put under a name that is no key and is there no more. While
 * a tenant's night has errors, nobody can say.
 */
async function releaseRecovered(
  home: Home,
  damaged: readonly Entry[],
  { errors }: NightAccount,
): Promise<Entry[]> {
  const failed = new Set(errors.map(({ tenant_id }) => tenant_id));
  const known = new Map<TenantId, ReadonlySet<string>>();
  const released: Entry[] = [];
  for (const entry of damaged) {
    const { tenant_id, path } = entry.record;
    // Of a document that is gone, what the quarantine keeps is the last copy.
    if (failed.has(tenant_id) || (await home.store.has(path)) === isNameless(entry)) continue;
    const keys = known.get(tenant_id) ?? (await damagedKeys(home, tenant_id));
    known.set(tenant_id, keys);
    if (keys.has(path)) continue;
    await home.quarantine.release(entry.record);
    released.push(entry);
  }
  return released;
}

async function damagedKeys(home: Home, tenantId: TenantId): Promise<ReadonlySet<string>> {
  const { damaged } = await readManifest({ root: home.root }, tenantId);
  return new Set(damaged.map(({ key }) => key));
}
