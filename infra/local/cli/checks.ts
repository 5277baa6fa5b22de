import type { Check } from '../../../sql/checks.ts';
import type { QueryResult } from '../../../sql/query/index.ts';
import type { CheckedTenant } from '../checks/index.ts';
import { NotFound } from '../errors.ts';
import { withHome } from '../home.ts';
import { checkedText, complainOfChecks, hasError } from './checks-text.ts';
import type { AddCommand, Context } from './context.ts';
import { EXIT } from './exit-codes.ts';
import { type Format, formatResult } from './formats.ts';
import { tenantsMeant } from './night.ts';
import { formatOption } from './options.ts';
import { progressLine } from './progress.ts';

interface RunOptions {
  readonly tenant?: string;
  readonly format: Format;
}

/** `cci checks`: queries that must return no rows. */
export const addChecks: AddCommand = (program, context) => {
  const checks = program
    .command('checks')
    .description('Run and list the checks: queries that must return no rows');
  checks
    .command('run [checks...]')
    .description('Run the checks over what is published now; nothing is kept of it')
    .option('--tenant <tenant>', 'only this tenant (default: all)')
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Every night runs those of the data itself over what it published and keeps the results (view check_results). Those of the
views, whose SQL has tests of its own, run only here. The exit code is 2 when a check of severity error fails, or cannot
be run.

  $ cci checks run
  $ cci checks run duplicates_in_calls --tenant acme --format json`,
    )
    .action((names: string[], options: RunOptions) => run(context, names, options));
  checks
    .command('list')
    .description('List the checks')
    .addOption(formatOption())
    .action((options: { format: Format }) => list(context, options.format));
  checks
    .command('show <check>')
    .description('Show what a check promises, what to do when it fails, and its Athena SQL')
    .option('--sql', 'print only the SQL, whose rows break the promise')
    .option('--tenant <tenant>', 'with this tenant in the place of a ? for it')
    .addHelpText(
      'after',
      '\n  $ cci sql --tenant acme "$(cci checks show duplicates_in_calls --sql --tenant acme)"',
    )
    .action((name: string, options: { sql?: true; tenant?: string }) => show(context, name, options));
};

function named(checks: readonly Check[], name: string): Check {
  const check = checks.find((candidate) => candidate.name === name);
  if (check === undefined)
    throw new NotFound(`checks: no check named ${name}`, { hint: 'See "cci checks list".' });
  return check;
}

function run(context: Context, names: readonly string[], { tenant, format }: RunOptions): Promise<void> {
  const { root, terminal, exitWith } = context;
  return withHome(root, async (home) => {
    const tenants = tenantsMeant(home, tenant);
    const { allChecks, checkTenant } = await import('../checks/index.ts');
    for (const name of names) named(allChecks(), name);
    const progress = progressLine(terminal);
    const checked: CheckedTenant[] = [];
    for (const { tenant_id } of tenants)
      checked.push(
        await checkTenant(home, tenant_id, {
          wanted: ({ name }) => names.length === 0 || names.includes(name),
          onChecks: (done, of) => progress.show(`${tenant_id}: ${done} of ${of} checks`),
        }),
      );
    progress.end();
    terminal.out(formatResult(resultsOf(checked, format), format, { cut: terminal.interactive }));
    complainOfChecks(terminal, checked);
    terminal.err(checkedText(checked));
    if (checked.some(hasError)) exitWith(EXIT.partial);
  });
}

const RESULT_COLUMNS = [
  { name: 'tenant_id', type: 'varchar' },
  { name: 'check_name', type: 'varchar' },
  { name: 'severity', type: 'varchar' },
  { name: 'passed', type: 'boolean' },
  { name: 'violations', type: 'bigint' },
  { name: 'error_code', type: 'varchar' },
  { name: 'duration_ms', type: 'bigint' },
] as const;
const WORDS = [
  { name: 'promise', type: 'varchar' },
  { name: 'advice', type: 'varchar' },
] as const;

/** A table on a terminal has no room for sentences; those of what failed stand below it. */
function resultsOf(checked: readonly CheckedTenant[], format: Format): QueryResult {
  const rows = checked.flatMap(({ tenant_id, results }) =>
    results.map(({ check, severity, passed, violations, errorCode, durationMs }) => [
      ...[tenant_id, check.name, severity, passed, violations, errorCode, durationMs],
      ...(format === 'table' ? [] : [check.promise, check.advice]),
    ]),
  );
  return { columns: format === 'table' ? RESULT_COLUMNS : [...RESULT_COLUMNS, ...WORDS], rows };
}

async function list({ terminal }: Context, format: Format): Promise<void> {
  const { allChecks } = await import('../checks/index.ts');
  const columns = ['check', 'severity', 'reads', 'promise'].map((name) => ({ name, type: 'varchar' }));
  const rows = allChecks().map(({ name, severity, reads, promise }) => [
    name,
    severity,
    reads.join(', '),
    promise,
  ]);
  terminal.out(formatResult({ columns, rows }, format, { cut: false }));
}

async function show(
  { terminal }: Context,
  name: string,
  { sql: onlySql, tenant }: { sql?: true; tenant?: string },
): Promise<void> {
  const { allChecks } = await import('../checks/index.ts');
  const check = named(allChecks(), name);
  const { parseTenantId } = await import('../../../pipeline/contract/index.ts');
  const text =
    tenant === undefined || check.parameters.length === 0
      ? check.sql
      : check.sql.replaceAll('?', `'${parseTenantId(tenant)}'`);
  if (onlySql !== true) {
    terminal.out(`${check.name}: ${check.promise}\n`);
    terminal.out(`severity ${check.severity}, owner ${check.owner}, reads ${check.reads.join(', ')}\n\n`);
    terminal.out(`${check.advice}\n\n`);
  }
  terminal.out(`${text.trimEnd()}\n`);
}
