import { mkdir, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Command } from 'commander';
import { type Catalog, versionedName } from '../../../sql/catalog.ts';
import type { LakeFacts, RelationFacts } from '../../../sql/docs/index.ts';
import type { QueryRunner } from '../../../sql/query/index.ts';
import { withHome } from '../home.ts';
import type { Context } from './context.ts';

interface DocsOptions {
  readonly out: string;
  readonly tenant?: string;
}

/** `cci views docs`: tables and views as pages. */
export function addDocs(views: Command, context: Context): void {
  views
    .command('docs')
    .description('Write pages on all tables and views: columns, meaning, tests, SQL, where columns come from')
    .option('--out <dir>', 'folder for the pages; made when it is not there', 'views-docs')
    .option('--tenant <tenant>', "also tell how fresh this tenant's data is and how many rows there are")
    .addHelpText(
      'after',
      `
The pages need no server and no network: open index.html.

  $ cci views docs --out ./data-docs
  $ cci views docs --out ./data-docs --tenant acme`,
    )
    .action((options: DocsOptions) => docs(context, options));
}

async function docs({ root, terminal }: Context, { out, tenant }: DocsOptions): Promise<void> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const { docsSite } = await import('../../../sql/docs/index.ts');
  const catalog = loadCatalog();
  const facts = tenant === undefined ? null : await factsOf(root, tenant, catalog);
  const files = docsSite(catalog, facts);
  const folder = resolve(out);
  await mkdir(folder, { recursive: true });
  for (const [name, text] of files) await writeFile(join(folder, name), text);
  terminal.out(`${files.size} files written: ${join(folder, 'index.html')}\n`);
}

function factsOf(root: string, tenantName: string, catalog: Catalog): Promise<LakeFacts> {
  return withHome(root, async (home) => {
    const { COMMAND_LIMITS, openLakeSession } = await import('../lake-session.ts');
    const session = await openLakeSession(home, home.tenants.require(tenantName), COMMAND_LIMITS);
    try {
      return await readFacts(session, tenantName, catalog);
    } finally {
      session.close();
    }
  });
}

async function readFacts(session: QueryRunner, tenant: string, catalog: Catalog): Promise<LakeFacts> {
  const { TABLES } = await import('../../../etl/tables/index.ts');
  const relations = new Map<string, RelationFacts>();
  const add = async (name: string, columns: readonly string[]): Promise<void> => {
    const newest = columns.includes('call_date') ? 'max(call_date)' : 'NULL';
    const { rows } = await session.run(`SELECT count(*), CAST(${newest} AS varchar) FROM ${name}`);
    const [count, date] = rows[0] ?? [];
    relations.set(name, { rows: Number(count ?? 0), newestCallDate: textOrNull(date) });
  };
  for (const [name, { columns }] of Object.entries(TABLES)) await add(name, Object.keys(columns));
  for (const view of catalog.views)
    await add(
      versionedName(view),
      view.columns.map(({ name }) => name),
    );
  const { rows } = await session.run(
    'SELECT last_published_at, last_run_status, complete_as_of FROM data_freshness',
  );
  const [publishedAt, status, completeAsOf] = rows[0] ?? [];
  return {
    tenant,
    lastPublishedAt: textOrNull(publishedAt),
    lastRunStatus: textOrNull(status),
    completeAsOf: textOrNull(completeAsOf),
    relations,
  };
}

const textOrNull = (value: unknown): string | null => (typeof value === 'string' ? value : null);
