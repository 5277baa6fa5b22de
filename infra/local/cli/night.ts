import type { NightAccount } from '../../../etl/index.ts';
import type { Tenant } from '../../../pipeline/contract/index.ts';
import type { RecordedTenant } from '../checks/index.ts';
import { type Home, withHome } from '../home.ts';
import { checkedJson, checkedText } from './checks-text.ts';
import type { AddCommand, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { checkNight } from './night-checks.ts';
import { accountText, complain } from './night-text.ts';
import { day } from './options.ts';
import { planText } from './plan-text.ts';
import { progressLine } from './progress.ts';
import { ageOut, warnOfPutBack } from './retention.ts';

interface NightOptions {
  readonly tenant?: string;
  readonly since?: string;
  readonly plan?: true;
  /** False with `--no-checks`. */
  readonly checks: boolean;
  readonly json?: true;
}

/** `cci night`: flattens what landed into tables and publishes them. */
export const addNight: AddCommand = (program, context) => {
  program
    .command('night')
    .description('Flatten what landed into Parquet tables and publish them; only what changed is read')
    .option('--tenant <tenant>', 'only this tenant (default: all)')
    .option('--since <day>', 'also rewrite everything from this UTC day on', day)
    .option('--plan', 'say what the night would read and write, and why, and do nothing')
    .option('--no-checks', 'leave the checks of what is published to the next night')
    .option('--json', 'print the account, or the plan, as JSON')
    .addHelpText(
      'after',
      '\n  $ cci night --plan\n  $ cci night\n  $ cci night --tenant acme --since 2026-01-01 --json',
    )
    .action((options: NightOptions) => run(context, options));
};

function run(context: Context, options: NightOptions): Promise<void> {
  return withHome(context.root, async (home) => {
    const tenants = tenantsMeant(home, options.tenant);
    if (options.plan === true) return showPlan(context, home, tenants, options);
    const outcome = await runNight(context, home, tenants, options);
    context.terminal.out(nightOutput(outcome, options.json === true));
  });
}

/**
 * The named tenant, or all.
 * @throws {TenantRefused} when nobody registered it
 */
export const tenantsMeant = (home: Home, named: string | undefined): Tenant[] =>
  named === undefined ? home.tenants.list() : [home.tenants.require(named)];

/** What a night did, and what the checks of what it published found. */
export interface NightOutcome {
  readonly account: NightAccount;
  readonly checks: readonly RecordedTenant[];
}

/** A night as text, or as JSON. */
export function nightOutput({ account, checks }: NightOutcome, asJson: boolean): string {
  if (asJson) return `${JSON.stringify({ ...account, checks: checks.map(checkedJson) })}\n`;
  return `${accountText(account)}${checkedText(checks)}`;
}

/** Runs the night of some tenants and the checks after it, with a line of progress; what failed goes to stderr and into the exit code. */
export async function runNight(
  context: Context,
  home: Home,
  tenants: readonly Tenant[],
  { since, checks }: { readonly since?: string | undefined; readonly checks: boolean },
): Promise<NightOutcome> {
  const { terminal, exitWith } = context;
  await ageOut(context, home, tenants);
  const { night } = await import('../night.ts');
  const progress = progressLine(terminal);
  const account = await night(home, tenants, {
    since,
    onPutBack: warnOfPutBack(context),
    onPeriod: ({ tenant_id, period, position, of }) =>
      progress.show(`${tenant_id} ${period}: ${position} of ${of} periods`),
  });
  progress.end();
  complain(terminal, account.errors);
  if (!account.balanced || account.errors.length > 0) exitWith(EXIT.partial);
  return { account, checks: checks ? await checkNight(context, home, tenants, account) : [] };
}

async function showPlan(
  { terminal, exitWith }: Context,
  home: Home,
  tenants: readonly Tenant[],
  { since, json }: NightOptions,
): Promise<void> {
  const { planOfNight } = await import('../night.ts');
  const plan = await planOfNight(home, tenants, { since });
  complain(terminal, plan.errors);
  terminal.out(json === true ? `${JSON.stringify(plan)}\n` : planText(plan.tenants));
  if (plan.errors.length > 0) exitWith(EXIT.partial);
}
