import type { NightAccount } from '../../../etl/index.ts';
import type { Tenant } from '../../../pipeline/contract/index.ts';
import { type Home, withHome } from '../home.ts';
import { checkedJson, checkedText } from './checks-text.ts';
import type { AddCommand, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { checkNight } from './night-checks.ts';
import { tellOfTheEnd } from './night-end.ts';
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
    await reportedNight(context, home, tenants, options);
  });
}

/**
 * The named tenant, or all.
 * @throws {TenantRefused} when nobody registered it
 */
export const tenantsMeant = (home: Home, named: string | undefined): Tenant[] =>
  named === undefined ? home.tenants.list() : [home.tenants.require(named)];

/**
 * Runs the night of some tenants and the checks after it, with a line of progress, and prints what it did: as text as soon as
 * it is published, as JSON at the end. What failed goes to stderr and into the exit code.
 */
export async function reportedNight(
  context: Context,
  home: Home,
  tenants: readonly Tenant[],
  { since, checks, json }: Pick<NightOptions, 'since' | 'checks' | 'json'>,
): Promise<void> {
  const { terminal } = context;
  const forget = tellOfTheEnd(terminal);
  try {
    const erased = await ageOut(context, home, tenants);
    const account = await nightOf(context, home, tenants, since);
    if (json !== true) terminal.out(accountText(account, erased));
    const checked = checks ? await checkNight(context, home, tenants, account) : [];
    const asJson = () => JSON.stringify({ ...account, erased, checks: checked.map(checkedJson) });
    terminal.out(json === true ? `${asJson()}\n` : checkedText(checked));
  } finally {
    forget();
  }
}

async function nightOf(
  context: Context,
  home: Home,
  tenants: readonly Tenant[],
  since: string | undefined,
): Promise<NightAccount> {
  const { terminal, exitWith } = context;
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
  const refusedAny = account.reasons.some(({ stage }) => stage === 'night');
  if (!account.balanced || account.errors.length > 0 || refusedAny) exitWith(EXIT.partial);
  return account;
}

async function showPlan(
  { terminal, exitWith }: Context,
  home: Home,
  tenants: readonly Tenant[],
  { since, json }: NightOptions,
): Promise<void> {
  const { planOfNight } = await import('../night.ts');
  const { plannedRetention } = await import('../erase/retention.ts');
  const { tenants: planned, errors } = await planOfNight(home, tenants, { since });
  const erases = await plannedRetention(home, tenants, new Date());
  const plan = { tenants: planned, erases, errors };
  complain(terminal, errors);
  terminal.out(json === true ? `${JSON.stringify(plan)}\n` : planText(plan));
  if (plan.errors.length > 0) exitWith(EXIT.partial);
}
