import { rename, rm, writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { Option } from 'commander';
import type { QueryResult } from '../../../sql/query/index.ts';
import { withHome } from '../home.ts';
import type { AddCommand, Context } from './context.ts';
import { toCsv } from './formats.ts';
import { tenantOption } from './options.ts';

interface ExportOptions {
  readonly tenant: string;
  readonly format: 'csv' | 'parquet';
  readonly out: string;
}

/** One row a criterion of each call's current evaluation, in an order that does not change between exports. */
const CRITERION_SCORES = `SELECT tenant_id, call_id, call_date, agent_id, agent_name, agent_team, queue, channel,
  evaluation_id, form_id, form_version, attempt, section_id, criterion_id, criterion_index, question, kind, weight,
  required, critical, outcome, score, max_score, reason, confidence, evidence_quote, evidence_turn, scored_at
FROM qa_scores ORDER BY call_date, call_id, form_id, criterion_index`;

/** `cci export`: files for BI tools. */
export const addExport: AddCommand = (program, context) => {
  const exports = program.command('export').description('Write files that a BI tool opens');
  exports
    .command('criterion-scores')
    .description("Every criterion of each call's current evaluation, a row each")
    .addOption(tenantOption())
    .addOption(
      new Option('--format <format>', 'file format').choices(['csv', 'parquet']).makeOptionMandatory(),
    )
    .requiredOption('--out <file>', 'file to write; it appears when it is complete')
    .addHelpText(
      'after',
      '\n  $ cci export criterion-scores --tenant acme --format parquet --out scores.parquet',
    )
    .action((options: ExportOptions) => run(context, options));
};

function run({ root, terminal }: Context, options: ExportOptions): Promise<void> {
  return withHome(root, async (home) => {
    const { COMMAND_LIMITS, openLakeSession } = await import('../lake-session.ts');
    const session = await openLakeSession(home, home.tenants.require(options.tenant), COMMAND_LIMITS);
    try {
      const result = await session.run(CRITERION_SCORES);
      await writeWhole(result, options);
      terminal.err(`${result.rows.length} rows written to ${options.out}\n`);
    } finally {
      session.close();
    }
  });
}

async function writeWhole(result: QueryResult, { format, out }: ExportOptions): Promise<void> {
  const file = resolve(out);
  const temporary = `${file}.${process.pid}.tmp`;
  try {
    if (format === 'csv') await writeFile(temporary, toCsv(result));
    else await (await import('../parquet-file.ts')).writeParquet(result, temporary);
    await rename(temporary, file);
  } finally {
    await rm(temporary, { force: true });
  }
}
