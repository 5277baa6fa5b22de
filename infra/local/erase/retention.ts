import { type ErasureReport, erase, retentionFloor } from '../../../etl/erase/index.ts';
import type { Tenant, TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { erasePorts } from './index.ts';

/** What a tenant's retention rule has removed. */
export interface Retired {
  readonly tenant_id: TenantId;
  /** First UTC day whose calls stay. */
  readonly before: string;
  readonly report: ErasureReport;
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
  for (const { tenant_id, retain_days } of tenants) {
    if (retain_days === undefined) continue;
    const before = retentionFloor(retain_days, now);
    const request = { tenantId: tenant_id, selector: { kind: 'before', value: before }, now } as const;
    retired.push({ tenant_id, before, report: await erase(erasePorts(home), request, { proof }) });
  }
  return retired;
}
