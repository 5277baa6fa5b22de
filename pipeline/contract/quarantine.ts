import { createHash } from 'node:crypto';
import { z } from 'zod';
import { quarantinePrefix } from './keys.ts';
import { type TenantId, tenantIdSchema } from './tenant.ts';

/** Who refused the content: the command that took it in, or the night that read it back from the lake. */
export const QUARANTINE_STAGES = ['ingest', 'night'] as const;
export type QuarantineStage = (typeof QUARANTINE_STAGES)[number];

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const day = z.string().regex(/^\d{4}-\d{2}-\d{2}$/);

/** What is kept beside the bytes of content that could not be used. */
export const quarantineRecordSchema = z.object({
  /** See {@link quarantineId}. */
  quarantine_id: z.string().regex(/^[0-9a-f]{32}$/),
  tenant_id: tenantIdSchema,
  /** UTC day on which it was quarantined, the day of its folder. */
  dt: day,
  stage: z.enum(QUARANTINE_STAGES),
  /** The path as it was offered at ingest, or the key of the raw object. */
  path: z.string().min(1),
  /** `code` of the error that refused it. */
  code: z.string().min(1),
  /** Message of that error: never content. */
  reason: z.string(),
  /** Where in the content, such as `transcript.turns[3].start_ms`; null when it is refused as a whole. */
  where: z.string().nullable(),
  content_sha256: sha256,
  size_bytes: z.number().int().nonnegative(),
  sidecar_sha256: sha256.nullable(),
  quarantined_at: z.iso.datetime(),
  /** Key of the kept bytes. */
  key: z.string().min(1),
  /** Key of the kept bytes of the sidecar; null without one. */
  sidecar_key: z.string().min(1).nullable(),
});
export type QuarantineRecord = z.infer<typeof quarantineRecordSchema>;

/** What a quarantine id is made from. */
export interface QuarantineIdentity {
  readonly path: string;
  /** SHA-256 of the content, hexadecimal. */
  readonly contentSha256: string;
  /** SHA-256 of the sidecar's bytes, hexadecimal; null without one. */
  readonly sidecarSha256: string | null;
}

/** First 32 hex digits of SHA-256 over path, content hash and sidecar hash (or nothing), joined by NUL: the same offer again has the same id. */
export function quarantineId({ path, contentSha256, sidecarSha256 }: QuarantineIdentity): string {
  const identity = [path, contentSha256, sidecarSha256 ?? ''].join('\0');
  return createHash('sha256').update(identity).digest('hex').slice(0, 32);
}

/** Which quarantined content a key belongs to. */
export interface QuarantineKey {
  readonly tenantId: TenantId;
  readonly dt: string;
  readonly quarantineId: string;
}

const stem = ({ tenantId, dt, quarantineId }: QuarantineKey): string =>
  quarantinePrefix(tenantId, dt) + quarantineId;

/** Key of the kept bytes: `quarantine/tenant_id=T/dt=D/<quarantine_id>.bin`. */
export const quarantineBytesKey = (key: QuarantineKey): string => `${stem(key)}.bin`;

/** Key of the kept bytes of the sidecar: `….sidecar.bin`. */
export const quarantineSidecarKey = (key: QuarantineKey): string => `${stem(key)}.sidecar.bin`;

/** Key of the record: `….json`. */
export const quarantineRecordKey = (key: QuarantineKey): string => `${stem(key)}.json`;
