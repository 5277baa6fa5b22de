import type { DatabaseSync } from 'node:sqlite';
import { qaFormSchema, type TenantId } from '../../../pipeline/contract/index.ts';
import type { PublishedForm } from '../../../pipeline/evaluate/index.ts';
import { NotFound } from '../errors.ts';

/** A published form version with when it was published, ISO 8601 UTC. */
export interface KeptForm extends PublishedForm {
  readonly published_at: string;
}

/** The published form versions of all tenants. A version is never changed or removed. */
export class FormRegistry {
  readonly #database: DatabaseSync;
  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  publish(tenantId: TenantId, published: KeptForm): void {
    const { form, content_sha256, published_at } = published;
    this.#database
      .prepare('INSERT INTO forms VALUES (?, ?, ?, ?, ?, ?)')
      .run(tenantId, form.form_id, form.version, content_sha256, JSON.stringify(form), published_at);
  }

  /** All versions of one form, oldest first; empty when it was never published. */
  versions(tenantId: TenantId, formId: string): KeptForm[] {
    return this.#database
      .prepare('SELECT * FROM forms WHERE tenant_id = ? AND form_id = ? ORDER BY version')
      .all(tenantId, formId)
      .map(readRow);
  }

  /** The newest version of every form of a tenant, by id. */
  list(tenantId: TenantId): KeptForm[] {
    return this.#database
      .prepare(
        `SELECT * FROM forms AS f WHERE tenant_id = ? AND version =
           (SELECT max(version) FROM forms WHERE tenant_id = f.tenant_id AND form_id = f.form_id)
         ORDER BY form_id`,
      )
      .all(tenantId)
      .map(readRow);
  }

  /**
   * The newest version of a form, or the one that `form@version` names.
   * @throws {NotFound} when the tenant has none
   */
  latest(tenantId: TenantId, name: string): KeptForm {
    const [formId = name, version] = name.split('@');
    const versions = this.versions(tenantId, formId);
    const found =
      version === undefined ? versions.at(-1) : versions.find(({ form }) => String(form.version) === version);
    if (found !== undefined) return found;
    throw new NotFound(`infra: tenant ${tenantId} has no form ${name}`, {
      hint: `See "cci forms list --tenant ${tenantId}", or publish it: cci forms publish FILE --tenant ${tenantId}`,
    });
  }
}

function readRow(row: Record<string, unknown>): KeptForm {
  return {
    form: qaFormSchema.parse(JSON.parse(String(row.document))),
    content_sha256: String(row.content_sha256),
    published_at: String(row.published_at),
  };
}
