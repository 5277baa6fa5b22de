import type { NightAccount } from '../../../etl/index.ts';
import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { day } from './options.ts';
import { progressLine } from './progress.ts';

interface NightOptions {
  readonly tenant?: string;
  readonly since?: string;
  readonly json?: true;
}

/** `cci night`: flattens what landed into tables and publishes them. */
export const addNight: AddCommand = (program, context) => {
  program
    .command('night')
    .description('Flatten what landed into Parquet tables and publish them; only what changed is read')
    .option('--tenant <tenant>', 'only this tenant (default: all)')
    .option('--since <day>', 'also rewrite everything from this UTC day on', day)
    .option('--json', 'print the account as JSON')
    .addHelpText('after', '\n  $ cci night\n  $ cci night --tenant acme --since 2026-01-01 --json')
    .action((options: NightOptions) => run(context, options));
};

function run({ root, terminal, exitWith }: Context, options: NightOptions): Promise<void> {
  return withHome(root, async (home) => {
    const tenants =
      options.tenant === undefined ? home.tenants.list() : [home.tenants.require(options.tenant)];
    const { night } = await import('../night.ts');
    const progress = progressLine(terminal);
    const account = await night(home, tenants, {
      since: options.since,
      onPeriod: ({ tenant_id, period, position, of }) =>
        progress.show(`${tenant_id} ${period}: ${position} of ${of} periods`),
    });
    progress.end();
    for (const { tenant_id, period, message } of account.errors) {
      terminal.err(`night: ${tenant_id}${period === null ? '' : ` ${period}`}: ${message}\n`);
    }
    terminal.out(options.json === true ? `${JSON.stringify(account)}\n` : human(account));
    if (!account.balanced || account.errors.length > 0) exitWith(EXIT.partial);
  });
}

function human(account: NightAccount): string {
  const { documents_in, landed, superseded, quarantined, rows, balanced, days } = account;
  if (documents_in === 0) return 'nothing new: the lake is as the last night left it\n';
  const written = Object.entries(rows).map(([table, count]) => `${count} ${table}`);
  return [
    `${documents_in} documents in = ${landed} landed + ${superseded} superseded + ${quarantined} quarantined`,
    `rows: ${written.join(', ')}`,
    `${days.length} tenant-days, ${balanced ? 'balanced to the unit' : 'NOT BALANCED: the old data stays visible'}`,
    '',
  ].join('\n');
}
