import { currentFiles } from '../../etl/index.ts';
import type { Tenant, TenantId } from '../../pipeline/contract/index.ts';
import { type AthenaSession, type Limits, openSession } from '../../sql/duckdb/index.ts';
import type { Home } from './home.ts';

/** What a command may use: a person waits for it, and a large answer is what was asked for. */
export const COMMAND_LIMITS: Limits = { memoryLimit: '2GB', timeoutSeconds: 600, maxRows: 5_000_000 };

/** Opens Athena SQL on what is published of one tenant; the session can reach nothing else. */
export async function openLakeSession(home: Home, tenant: Tenant, options?: Limits): Promise<AthenaSession> {
  const { files } = await currentFiles({ curated: { root: home.root } }, tenant.tenant_id);
  return openSession({ tenantId: tenant.tenant_id, files }, options);
}

/** Changes whenever the tenant's published data changes: answers about calls may be kept under it. */
export async function publishedVersion(home: Home, tenantId: TenantId): Promise<string> {
  const { version } = await currentFiles({ curated: { root: home.root } }, tenantId);
  return String(version);
}

/** Changes also with every night that published nothing and when data was checked: those records have grown, and their older files go. */
export async function sessionVersion(home: Home, tenantId: TenantId): Promise<string> {
  const { version, nights, checks } = await currentFiles({ curated: { root: home.root } }, tenantId);
  return `${version}.${nights}.${checks}`;
}
