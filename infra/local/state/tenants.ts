import type { DatabaseSync } from 'node:sqlite';
import {
  parseTenantId,
  type Tenant,
  type TenantId,
  TenantRefused,
  tenantSchema,
} from '../../../pipeline/contract/index.ts';
import { AlreadyExists } from '../errors.ts';

/** The tenant registry: who exists. A tenant that it does not know is refused everywhere. */
export class TenantRegistry {
  readonly #database: DatabaseSync;
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  /** @throws {AlreadyExists} when the tenant is registered */
  add(tenant: Tenant): void {
    const { changes } = this.#database
      .prepare('INSERT INTO tenants (tenant_id, record) VALUES (?, ?) ON CONFLICT DO NOTHING')
      .run(tenant.tenant_id, JSON.stringify(tenant));
    if (changes === 0) {
      throw new AlreadyExists(`infra: tenant ${tenant.tenant_id} exists already`, {
        hint: `Change it with: cci tenants set ${tenant.tenant_id}`,
      });
    }
  }

  /** Replaces the record of a registered tenant. */
  set(tenant: Tenant): void {
    this.require(tenant.tenant_id);
    this.#database
      .prepare('UPDATE tenants SET record = ? WHERE tenant_id = ?')
      .run(JSON.stringify(tenant), tenant.tenant_id);
  }

  /** All tenants, by id. */
  list(): Tenant[] {
    return this.#database
      .prepare('SELECT record FROM tenants ORDER BY tenant_id')
      .all()
      .map((row) => tenantSchema.parse(JSON.parse(String(row.record))));
  }

  find(tenantId: TenantId): Tenant | null {
    const row = this.#database.prepare('SELECT record FROM tenants WHERE tenant_id = ?').get(tenantId);
    return row === undefined ? null : tenantSchema.parse(JSON.parse(String(row.record)));
  }

  /**
   * The tenant of that id.
   * @throws {TenantRefused} when the text is no tenant id or nobody registered it
   */
  require(text: string): Tenant {
    const tenant = this.find(parseTenantId(text));
    if (tenant !== null) return tenant;
    throw new TenantRefused(`infra: unknown tenant ${text}`, {
      hint: `See "cci tenants list", or register it: cci tenants add ${text}`,
    });
  }
}
