import type { CciError, TenantId } from '../../../pipeline/contract/index.ts';
import type { LandingPorts, Rescored } from '../../../pipeline/land/index.ts';
import { NotFound } from '../errors.ts';
import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { placedMessage } from './failure.ts';
import { tenantOption } from './options.ts';
import { progressLine } from './progress.ts';
import { unscoredText } from './unscored-text.ts';

interface RescoreOptions {
  readonly tenant: string;
  readonly form?: string;
  readonly call?: string;
}

/** `cci rescore`: scores landed calls again, for instance by a form that was published later. */
export const addRescore: AddCommand = (program, context) => {
  program
    .command('rescore')
    .description('Score landed calls again, by a form published since; earlier scores stay as history')
    .addOption(tenantOption())
    .option('--form <form>', "form to score by: id or id@version (default: the tenant's)")
    .option('--call <id>', 'only this call')
    .addHelpText('after', '\n  $ cci rescore --tenant acme --form service-quality && cci night --tenant acme')
    .action((options: RescoreOptions) => run(context, options));
};

function run({ root, terminal, exitWith }: Context, options: RescoreOptions): Promise<void> {
  return withHome(root, async (home) => {
    const { formFor, landingPorts } = await import('../ingest.ts');
    const tenant = home.tenants.require(options.tenant);
    const ports = landingPorts(home, tenant, options.form ?? null);
    const ids = askedFor(home.landings.callIds(tenant.tenant_id), tenant.tenant_id, options.call);
    const progress = progressLine(terminal);
    const { counts, refused } = await rescoreAll(ports, ids, (done) =>
      progress.show(`${done} of ${ids.length} calls`),
    );
    progress.end();
    const { scored, reverified, left } = counts;
    terminal.out(
      `${counted(scored, 'call')} scored again, ${left} left as ${left === 1 ? 'it was' : 'they were'}\n`,
    );
    if (reverified > 0)
      terminal.out(
        `${counted(reverified, 'call')} not scored: only quotes held against the transcript anew\n`,
      );
    for (const { id, error } of refused) terminal.err(`not scored: ${id}: ${placedMessage(error)}\n`);
    for (const hint of new Set(refused.map(({ error }) => error.hint ?? PUT_BACK)))
      terminal.err(`     ${hint}\n`);
    if (refused.length > 0) exitWith(EXIT.partial);
    const form = formFor(home, tenant, options.form ?? null);
    if (left > 0 && 'unscored' in form)
      terminal.err(unscoredText(new Map([[form.unscored, left]]), tenant.tenant_id));
    else if (left > 0)
      terminal.err('A call without a transcript, or whose document is gone, cannot be scored.\n');
    if (scored + reverified > 0) terminal.out(`Next: cci night --tenant ${tenant.tenant_id}\n`);
  });
}

/** Scores call after call: one whose document cannot be read must not stop the others. */
async function rescoreAll(ports: LandingPorts, ids: readonly string[], onCall: (done: number) => void) {
  const { CallUnreadable, rescore } = await import('../../../pipeline/land/index.ts');
  const { DocumentRefused } = await import('../../../pipeline/contract/index.ts');
  const counts = { scored: 0, reverified: 0, left: 0 } satisfies Record<Rescored, number>;
  const refused: { id: string; error: CciError }[] = [];
  for (const [position, id] of ids.entries()) {
    try {
      counts[await rescore(ports, id)] += 1;
    } catch (error) {
      // Of the document, not of the lake: with another evaluation it may be larger than what is read.
      if (!(error instanceof CallUnreadable || error instanceof DocumentRefused)) throw error;
      refused.push({ id, error });
    }
    onCall(position + 1);
  }
  return { counts, refused };
}

const PUT_BACK =
  'Ingest the files of these calls again, or put the documents back from a backup; then score them again.';

/** @throws {NotFound} when the one call that is meant has not landed */
function askedFor(
  landed: readonly string[],
  tenantId: TenantId,
  call: string | undefined,
): readonly string[] {
  if (call === undefined) return landed;
  if (landed.includes(call)) return [call];
  throw new NotFound(`rescore: tenant ${tenantId} has no such call`, {
    hint: `See "cci calls list --tenant ${tenantId}".`,
  });
}
