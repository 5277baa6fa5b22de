import type { AddCommand, Context } from './context.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption } from './options.ts';
import { viewNamed } from './view-named.ts';
import { addDeploy } from './views-deploy.ts';
import { addDiff } from './views-diff.ts';
import { addDocs } from './views-docs.ts';

/** `cci views`: what the published views are, how two of them differ, and where they are put. */
export const addViews: AddCommand = (program, context) => {
  const views = program.command('views').description('Show, compare, document and publish the views');
  views
    .command('list')
    .description('List the views')
    .addOption(formatOption())
    .action((options: { format: Format }) => list(context, options.format));
  views
    .command('show <view>')
    .description('Show what a view holds, and its Athena SQL')
    .option('--sql', 'print only the SQL')
    .addHelpText(
      'after',
      '\n  $ cci views show qa_scores\n  $ cci views show qa_scores --sql > qa_scores.sql',
    )
    .action((name: string, options: { sql?: true }) => show(context, name, options.sql === true));
  addDiff(views, context);
  addDeploy(views, context);
  addDocs(views, context);
};

async function list({ terminal }: Context, format: Format): Promise<void> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const columns = ['view', 'version', 'layer', 'grain', 'deprecated'].map((name) => ({
    name,
    type: 'varchar',
  }));
  const rows = loadCatalog().views.map((view) => [
    view.name,
    view.version,
    view.layer,
    view.grain,
    view.deprecated ? `since ${view.deprecated.since}, use ${view.deprecated.use}` : '',
  ]);
  terminal.out(formatResult({ columns, rows }, format, { cut: false }));
}

async function show({ terminal }: Context, name: string, onlySql: boolean): Promise<void> {
  const { view } = await viewNamed(name);
  if (onlySql) {
    terminal.out(view.sql.endsWith('\n') ? view.sql : `${view.sql}\n`);
    return;
  }
  const columns = ['column', 'type', 'meaning'].map((text) => ({ name: text, type: 'varchar' }));
  const rows = view.columns.map((column) => [column.name, column.type, column.doc]);
  terminal.out(`${view.name} v${view.version}: ${view.grain}\n\n`);
  if (view.deprecated) {
    const { since, use, reason } = view.deprecated;
    terminal.out(`Deprecated since ${since}: ${reason}; use ${use}.\n\n`);
  }
  terminal.out(formatResult({ columns, rows }, 'table', { cut: false }));
  terminal.out(`\n${view.sql.trimEnd()}\n`);
}
