import type { DatabaseSync } from 'node:sqlite';
import type { PendingQuarantine, Quarantine } from '../../../etl/index.ts';
import {
  type QuarantineRecord,
  quarantineRecordKey,
  type TenantId,
} from '../../../pipeline/contract/index.ts';
import type { QuarantineStore } from '../../../pipeline/land/index.ts';
import type { FolderStore } from '../folder-store.ts';

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
  async keep(record: QuarantineRecord, bytes: Uint8Array, sidecar: Uint8Array | null): Promise<void> {
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

  put(record: QuarantineRecord, bytes: Uint8Array): Promise<void> {
    return this.keep(record, bytes, null);
  }

  async pending(tenantId: TenantId): Promise<readonly PendingQuarantine[]> {
    return this.#database
      .prepare(
        'SELECT quarantine_id, dt FROM quarantined WHERE tenant_id = ? AND counted_by IS NULL ORDER BY 1',
      )
      .all(tenantId)
      .map((row) => ({ quarantine_id: String(row.quarantine_id), dt: String(row.dt) }));
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
