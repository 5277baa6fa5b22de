import type { DatabaseSync } from 'node:sqlite';
import { z } from 'zod';
import type { TenantId } from '../../../pipeline/contract/index.ts';
import type { Landing, LandingIndex } from '../../../pipeline/land/index.ts';

const rowSchema = z.object({
  call_id: z.string(),
  revision: z.string(),
  content_sha256: z.string(),
  sidecar_sha256: z.string().nullable(),
  key: z.string(),
  path: z.string(),
  landed_at: z.string(),
  arrived_at: z.string(),
});

/** What has landed, in sqlite: tells duplicates from new revisions and finds a call's newest document. */
export class SqliteLandingIndex implements LandingIndex {
  readonly #database: DatabaseSync;
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  ofCall(tenantId: TenantId, callId: string): Landing[] {
    return this.#database
      .prepare('SELECT * FROM landings WHERE tenant_id = ? AND call_id = ? ORDER BY revision')
      .all(tenantId, callId)
      .map((row) => rowSchema.parse(row));
  }

  ofFile(tenantId: TenantId, path: string, contentSha256: string): Landing[] {
    return this.#database
      .prepare(
        'SELECT * FROM landings WHERE tenant_id = ? AND content_sha256 = ? AND path = ? ORDER BY revision',
      )
      .all(tenantId, contentSha256, path)
      .map((row) => rowSchema.parse(row));
  }

  forget(tenantId: TenantId, callId: string, path?: string): void {
    this.#database
      .prepare('DELETE FROM landings WHERE tenant_id = ? AND call_id = ? AND path = coalesce(?, path)')
      .run(tenantId, callId, path ?? null);
  }

  /** Two ingests at once may land the same file in the same millisecond: that is one revision, recorded once. */
  record(tenantId: TenantId, landing: Landing): void {
    this.#database
      .prepare('INSERT OR REPLACE INTO landings VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)')
      .run(
        tenantId,
        landing.call_id,
        landing.revision,
        landing.content_sha256,
        landing.sidecar_sha256,
        landing.key,
        landing.path,
        landing.landed_at,
        landing.arrived_at,
      );
  }

  /** Every landing of a tenant, in no particular order. */
  *all(tenantId: TenantId): Generator<Landing> {
    const rows = this.#database.prepare('SELECT * FROM landings WHERE tenant_id = ?').iterate(tenantId);
    for (const row of rows) yield rowSchema.parse(row);
  }

  /** The newest landing of every call of a tenant, the latest landed first. */
  newest(tenantId: TenantId): Landing[] {
    return this.#database
      .prepare(
        `SELECT * FROM landings AS l WHERE tenant_id = ? AND revision =
           (SELECT max(revision) FROM landings WHERE tenant_id = l.tenant_id AND call_id = l.call_id)
         ORDER BY landed_at DESC, call_id`,
      )
      .all(tenantId)
      .map((row) => rowSchema.parse(row));
  }

  /** Ids of all calls of a tenant that have landed, in order. */
  callIds(tenantId: TenantId): string[] {
    return this.#database
      .prepare('SELECT DISTINCT call_id FROM landings WHERE tenant_id = ? ORDER BY call_id')
      .all(tenantId)
      .map((row) => String(row.call_id));
  }
}
