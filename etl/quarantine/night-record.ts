import { createHash } from 'node:crypto';
import {
  type CciError,
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  type TenantId,
} from '../../pipeline/contract/index.ts';

/** A raw object that was refused. */
export interface RefusedObject {
  readonly tenantId: TenantId;
  readonly key: string;
  readonly bytes: Uint8Array;
  readonly error: CciError;
  readonly at: Date;
}

/** The quarantine record of a raw object; the same object has the same id on every night. */
export function nightRecord({ tenantId, key, bytes, error, at }: RefusedObject): QuarantineRecord {
  const content_sha256 = createHash('sha256').update(bytes).digest('hex');
  const quarantine_id = quarantineId({ path: key, contentSha256: content_sha256, sidecarSha256: null });
  const dt = at.toISOString().slice(0, 10);
  return {
    quarantine_id,
    tenant_id: tenantId,
    dt,
    stage: 'night',
    path: key,
    code: error.code,
    reason: error.message,
    where: error.where ?? null,
    content_sha256,
    size_bytes: bytes.byteLength,
    sidecar_sha256: null,
    quarantined_at: at.toISOString(),
    key: quarantineBytesKey({ tenantId, dt, quarantineId: quarantine_id }),
    sidecar_key: null,
  };
}
