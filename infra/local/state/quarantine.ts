import type { DatabaseSync } from 'node:sqlite';
import type { PendingQuarantine, Quarantine } from '../../../etl/index.ts';
import {
  type QuarantineRecord,
  quarantineRecordKey,
  quarantineRecordSchema,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import type { QuarantineStore } from '../../../pipeline/land/index.ts';
import type { FolderStore, ObjectBytes } from '../folder-store.ts';

/** Marks in the register what no night has to count, since it was a night that found it. */
const FOUND_BY_NIGHT = 'found by a night';

/** Keeps what could not be used as files in the lake, and a register of what the next night has to count. */
export class LocalQuarantine implements QuarantineStore, Quarantine {
  readonly #database: DatabaseSync;
  readonly #store: FolderStore;
  constructor(database: DatabaseSync, store: FolderStore) {
    this.#database = database;
    this.#store = store;
  }

  /** Bytes first, then the register: what is counted is there. What is offered again counts again, under its first day. */
  async keep(record: QuarantineRecord, bytes: ObjectBytes, sidecar: Uint8Array | null): Promise<void> {
    if (!this.#isKnown(record)) {
      await this.#store.put(record.key, bytes);
      if (sidecar !== null && record.sidecar_key !== null) await this.#store.put(record.sidecar_key, sidecar);
      const { tenant_id: tenantId, dt, quarantine_id: quarantineId } = record;
      const key = quarantineRecordKey({ tenantId, dt, quarantineId });
      await this.#store.put(key, Buffer.from(`${JSON.stringify(record, null, 2)}\n`));
    }
    this.#database
      .prepare(
        `INSERT INTO quarantined (quarantine_id, tenant_id, dt, record, counted_by) VALUES (?, ?, ?, ?, ?)
         ON CONFLICT DO UPDATE SET counted_by = excluded.counted_by`,
      )
      .run(
        record.quarantine_id,
        record.tenant_id,
        record.dt,
        JSON.stringify(record),
        record.stage === 'night' ? FOUND_BY_NIGHT : null,
      );
  }

  put(record: QuarantineRecord, bytes: ObjectBytes): Promise<void> {
    return this.keep(record, bytes, null);
  }

  async pending(tenantId: TenantId): Promise<readonly PendingQuarantine[]> {
    return this.#database
      .prepare(
        'SELECT quarantine_id, dt, record FROM quarantined WHERE tenant_id = ? AND counted_by IS NULL ORDER BY 1',
      )
      .all(tenantId)
      .map(({ quarantine_id, dt, record }) => ({
        quarantine_id: String(quarantine_id),
        dt: String(dt),
        code: readRecord(record).code,
      }));
  }

  /** All that is kept of a tenant, the first quarantined first. */
  entries(tenantId: TenantId): QuarantineRecord[] {
    return this.#database
      .prepare('SELECT record FROM quarantined WHERE tenant_id = ? ORDER BY dt, quarantine_id')
      .all(tenantId)
      .map(({ record }) => readRecord(record))
      .sort((a, b) => (a.quarantined_at < b.quarantined_at ? -1 : 1));
  }

  /** Lets something go that can be used now: the register last, so that a half-removed entry is found again. */
  async release(record: QuarantineRecord): Promise<void> {
    const { tenant_id: tenantId, dt, quarantine_id: quarantineId, key, sidecar_key } = record;
    await this.#store.delete(key);
    if (sidecar_key !== null) await this.#store.delete(sidecar_key);
    await this.#store.delete(quarantineRecordKey({ tenantId, dt, quarantineId }));
    this.#database
      .prepare('DELETE FROM quarantined WHERE tenant_id = ? AND quarantine_id = ?')
      .run(tenantId, quarantineId);
  }

  async markCounted(tenantId: TenantId, runId: string, quarantineIds: readonly string[]): Promise<void> {
    const mark = this.#database.prepare(
      'UPDATE quarantined SET counted_by = ? WHERE tenant_id = ? AND quarantine_id = ? AND counted_by IS NULL',
    );
    for (const id of quarantineIds) mark.run(runId, tenantId, id);
  }

  #isKnown(record: QuarantineRecord): boolean {
    const row = this.#database
      .prepare('SELECT 1 FROM quarantined WHERE tenant_id = ? AND quarantine_id = ?')
      .get(record.tenant_id, record.quarantine_id);
    return row !== undefined;
  }
}

const readRecord = (text: unknown): QuarantineRecord =>
  quarantineRecordSchema.parse(JSON.parse(String(text)));
