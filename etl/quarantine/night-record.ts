import {
  type CciError,
  type QuarantineRecord,
  quarantineBytesKey,
  quarantineId,
  type TenantId,
} from '../../pipeline/contract/index.ts';
import type { ContentDigest } from './content.ts';

/** A raw object that was refused. */
export interface RefusedObject {
  readonly tenantId: TenantId;
  readonly key: string;
  readonly content: ContentDigest;
  readonly error: CciError;
  readonly at: Date;
}

/** The quarantine record of a raw object; the same object has the same id on every night. */
export function nightRecord({ tenantId, key, content, error, at }: RefusedObject): QuarantineRecord {
  const { sha256, bytes } = content;
  const quarantine_id = quarantineId({ path: key, contentSha256: sha256, sidecarSha256: null });
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
    content_sha256: sha256,
    size_bytes: bytes,
    sidecar_sha256: null,
    quarantined_at: at.toISOString(),
    key: quarantineBytesKey({ tenantId, dt, quarantineId: quarantine_id }),
    sidecar_key: null,
  };
}
