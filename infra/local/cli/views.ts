import { NotFound } from '../errors.ts';
import type { AddCommand, Context } from './context.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption } from './options.ts';

/** `cci views`: what the published views are. */
export const addViews: AddCommand = (program, context) => {
  const views = program.command('views').description('List and show the published views');
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
};

async function list({ terminal }: Context, format: Format): Promise<void> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const columns = ['view', 'version', 'layer', 'grain'].map((name) => ({ name, type: 'varchar' }));
  const rows = loadCatalog().views.map((view) => [view.name, view.version, view.layer, view.grain]);
  terminal.out(formatResult({ columns, rows }, format, { cut: false }));
}

async function show({ terminal }: Context, name: string, onlySql: boolean): Promise<void> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const view = loadCatalog().views.findLast((candidate) => candidate.name === name);
  if (view === undefined)
    throw new NotFound(`views: no view named ${name}`, { hint: 'See "cci views list".' });
  if (onlySql) {
    terminal.out(view.sql.endsWith('\n') ? view.sql : `${view.sql}\n`);
    return;
  }
  const columns = ['column', 'type', 'meaning'].map((text) => ({ name: text, type: 'varchar' }));
  const rows = view.columns.map((column) => [column.name, column.type, column.doc]);
  terminal.out(`${view.name} v${view.version}: ${view.grain}\n\n`);
  terminal.out(formatResult({ columns, rows }, 'table', { cut: false }));
  terminal.out(`\n${view.sql.trimEnd()}\n`);
}
