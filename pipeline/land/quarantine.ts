import {
  type CciError,
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  quarantineSidecarKey,
} from '../contract/index.ts';
import type { Landed, Offered } from './offered.ts';
import type { LandingPorts } from './ports.ts';
import { sha256 } from './sha256.ts';

/** Why something is kept in quarantine. */
export type Refusal = Pick<CciError, 'code' | 'message' | 'where'>;

/** Keeps an offered file that cannot be used, byte for byte, with the reason; nothing of one that is of an erased call. */
export async function quarantine(
  ports: LandingPorts,
  offered: Pick<Offered, 'path' | 'bytes' | 'sidecar'>,
  refusal: Refusal,
): Promise<Landed> {
  const shown = (text: string): string => ports.erased.hides(ports.tenant, text, null);
  const { code, message, where } = refusal;
  // What could not be read says so by its path.
  const why = { code, message, where: where === undefined ? where : shown(where) };
  const record = recordOf(ports, { ...offered, path: shown(offered.path) }, why);
  const erased = await erasedReason(ports, offered, record.content_sha256);
  if (erased !== null) return { status: 'erased', reason: erased };
  await ports.quarantine.keep(record, offered.bytes, offered.sidecar);
  return { status: 'quarantined', code: record.code, reason: record.reason };
}

/** Why nothing of a file may be kept: what it says as it is, or what is packed in it. */
async function erasedReason(
  { erased, tenant }: LandingPorts,
  { path, bytes, sidecar }: Pick<Offered, 'path' | 'bytes' | 'sidecar'>,
  contentSha256: string,
): Promise<string | null> {
  const reason = (hash: string, unread: readonly Uint8Array[]): string | null =>
    erased.refuses(tenant, { contentSha256: hash, callId: null, startedAt: null, unread });
  const known = reason(contentSha256, [
    Buffer.from(stemOf(path)),
    bytes,
    ...(sidecar === null ? [] : [sidecar]),
  ]);
  if (known !== null) return known;
  for await (const part of erased.unpacks(bytes)) {
    const packed = reason(sha256(part), [part]);
    if (packed !== null) return packed;
  }
  return null;
}

/** The name of a file without what tells its format: recordings and transcripts are often named by the call. */
const stemOf = (path: string): string => (path.split(/[\\/]/).at(-1) ?? '').replace(/\.[^.]*$/, '');

function recordOf(
  ports: LandingPorts,
  { path, bytes, sidecar }: Pick<Offered, 'path' | 'bytes' | 'sidecar'>,
  { code, message, where }: Refusal,
): QuarantineRecord {
  const tenantId = ports.tenant.tenant_id;
  const arrived = ports.now().toISOString();
  const dt = arrived.slice(0, 10);
  const contentSha256 = sha256(bytes);
  const sidecarSha256 = sidecar === null ? null : sha256(sidecar);
  const id = quarantineId({ path, contentSha256, sidecarSha256 });
  const kept = { tenantId, dt, quarantineId: id };
  return {
    quarantine_id: id,
    tenant_id: tenantId,
    dt,
    stage: 'ingest',
    path,
    code,
    reason: where && !message.includes(where) ? `${message} (${where})` : message,
    where: where ?? null,
    content_sha256: contentSha256,
    size_bytes: bytes.byteLength,
    sidecar_sha256: sidecarSha256,
    quarantined_at: arrived,
    key: quarantineBytesKey(kept),
    sidecar_key: sidecar === null ? null : quarantineSidecarKey(kept),
  };
}
