import type { CciError } from '../../pipeline/contract/index.ts';
import { digestOf, nightRecord, unchanged } from '../quarantine/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import type { TenantNight } from './night.ts';
import type { RawDocuments } from './ports.ts';

/** A raw object that cannot be used. */
export interface DamagedObject {
  readonly key: string;
  /** Day under which it is accounted. */
  readonly dt: string;
  /** What it holds, where that was read: one that was not may be larger than memory. */
  readonly bytes?: Uint8Array;
  readonly error: CciError;
}

/**
 * Keeps a copy of a damaged raw object with the reason, and remembers its key.
 * @throws {ObjectChanged} when the object changes while it is copied
 */
export async function quarantineObject(night: TenantNight, object: DamagedObject): Promise<void> {
  const { key, dt, error } = object;
  const { raw, quarantine } = night.ports;
  const bytes = object.bytes ?? (await wholeOf(raw, key));
  const parts = () => (bytes === null ? (raw.readParts?.(key) ?? []) : [bytes]);
  const content = await digestOf(parts());
  const record = nightRecord({ tenantId: night.tenant.tenant_id, key, content, error, at: night.now });
  await quarantine.put(record, bytes ?? unchanged(parts(), content, key));
  const { quarantine_id } = record;
  night.damage.add({ key, dt, code: error.code, quarantine_id, shape_version: SHAPE_VERSION });
}

/** The bytes of an object; null where the store gives them in parts. */
const wholeOf = async (raw: RawDocuments, key: string): Promise<Uint8Array | null> =>
  raw.readParts === undefined ? await raw.read(key) : null;
