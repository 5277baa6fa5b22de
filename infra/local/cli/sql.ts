import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { type Format, formatResult } from './formats.ts';
import { formatOption, tenantOption } from './options.ts';

interface SqlOptions {
  readonly tenant: string;
  readonly format: Format;
}

/** `cci sql`: Athena SQL on one tenant's tables and views. */
export const addSql: AddCommand = (program, context) => {
  program
    .command('sql <statement>')
    .description("Run Athena SQL on one tenant's tables and views")
    .addOption(tenantOption())
    .addOption(formatOption())
    .addHelpText(
      'after',
      `
Tables: see "SHOW TABLES". Views: see "cci views list". What does not give exactly Athena's answer here is refused by
name (docs/sql.md).

  $ cci sql --tenant acme "SELECT call_date, count(*) AS calls FROM call_list GROUP BY call_date ORDER BY 1"
  $ cci sql --tenant acme "SELECT * FROM agent_scorecard" --format csv > agents.csv`,
    )
    .action((statement: string, options: SqlOptions) => run(context, statement, options));
};

function run({ root, terminal }: Context, statement: string, options: SqlOptions): Promise<void> {
  return withHome(root, async (home) => {
    const { COMMAND_LIMITS, openLakeSession } = await import('../lake-session.ts');
    const session = await openLakeSession(home, home.tenants.require(options.tenant), COMMAND_LIMITS);
    try {
      const result = await session.run(statement);
      terminal.out(formatResult(result, options.format, { cut: terminal.interactive }));
      if (terminal.interactive && options.format === 'table') terminal.err(`${result.rows.length} rows\n`);
    } finally {
      session.close();
    }
  });
}
