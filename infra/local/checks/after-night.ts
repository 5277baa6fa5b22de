import { readManifest } from '../../../etl/index.ts';
import { readJournal } from '../../../etl/publish/index.ts';
import { CciError, type TenantId } from '../../../pipeline/contract/index.ts';
import type { Home } from '../home.ts';
import { type CheckedTenant, checkTenant, isNightly } from './check-tenant.ts';
import { recordChecks } from './record.ts';

/** What the checks found after a night, and whether that is kept. */
export interface RecordedTenant extends CheckedTenant {
  /** Why it could not be added to `check_runs`; null when it was. */
  readonly unrecorded: { readonly code: string; readonly message: string } | null;
}

/** The night, and who is told how far the checks are. */
export interface AfterNight {
  readonly runId: string;
  readonly tenants: readonly { readonly tenant_id: TenantId }[];
  readonly onChecks?: (tenantId: TenantId, done: number, of: number) => void;
}

/**
 * Checks the tenants whose published data has changed since it was checked last, also when an earlier night was ended before
 * it could, by the checks of the data itself, and adds the results to `check_runs`. Nothing is taken back for them: what is published stays.
 */
export async function checkAfterNight(
  home: Home,
  { runId, tenants, onChecks }: AfterNight,
): Promise<RecordedTenant[]> {
  const recorded: RecordedTenant[] = [];
  for (const { tenant_id } of tenants) {
    if (!(await isDue(home, tenant_id))) continue;
    const checked = await checkTenant(home, tenant_id, {
      wanted: isNightly,
      onChecks: (done, of) => onChecks?.(tenant_id, done, of),
    });
    recorded.push({ ...checked, unrecorded: await reasonNotKept(home, runId, checked) });
  }
  return recorded;
}

/** What cannot be read is due as well: its checks will say so. */
async function isDue({ root }: Home, tenantId: TenantId): Promise<boolean> {
  try {
    const { run_id } = await readManifest({ root }, tenantId);
    const { published } = await readJournal({ root }, tenantId, 'check_runs');
    return run_id !== null && run_id !== published;
  } catch {
    return true;
  }
}

async function reasonNotKept(
  { root }: Home,
  runId: string,
  checked: CheckedTenant,
): Promise<RecordedTenant['unrecorded']> {
  try {
    await recordChecks(root, runId, checked);
    return null;
  } catch (error) {
    const code = error instanceof CciError ? error.code : 'unexpected';
    return { code, message: error instanceof Error ? error.message : String(error) };
  }
}
