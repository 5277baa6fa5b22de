import type { RecordedTenant } from '../checks/index.ts';
import { UsageError } from '../errors.ts';
import { withHome } from '../home.ts';
import type { ReplaySummary } from '../replay.ts';
import { checkedJson, checkedText } from './checks-text.ts';
import type { AddCommand, Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { shownValue } from './formats.ts';
import { reportedNight, tenantsMeant } from './night.ts';
import { checkNight } from './night-checks.ts';
import { accountText, complain } from './night-text.ts';
import { day } from './options.ts';
import { progressLine } from './progress.ts';

interface ReplayOptions {
  readonly quarantined?: true;
  readonly reason?: string;
  readonly since?: string;
  readonly tenant?: string;
  readonly json?: true;
}

/** `cci replay`: tries again what was refused, or makes the tables anew from what landed. */
export const addReplay: AddCommand = (program, context) => {
  program
    .command('replay')
    .description(
      'Try again what was quarantined, or make the tables anew from what landed, and run the night',
    )
    .option('--quarantined', 'offer what lies in quarantine again; what can be used now leaves it')
    .option('--reason <code>', 'with --quarantined: only what was refused for this reason')
    .option('--since <day>', 'make the tables anew from this UTC day on, changed or not', day)
    .option('--tenant <tenant>', 'only this tenant (default: all)')
    .option('--json', 'print the counts as JSON')
    .addHelpText(
      'after',
      `
Files that ingest refused are landed from their kept bytes, under the path that they came under, by the form that
applies now. Files that could not be read at all stay: offer them again with "cci ingest". So do those that are older
than what landed of their calls since.

  $ cci replay --quarantined --reason bad_sidecar
  $ cci replay --since 2026-01-01 --tenant acme`,
    )
    .action((options: ReplayOptions) => run(context, options));
};

async function run(context: Context, options: ReplayOptions): Promise<void> {
  if ((options.quarantined === true) === (options.since !== undefined))
    throw new UsageError('replay: say either --quarantined or --since DAY');
  if (options.reason !== undefined && options.quarantined !== true)
    throw new UsageError('replay: --reason goes with --quarantined');
  return options.quarantined === true ? quarantined(context, options) : since(context, options);
}

function since(context: Context, options: ReplayOptions): Promise<void> {
  return withHome(context.root, async (home) => {
    const tenants = tenantsMeant(home, options.tenant);
    await reportedNight(context, home, tenants, { ...options, checks: true });
  });
}

function quarantined(context: Context, options: ReplayOptions): Promise<void> {
  const { root, terminal, exitWith } = context;
  return withHome(root, async (home) => {
    const tenants = tenantsMeant(home, options.tenant);
    const { replayQuarantined } = await import('../replay.ts');
    const progress = progressLine(terminal);
    const summary = await replayQuarantined(home, {
      tenants,
      reason: options.reason ?? null,
      onFile: (done, of) => progress.show(`${done} of ${of} files`),
    });
    progress.end();
    for (const { tenant_id, path, message } of summary.warnings)
      terminal.err(`warning: ${tenant_id} ${shownValue(path)}: ${shownValue(message)}\n`);
    complain(terminal, summary.night?.errors ?? []);
    const checks = summary.night === null ? [] : await checkNight(context, home, tenants, summary.night);
    terminal.out(
      options.json === true ? `${machine(summary, checks)}\n` : `${human(summary)}${checkedText(checks)}`,
    );
    if (!isWhole(summary)) exitWith(EXIT.partial);
  });
}

const machine = ({ warnings: _, ...summary }: ReplaySummary, checks: readonly RecordedTenant[]): string =>
  JSON.stringify({ ...summary, checks: checks.map(checkedJson) });

/** Whether everything that was tried is in use now. */
const isWhole = ({ quarantined, damaged, night }: ReplaySummary): boolean =>
  quarantined + damaged === 0 && (night === null || night.balanced);

function human(summary: ReplaySummary): string {
  const { offered, landed, duplicate, erased, quarantined, overtaken, left, gone, refused, night } = summary;
  const { retried, damaged, recovered } = summary;
  const lines = [
    `${counted(offered, 'file')} offered again: ${landed} landed, ${duplicate} duplicate, ${quarantined} still refused`,
    ...(overtaken > 0
      ? [`${overtaken} older than what landed of the call since, and kept in quarantine`]
      : []),
    ...(erased > 0 ? [`${erased} of erased calls, of which nothing is kept`] : []),
    ...refused.map(
      ({ tenant_id, path, reason }) =>
        `  still refused ${tenant_id} ${shownValue(path)}: ${shownValue(reason)}`,
    ),
    ...(left > 0
      ? [`${left} left: taken back on purpose, never read whole, or under a name that no night reads`]
      : []),
    ...(gone > 0
      ? [`${gone} let go: under a name that no night reads, and gone from the raw documents`]
      : []),
    ...(retried + recovered > 0
      ? [
          `${counted(retried, 'damaged document')} tried again: ${damaged} still damaged, ${recovered} in use now and out of quarantine`,
        ]
      : []),
  ];
  return `${lines.join('\n')}\n${night === null ? '' : accountText(night)}`;
}
