import { KeyRefused } from './errors.ts';
import { parseTenantId, type TenantId } from './tenant.ts';

/** What a call id looks like; percent-encoded where it stands in a key. */
export const CALL_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** `20261121T120435123Z-1a2b3c4d`: time of processing (UTC, milliseconds), then 8 hex digits of the document's hash. Sorts by time. */
export const REVISION_PATTERN = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

const DAY_PATTERN = /^\d{4}-\d{2}-\d{2}$/;

/** The parts of a raw call document's key. */
export interface RawCallKey {
  readonly tenantId: TenantId;
  /** UTC day on which the call started, `YYYY-MM-DD`. */
  readonly dt: string;
  readonly callId: string;
  readonly revision: string;
}

/** Prefix under which all raw call documents of one tenant lie; ends with a slash. */
export const rawCallPrefix = (tenantId: TenantId): string => `raw/calls/tenant_id=${tenantId}/`;

/** Key of a raw call document: `raw/calls/tenant_id=T/dt=YYYY-MM-DD/<call_id>.<revision>.json`. */
export function rawCallKey({ tenantId, dt, callId, revision }: RawCallKey): string {
  return `${rawCallPrefix(tenantId)}dt=${dt}/${encodeURIComponent(callId)}.${revision}.json`;
}

/**
 * Parses a raw call document's key.
 * @throws {KeyRefused} when a part does not follow the grammar
 */
export function parseRawCallKey(key: string): RawCallKey {
  const match = /^raw\/calls\/tenant_id=([^/]+)\/dt=([^/]+)\/([^/]+)\.([^./]+)\.json$/.exec(key);
  const [, tenant, dt, encodedId, revision] = match ?? [];
  if (!tenant || !dt || !encodedId || !revision) throw refused(key);
  const callId = decode(encodedId, key);
  if (!DAY_PATTERN.test(dt) || !CALL_ID_PATTERN.test(callId) || !REVISION_PATTERN.test(revision))
    throw refused(key);
  return { tenantId: tenantOf(tenant), dt, callId, revision };
}

/** Makes a revision from the time of processing and the SHA-256 (hex) of what was processed. */
export function revisionOf(processedAt: Date, sha256: string): string {
  return `${processedAt.toISOString().replace(/[-:.]/g, '')}-${sha256.slice(0, 8)}`;
}

/** Prefix of what could not be used, by tenant and UTC day of arrival; ends with a slash. */
export const quarantinePrefix = (tenantId: TenantId, dt: string): string =>
  `quarantine/tenant_id=${tenantId}/dt=${dt}/`;

let lastTenant: TenantId | undefined;

/** A listing is of one tenant, whose id need not be checked for every key. */
function tenantOf(text: string): TenantId {
  if (lastTenant !== text) lastTenant = parseTenantId(text);
  return lastTenant;
}

function decode(segment: string, key: string): string {
  if (!segment.includes('%')) return segment;
  try {
    return decodeURIComponent(segment);
  } catch (cause) {
    throw new KeyRefused('contract: call id in a key is not percent-encoded text', { where: key, cause });
  }
}

function refused(key: string): KeyRefused {
  return new KeyRefused('contract: not the key of a raw call document', {
    where: key,
    hint: 'Keys are raw/calls/tenant_id=T/dt=YYYY-MM-DD/<call_id>.<revision>.json.',
  });
}
