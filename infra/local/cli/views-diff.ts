import { readFile } from 'node:fs/promises';
import type { Command } from 'commander';
import { type Catalog, type View, versionedName } from '../../../sql/catalog.ts';
import type { ColumnsDiff, RowsDiff } from '../../../sql/diff/index.ts';
import type { QueryResult, QueryRunner } from '../../../sql/query/index.ts';
import { FileUnreadable, UsageError } from '../errors.ts';
import { withHome } from '../home.ts';
import type { Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import type { Format } from './formats.ts';
import { formatOption, tenantOption, wholeNumber } from './options.ts';
import { viewNamed } from './view-named.ts';
import { diffText } from './views-diff-text.ts';

interface DiffOptions {
  readonly tenant: string;
  readonly file?: string;
  readonly where?: string;
  readonly format: Format;
  readonly rows: number;
}

/** One of the two things that are compared. */
interface Side {
  readonly name: string;
  /** What is selected from. */
  readonly relation: string;
}

/** How two views differ, on one tenant's data. */
export interface ViewsDiff {
  readonly tenant: string;
  readonly left: string;
  readonly right: string;
  readonly key: readonly string[];
  readonly equal: boolean;
  readonly columns: ColumnsDiff;
  /** Null when the key is not in both, so that no rows belong together. */
  readonly rows: RowsDiff | null;
}

/** Rows of a side that are compared at most; both are held in memory. */
const MOST_ROWS = 1_000_000;

/** `cci views diff`: what another version of a view changes, on a tenant's real data. */
export function addDiff(views: Command, context: Context): void {
  views
    .command('diff <view> [other]')
    .description("Compare two versions of a view, or a view and a file, on a tenant's data")
    .addOption(tenantOption())
    .option('--file <file>', 'Athena SQL that is not published yet, in place of the other view')
    .option('--where <condition>', 'compare only rows for which this holds')
    .addOption(formatOption())
    .option('--rows <n>', 'how many differing rows to show', wholeNumber(0, 100_000), 5)
    .addHelpText(
      'after',
      `
Columns are compared by name and type, rows by the key of the first view, doubles to 12 digits.

  $ cci views diff call_list_v1 call_list_v2 --tenant acme
  $ cci views diff call_list --file call_list.sql --tenant acme --rows 20
  $ cci views diff call_list --file call_list.sql --tenant acme --where "call_date >= DATE '2026-01-01'"

Exit code 0: equal. 1: different (or failed; then stderr says why).`,
    )
    .action((view: string, other: string | undefined, options: DiffOptions) =>
      diff(context, view, other, options),
    );
}

async function diff(
  { root, terminal, exitWith }: Context,
  name: string,
  other: string | undefined,
  options: DiffOptions,
): Promise<void> {
  if ((other === undefined) === (options.file === undefined))
    throw new UsageError('views: name a second view, or a --file');
  const { catalog, view } = await viewNamed(name);
  const left = published(view);
  const right =
    options.file === undefined
      ? published((await viewNamed(other ?? '')).view)
      : await unpublished(options.file, catalog);
  await withHome(root, async (home) => {
    const { COMMAND_LIMITS, openLakeSession } = await import('../lake-session.ts');
    const tenant = home.tenants.require(options.tenant);
    const session = await openLakeSession(home, tenant, { ...COMMAND_LIMITS, maxRows: MOST_ROWS });
    try {
      const found = await compare(session, left, right, view.key, options);
      terminal.out(diffText(found, options.format));
      if (!found.equal) exitWith(EXIT.different);
    } finally {
      session.close();
    }
  });
}

const published = (view: View): Side => ({ name: versionedName(view), relation: versionedName(view) });

/** @throws {FileUnreadable} @throws {SqlRefused} when the file's statement is not run here */
async function unpublished(path: string, catalog: Catalog): Promise<Side> {
  const sql = await readFile(path, 'utf8').catch((error: unknown) => {
    throw new FileUnreadable('views: cannot read the file', path, error);
  });
  const text = sql.trimEnd().replace(/;$/, '');
  const { lineageOfStatement } = await import('../../../sql/lineage/index.ts');
  // Within a SELECT of it, places in the statement would be other ones.
  lineageOfStatement(text, catalog);
  return { name: path, relation: `(\n${text}\n) AS changed` };
}

async function compare(
  session: QueryRunner,
  left: Side,
  right: Side,
  key: readonly string[],
  { tenant, where, rows: examples }: DiffOptions,
): Promise<ViewsDiff> {
  const { diffColumns, diffRows } = await import('../../../sql/diff/index.ts');
  const read = ({ relation }: Side): Promise<QueryResult> =>
    session.run(`SELECT * FROM ${relation}${where === undefined ? '' : `\nWHERE ${where}`}`);
  const [a, b] = [await read(left), await read(right)];
  const columns = diffColumns(a.columns, b.columns);
  const names = new Set(b.columns.map(({ name }) => name));
  const rows = key.every((name) => names.has(name)) ? diffRows(a, b, key, examples) : null;
  const equal = columns.equal && (rows?.equal ?? false);
  return { tenant, left: left.name, right: right.name, key, equal, columns, rows };
}
