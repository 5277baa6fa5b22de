import { UsageError } from '../errors.ts';
import { withHome } from '../home.ts';
import type { IngestSummary } from '../ingest.ts';
import type { AddCommand, Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { shownValue } from './formats.ts';
import { tenantOption } from './options.ts';
import { progressLine } from './progress.ts';
import { unscoredText } from './unscored-text.ts';

interface IngestOptions {
  readonly tenant: string;
  readonly form?: string;
  readonly startedAt?: string;
  readonly json?: true;
}

/** `cci ingest`: files and folders in, raw call documents out. */
export const addIngest: AddCommand = (program, context) => {
  program
    .command('ingest <path...>')
    .description('Take transcripts in: files, or folders (their .json, .vtt, .srt and .txt files)')
    .addOption(tenantOption())
    .option('--form <form>', "form to score by: id or id@version (default: the tenant's)")
    .option('--started-at <time>', 'start of calls that say none, e.g. 2026-01-31T09:30:00Z')
    .option('--json', 'print the account as JSON')
    .addHelpText(
      'after',
      `
A file NAME.meta.json beside NAME.json is its sidecar: call_id, started_at, agent {id, name, team}, queue, direction,
language, customer {ref}. What cannot be used is kept under quarantine/ with the reason; the exit code is then 2.

  $ cci ingest ./exports --tenant acme
  $ cci ingest call-1.json call-2.json --tenant acme --form service-quality --json`,
    )
    .action((paths: string[], options: IngestOptions) => run(context, paths, options));
};

function run(context: Context, paths: readonly string[], options: IngestOptions): Promise<void> {
  const { terminal, root, exitWith } = context;
  return withHome(root, async (home) => {
    const { ingest } = await import('../ingest.ts');
    const tenant = home.tenants.require(options.tenant);
    const progress = progressLine(terminal);
    const summary = await ingest(home, {
      tenant,
      paths,
      form: options.form ?? null,
      startedAt: await startGiven(options.startedAt),
      onFile: (done, of) => progress.show(`${done} of ${of} files`),
    });
    progress.end();
    for (const { path, message } of summary.warnings)
      terminal.err(`warning: ${shownValue(path)}: ${shownValue(message)}\n`);
    terminal.out(options.json === true ? machine(summary) : human(summary, options.tenant));
    terminal.err(unscoredText(summary.unscored, tenant.tenant_id));
    if (summary.quarantined + summary.erased > 0) exitWith(EXIT.partial);
  });
}

/**
 * The start given on the command's line, in UTC; null without one.
 * @throws {UsageError} when it is not an ISO 8601 time with `Z` or an offset
 */
async function startGiven(text: string | undefined): Promise<string | null> {
  if (text === undefined) return null;
  const { parseInstant } = await import('../../../pipeline/transcripts/index.ts');
  const at = parseInstant(text);
  if (at !== null) return new Date(at).toISOString();
  throw new UsageError(`ingest: --started-at is no time: ${JSON.stringify(text.slice(0, 80))}`, {
    hint: 'It must be like 2026-01-31T09:30:00Z or 2026-01-31T09:30:00+01:00.',
  });
}

/** `erased` stands there only when something was refused so. */
function machine({ warnings: _, unscored: __, erased, ...summary }: IngestSummary): string {
  return `${JSON.stringify(erased === 0 ? summary : { ...summary, erased })}\n`;
}

function human(summary: IngestSummary, tenant: string): string {
  const { files, landed, duplicate, quarantined, erased, refused } = summary;
  const gone = erased === 0 ? '' : `, ${erased} refused as erased`;
  const lines = [
    `${counted(files, 'file')}: ${landed} landed, ${duplicate} duplicate, ${quarantined} quarantined${gone}`,
  ];
  for (const { path, reason } of refused) lines.push(`  refused ${shownValue(path)}: ${shownValue(reason)}`);
  if (landed > 0) lines.push(`Next: cci night --tenant ${tenant}`);
  return `${lines.join('\n')}\n`;
}
