import { createReadStream } from 'node:fs';
import type { Tenant } from '../../../pipeline/contract/index.ts';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import { LimitExceeded, QueryCancelled } from '../../../sql/errors.ts';
import { FileUnreadable, UsageError } from '../errors.ts';
import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { type AnswerSettings, answer } from './sql-answer.ts';
import { limitsTold, placeText } from './sql-failure.ts';
import { interruptible } from './sql-interrupt.ts';
import { addSqlOptions, type SqlOptions } from './sql-options.ts';

/** `cci sql`: Athena SQL on one tenant's tables and views. */
export const addSql: AddCommand = (program, context) => {
  addSqlOptions(
    program.command('sql [statement]').description("Run Athena SQL on one tenant's tables and views"),
  )
    .addHelpText(
      'after',
      `
Without a statement: a shell when a person sits at the terminal, else the statements that are piped in.
Tables: see "SHOW TABLES". Views: see "cci views list". What does not give exactly Athena's answer here is refused by
name (docs/sql.md). Bytes and cost are estimates.

  $ cci sql --tenant acme
  $ cci sql --tenant acme "SELECT call_date, count(*) AS calls FROM call_list GROUP BY call_date ORDER BY 1"
  $ cci sql --tenant acme "SELECT * FROM agent_scorecard" --format csv > agents.csv
  $ cci sql --tenant acme "SELECT * FROM call_turns" --arrow turns.arrow
  $ cci sql --tenant acme --file report.sql
  $ cci sql --tenant acme "SELECT * FROM agent_scorecard" --check http://localhost:8080`,
    )
    .action((statement: string | undefined, options: SqlOptions) => run(context, statement, options));
};

async function run(context: Context, statement: string | undefined, options: SqlOptions): Promise<void> {
  const work = workOf(context, statement, options);
  await withHome(context.root, async (home) => {
    const { COMMAND_LIMITS, openLakeSession } = await import('../lake-session.ts');
    const tenant = home.tenants.require(options.tenant);
    const session = await openLakeSession(home, tenant, { ...COMMAND_LIMITS, ...limitsOf(options) });
    try {
      await work(session, await settingsOf(options, tenant, session), tenant);
    } catch (error) {
      if (error instanceof LimitExceeded) throw limitsTold(error);
      if (!(error instanceof QueryCancelled)) throw error;
      context.terminal.err('cci: cancelled\n');
      context.exitWith(EXIT.cancelled);
    } finally {
      session.close();
    }
  });
}

type Work = (session: AthenaSession, settings: AnswerSettings, tenant: Tenant) => Promise<void>;

/** What is to be done: one statement, those of a file or of what is piped in, or a talk with a person. */
function workOf(context: Context, statement: string | undefined, { file, arrow }: SqlOptions): Work {
  const { terminal, root } = context;
  if (arrow !== undefined) return arrowWork(context, statement, arrow);
  if (statement !== undefined && file !== undefined)
    throw new UsageError('sql: both a statement and --file', { hint: 'Give one of them.' });
  if (statement !== undefined)
    return (session, settings) =>
      interruptible(async (signal) => {
        try {
          await answer(session, context, settings, { sql: statement, signal });
        } catch (error) {
          if (terminal.progress) terminal.err(placeText(statement, error));
          throw error;
        }
      });
  if (file !== undefined)
    return async (session, settings) => {
      await script(session, context, settings, readFile(file));
    };
  const { person, piped } = terminal;
  if (person !== undefined)
    return async (session, settings, tenant) => {
      const { talk } = await import('./sql-shell.ts');
      await talk(session, { terminal, root, person }, settings, tenant.tenant_id);
    };
  if (piped === undefined) throw noStatement();
  return async (session, settings) => {
    if ((await script(session, context, settings, piped)) === 0) throw noStatement();
  };
}

/** One statement, whose rows never pass through this process as text. */
function arrowWork({ terminal }: Context, statement: string | undefined, file: string): Work {
  if (statement === undefined)
    throw new UsageError('sql: --arrow needs a statement', { hint: 'Give the statement as an argument.' });
  return (session) =>
    interruptible(async (signal) => {
      const { writeArrow } = await import('../arrow-file.ts');
      const { writeWhole } = await import('../whole-file.ts');
      const rows = await writeWhole(file, (whole) => writeArrow(session, { sql: statement }, whole, signal));
      if (terminal.progress) terminal.err(`${counted(rows, 'row')} in ${file}\n`);
    });
}

const noStatement = (): UsageError =>
  new UsageError('sql: no statement', { hint: 'Give one, or --file, or pipe statements in.' });

async function script(
  session: AthenaSession,
  context: Context,
  settings: AnswerSettings,
  text: AsyncIterable<string | Uint8Array>,
): Promise<number> {
  const { runScript } = await import('./sql-script.ts');
  return interruptible((signal) => runScript(session, context, settings, text, signal));
}

async function* readFile(file: string): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of createReadStream(file)) yield part as Uint8Array;
  } catch (error) {
    throw new FileUnreadable('sql: the file cannot be read', file, error);
  }
}

const limitsOf = ({ timeout, memory, maxRows }: SqlOptions) => ({
  ...(timeout === undefined ? {} : { timeoutSeconds: timeout }),
  ...(memory === undefined ? {} : { memoryLimit: memory }),
  ...(maxRows === undefined ? {} : { maxRows }),
});

async function settingsOf(
  options: SqlOptions,
  tenant: Tenant,
  { catalog }: AthenaSession,
): Promise<AnswerSettings> {
  const { deprecatedViewsRead, deprecationText } = await import('../../../sql/lineage/index.ts');
  const settings = {
    format: options.format,
    stats: options.stats === true,
    usdPerTb: options.usdPerTb,
    notices: (sql: string) => deprecatedViewsRead(sql, catalog).map(deprecationText),
  };
  if (options.check === undefined) return settings;
  const { openCheck } = await import('./sql-check.ts');
  return { ...settings, check: await openCheck({ ...options, check: options.check }, tenant.tenant_id) };
}
