import type { NightAccount } from '../../../etl/index.ts';
import type { Tenant } from '../../../pipeline/contract/index.ts';
import type { RecordedTenant } from '../checks/index.ts';
import type { Home } from '../home.ts';
import { complainOfChecks, complainOfRecord, hasError } from './checks-text.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { progressLine } from './progress.ts';

/** Checks what a night published, with a line of progress; what failed goes to stderr and into the exit code. */
export async function checkNight(
  { terminal, exitWith }: Context,
  home: Home,
  tenants: readonly Tenant[],
  { run_id: runId }: Pick<NightAccount, 'run_id'>,
): Promise<RecordedTenant[]> {
  const { checkAfterNight } = await import('../checks/index.ts');
  const progress = progressLine(terminal);
  const checked = await checkAfterNight(home, {
    runId,
    tenants,
    onChecks: (tenantId, done, of) => progress.show(`${tenantId}: ${done} of ${of} checks`),
  });
  progress.end();
  complainOfChecks(terminal, checked);
  complainOfRecord(terminal, checked);
  if (checked.some((tenant) => hasError(tenant) || tenant.unrecorded !== null)) exitWith(EXIT.partial);
  return checked;
}
