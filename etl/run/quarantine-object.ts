import type { CciError } from '../../pipeline/contract/index.ts';
import { nightRecord } from '../quarantine/index.ts';
import { SHAPE_VERSION } from '../shape/index.ts';
import type { TenantNight } from './night.ts';

/** A raw object that cannot be used. */
export interface DamagedObject {
  readonly key: string;
  /** Day under which it is accounted. */
  readonly dt: string;
  readonly bytes: Uint8Array;
  readonly error: CciError;
}

/** Keeps a copy of a damaged raw object with the reason, and remembers its key. */
export async function quarantineObject(night: TenantNight, object: DamagedObject): Promise<void> {
  const { key, dt, bytes, error } = object;
  const record = nightRecord({ tenantId: night.tenant.tenant_id, key, bytes, error, at: night.now });
  await night.ports.quarantine.put(record, bytes);
  const { quarantine_id } = record;
  night.damage.add({ key, dt, code: error.code, quarantine_id, shape_version: SHAPE_VERSION });
}
