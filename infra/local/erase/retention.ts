import {
  type ErasureReport,
  type ErasureRequest,
  erase,
  planErasure,
  retentionFloor,
} from '../../../etl/erase/index.ts';
import type { Tenant, TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { erasePorts } from './index.ts';

/** Calls that are older than their tenant keeps calls. */
export interface AgedOut {
  readonly tenant_id: TenantId;
  /** First UTC day whose calls stay. */
  readonly before: string;
  readonly calls: number;
}

/** What a tenant's retention rule has removed. */
export interface Retired {
  readonly tenant_id: TenantId;
  /** First UTC day whose calls stay. */
  readonly before: string;
  readonly report: ErasureReport;
}

/** What the retention rules of those tenants that have one ask to be erased. */
export function retentionRequests(tenants: readonly Tenant[], now: Date): RetentionRequest[] {
  return tenants.flatMap(({ tenant_id: tenantId, retain_days }) =>
    retain_days === undefined
      ? []
      : [{ tenantId, selector: { kind: 'before', value: retentionFloor(retain_days, now) }, now }],
  );
}

type RetentionRequest = ErasureRequest & {
  readonly selector: { readonly kind: 'before'; readonly value: string };
};

/** What the retention rules of these tenants would remove now; nothing is. */
export async function plannedRetention(
  home: Home,
  tenants: readonly Tenant[],
  now: Date,
): Promise<AgedOut[]> {
  const planned: AgedOut[] = [];
  for (const request of retentionRequests(tenants, now)) {
    const { calls } = await planErasure(erasePorts(home), request);
    if (calls.size === 0) continue;
    planned.push({ tenant_id: request.tenantId, before: request.selector.value, calls: calls.size });
  }
  return planned;
}

/**
 * Applies the retention rules of those tenants that have one.
 * @param proof `none` when a night does it: `cci erase --verify` is the proof then, since a night must cost what is new
 * @throws {NightRunning} when a night is under way, and what erasing throws
 */
export async function applyRetention(
  home: Home,
  tenants: readonly Tenant[],
  { proof, now }: { readonly proof: 'full' | 'none'; readonly now: Date },
): Promise<Retired[]> {
  const retired: Retired[] = [];
  for (const request of retentionRequests(tenants, now)) {
    const report = await erase(erasePorts(home), request, { proof });
    retired.push({ tenant_id: request.tenantId, before: request.selector.value, report });
  }
  return retired;
}
