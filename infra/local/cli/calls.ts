import type { CallDocument } from '../../../pipeline/contract/index.ts';
import { NotFound } from '../errors.ts';
import { withHome } from '../home.ts';
import { latestDocument } from '../latest-document.ts';
import { describeCall } from './call-text.ts';
import type { AddCommand, Context } from './context.ts';
import { placedMessage } from './failure.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption, tenantOption, wholeNumber } from './options.ts';

interface ListOptions {
  readonly tenant: string;
  readonly format: Format;
  readonly limit: number;
}

/** How many calls a list shows when nothing else is said: the newest. */
const DEFAULT_LIMIT = 50;

/** `cci calls`: the calls of one tenant. */
export const addCalls: AddCommand = (program, context) => {
  const calls = program.command('calls').description("List and show one tenant's calls");
  calls
    .command('list')
    .description('List calls, newest first; those that no night has published yet say so')
    .addOption(tenantOption())
    .addOption(formatOption())
    .option('--limit <n>', 'how many', wholeNumber(1, 1_000_000), DEFAULT_LIMIT)
    .addHelpText('after', '\n  $ cci calls list --tenant acme --limit 10')
    .action((options: ListOptions) => list(context, options));
  calls
    .command('show <id>')
    .description('Show a call: facts, scores with evidence, transcript')
    .addOption(tenantOption())
    .option('--json', 'print the raw call document')
    .addHelpText('after', '\n  $ cci calls show call-1 --tenant acme')
    .action((id: string, options: { tenant: string; json?: true }) => show(context, id, options));
};

function list({ root, terminal }: Context, options: ListOptions): Promise<void> {
  return withHome(root, async (home) => {
    const { listCalls } = await import('../call-list.ts');
    const tenant = home.tenants.require(options.tenant);
    const { unreadable, ...result } = await listCalls(home, tenant, options.limit);
    terminal.out(formatResult(result, options.format, { cut: terminal.interactive }));
    for (const refusal of unreadable) terminal.err(`${placedMessage(refusal)}\n`);
    if (unreadable[0]?.hint !== undefined) terminal.err(`     ${unreadable[0].hint}\n`);
    if (result.rows.length === 0 && unreadable.length === 0)
      terminal.err(`no calls yet: cci ingest PATH --tenant ${tenant.tenant_id}\n`);
  });
}

function show(
  { root, terminal }: Context,
  id: string,
  options: { tenant: string; json?: true },
): Promise<void> {
  return withHome(root, async (home) => {
    const tenant = home.tenants.require(options.tenant);
    const document: CallDocument | null = await latestDocument(home, tenant.tenant_id, id);
    if (document === null) {
      throw new NotFound(`calls: tenant ${tenant.tenant_id} has no such call`, {
        where: id,
        hint: `See "cci calls list --tenant ${tenant.tenant_id}".`,
      });
    }
    terminal.out(options.json === true ? `${JSON.stringify(document, null, 2)}\n` : describeCall(document));
  });
}
