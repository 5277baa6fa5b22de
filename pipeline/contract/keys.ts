import { KeyRefused } from './errors.ts';
import { parseTenantId, type TenantId } from './tenant.ts';

/** What a call id looks like; percent-encoded where it stands in a key. */
export const CALL_ID_PATTERN = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,127}$/;

/** `20261121T120435123Z-1a2b3c4d`: time of processing (UTC, milliseconds), then 8 hex digits of the document's hash. Sorts by time. */
export const REVISION_PATTERN = /^\d{8}T\d{9}Z-[0-9a-f]{8}$/;

/**
 * UTC days on which a call can start: in no time zone is it a day then that four digits of a year cannot write, and the day
 * of a call is a folder's name and a DATE.
 */
export const CALL_DAYS = { first: '0001-01-02', last: '9999-12-30' } as const;

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

/** Folder of a tenant's raw call documents of one day, without a slash at its end. */
export const rawCallFolder = (tenantId: TenantId, dt: string): string => `${rawCallPrefix(tenantId)}dt=${dt}`;

/** Key of a raw call document: `raw/calls/tenant_id=T/dt=YYYY-MM-DD/<call_id>.<revision>.json`. */
export function rawCallKey({ tenantId, dt, callId, revision }: RawCallKey): string {
  return `${rawCallFolder(tenantId, dt)}/${encodeURIComponent(callId)}.${revision}.json`;
}

/**
 * Parses a raw call document's key.
 * @throws {KeyRefused} when a part does not follow the grammar
 */
export function parseRawCallKey(key: string): RawCallKey {
  const slash = Math.max(0, key.lastIndexOf('/'));
  return { ...parseRawCallFolder(key.slice(0, slash), key), ...parseRawCallName(key.slice(slash + 1), key) };
}

/** A folder of raw call documents: one tenant's of one day. */
export type RawCallFolder = Pick<RawCallKey, 'tenantId' | 'dt'>;

/**
 * Parses the folder of a raw call document, without the slash at its end.
 * @param where what an error names
 * @throws {KeyRefused} when it does not follow the grammar
 */
export function parseRawCallFolder(folder: string, where = folder): RawCallFolder {
  const [, tenant, dt] = /^raw\/calls\/tenant_id=([^/]+)\/dt=(\d{4}-\d{2}-\d{2})$/.exec(folder) ?? [];
  if (!tenant || !dt) throw refused(where);
  return { tenantId: parseTenantId(tenant), dt };
}

const ENDING = '.json';
/** The end of a name has a length of its own, which spares a listing of many names the search for it. */
const REVISION_END = '20261121T120435123Z-1a2b3c4d.json'.length;

/**
 * Parses the name of a raw call document within its folder.
 * @param where what an error names
 * @throws {KeyRefused} when it does not follow the grammar
 */
export function parseRawCallName(name: string, where = name): Pick<RawCallKey, 'callId' | 'revision'> {
  const revision = name.slice(-REVISION_END, -ENDING.length);
  if (!name.endsWith(ENDING) || name.at(-REVISION_END - 1) !== '.' || !REVISION_PATTERN.test(revision))
    throw refused(where);
  const callId = callIdOfName(name, where);
  if (!CALL_ID_PATTERN.test(callId)) throw refused(where);
  return { callId, revision };
}

/**
 * The call id in the name of a raw call document, unchecked: of any other name, some text.
 * @throws {KeyRefused} when it is not percent-encoded text
 */
export const callIdOfName = (name: string, where = name): string =>
  decode(name.slice(0, -REVISION_END - 1), where);

/** Makes a revision from the time of processing and the SHA-256 (hex) of what was processed. */
export function revisionOf(processedAt: Date, sha256: string): string {
  return `${processedAt.toISOString().replace(/[-:.]/g, '')}-${sha256.slice(0, 8)}`;
}

/** Prefix of what could not be used, by tenant and UTC day of arrival; ends with a slash. */
export const quarantinePrefix = (tenantId: TenantId, dt: string): string =>
  `quarantine/tenant_id=${tenantId}/dt=${dt}/`;

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
