import type { NightOptions } from '../../../etl/index.ts';
import { CciError, type Tenant } from '../../../pipeline/contract/index.ts';
import type { AgedOut } from '../erase/retention.ts';
import type { Home } from '../home.ts';
import type { Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';

/** Codes of errors after which the night itself could not run either. */
const STOPS_THE_NIGHT: readonly string[] = ['night_running'];

/**
 * Before a night: erases what is older than tenants keep calls, and says so. A rule that could not be applied does not stop
 * the night, and stands in the exit code.
 * @returns what was erased
 * @throws {NightRunning} when another night is under way
 */
export async function ageOut(
  { terminal, exitWith }: Context,
  home: Home,
  tenants: readonly Tenant[],
): Promise<AgedOut[]> {
  const ruled = tenants.filter(({ retain_days }) => retain_days !== undefined);
  const erased: AgedOut[] = [];
  if (ruled.length === 0) return erased;
  const { applyRetention } = await import('../erase/retention.ts');
  for (const tenant of ruled) {
    try {
      const [retired] = await applyRetention(home, [tenant], { proof: 'none', now: new Date() });
      if (!retired?.report.erased) continue;
      const { tenant_id, before, report } = retired;
      erased.push({ tenant_id, before, calls: report.calls });
      terminal.err(
        `night: ${tenant_id}: ${counted(report.calls, 'call')} from before ${before} erased (retain_days: ${tenant.retain_days})\n`,
      );
    } catch (error) {
      if (!(error instanceof CciError) || STOPS_THE_NIGHT.includes(error.code)) throw error;
      terminal.err(`night: ${tenant.tenant_id}: the retention rule: ${error.message}\n`);
      exitWith(EXIT.partial);
    }
  }
  return erased;
}

/** Tells of raw objects of erased calls that lie in the lake again. */
export const warnOfPutBack =
  ({ terminal }: Context): NonNullable<NightOptions['onPutBack']> =>
  ({ tenant_id, documents }) =>
    terminal.err(
      `night: ${tenant_id}: ${counted(documents, 'raw object')} of erased calls ${documents === 1 ? 'was' : 'were'} put back and not read; any "cci erase" of this tenant removes them\n`,
    );
