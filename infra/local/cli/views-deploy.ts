import { type Command, Option } from 'commander';
import type { ViewPlan } from '../../../sql/deploy/index.ts';
import { openViewTarget, placeOf, type TargetOptions } from '../view-target.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption } from './options.ts';
import { progressLine } from './progress.ts';

interface PlanOptions extends TargetOptions {
  readonly format: Format;
}

interface ApplyOptions extends TargetOptions {
  readonly overwriteDrift?: true;
}

const HELP = `
Every version is made under its own name (call_list_v1), each current one also under the plain name. A plan says for each
whether it is to be created or replaced, is unchanged, was changed by hand (drift), or is not published any more (orphan:
left alone). What an apply wrote is recorded in the view cci_published_views beside them.

--target local: here nothing is stored; views are translated anew in each session. The plan proves that each of them can
be translated, and an apply has nothing to do.

Athena: region and credentials come from the environment, as for every tool of AWS. Trino: the environment variable
CCI_TRINO_AUTHORIZATION is sent as header "authorization".
`;

/** `cci views plan` and `cci views apply`: the published views on an engine that stores views. */
export function addDeploy(views: Command, context: Context): void {
  withTarget(views.command('plan').description('Say what an apply would do on an engine, and change nothing'))
    .addOption(formatOption())
    .addHelpText(
      'after',
      `${HELP}
  $ cci views plan --target local
  $ cci views plan --target trino --url https://trino.example:8443 --catalog lake --schema cci
  $ cci views plan --target athena --database cci --workgroup analysts

Exit code 2 when something was changed by hand.`,
    )
    .action((options: PlanOptions) => plan(context, options));
  withTarget(views.command('apply').description('Put the published views on an engine; safe to repeat'))
    .option('--overwrite-drift', 'put the published text in place of what was changed by hand')
    .addHelpText(
      'after',
      `${HELP}
All views are explained by the engine before the first is changed. When it breaks off later, apply again.

  $ cci views apply --target trino --url http://localhost:8080 --catalog lake --schema cci`,
    )
    .action((options: ApplyOptions) => apply(context, options));
}

const withTarget = (command: Command): Command =>
  command
    .addOption(
      new Option('--target <target>', 'where').choices(['local', 'athena', 'trino']).makeOptionMandatory(),
    )
    .option('--url <url>', 'Trino: its address, such as https://trino.example:8443')
    .option('--user <user>', 'Trino: as whom (default: cci)')
    .option('--catalog <catalog>', 'Trino: catalog of the tables')
    .option('--schema <schema>', 'Trino: schema of the tables and views')
    .option('--database <database>', 'Athena: database of the tables and views')
    .option('--workgroup <workgroup>', 'Athena: workgroup')
    .option('--output <location>', 'Athena: s3://… for results, when the workgroup sets none');

async function planned(options: TargetOptions) {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const { planViews, readDeployed, wantedViews } = await import('../../../sql/deploy/index.ts');
  const wanted = wantedViews(loadCatalog());
  const place = placeOf(options, process.env.CCI_TRINO_AUTHORIZATION);
  if (place === null) return null;
  const { target, schema } = await openViewTarget(place);
  const names = wanted.map(({ name }) => name);
  return { target, plan: planViews(wanted, await readDeployed(target, schema, names)) };
}

async function plan({ terminal, exitWith }: Context, options: PlanOptions): Promise<void> {
  const found = await planned(options);
  const rows = found ? rowsOf(found.plan) : await localRows();
  const columns = ['view', 'action', 'why'].map((name) => ({ name, type: 'varchar' }));
  terminal.out(formatResult({ columns, rows }, options.format, { cut: false }));
  if (rows.some(([, action]) => action === 'drift' || action === 'taken')) exitWith(EXIT.partial);
}

const rowsOf = ({ views }: ViewPlan): (readonly string[])[] =>
  views.map(({ name, action, reason }) => [name, action, reason]);

/** Every view as it would be run here. */
async function localRows(): Promise<(readonly string[])[]> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const { wantedViews } = await import('../../../sql/deploy/index.ts');
  const { translateViews } = await import('../../../sql/duckdb/index.ts');
  const catalog = loadCatalog();
  translateViews(catalog);
  return wantedViews(catalog).map(({ name }) => [
    name,
    'unchanged',
    'can be translated; nothing is stored here',
  ]);
}

async function apply({ terminal }: Context, options: ApplyOptions): Promise<void> {
  const found = await planned(options);
  if (!found) {
    const rows = await localRows();
    terminal.out(`Nothing to do: ${rows.length} views can be translated, and nothing is stored here.\n`);
    return;
  }
  const { applyViews } = await import('../../../sql/deploy/index.ts');
  const progress = progressLine(terminal);
  try {
    const { made } = await applyViews(found.target, found.plan, {
      overwriteDrift: options.overwriteDrift === true,
      onStep: ({ doing, view }) => progress.show(`${doing} ${view}`),
    });
    progress.end();
    terminal.out(made.length === 0 ? 'Nothing to do.\n' : `${made.map((name) => `made ${name}\n`).join('')}`);
  } finally {
    progress.end();
  }
}
