import { writeFile } from 'node:fs/promises';
import { Option } from 'commander';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import { writeArrow } from '../arrow-file.ts';
import { withHome } from '../home.ts';
import { writeWhole } from '../whole-file.ts';
import type { AddCommand, Context } from './context.ts';
import { counted } from './counted.ts';
import { toCsv } from './formats.ts';
import { tenantOption } from './options.ts';

interface ExportOptions {
  readonly tenant: string;
  readonly format: 'csv' | 'parquet' | 'arrow';
  readonly out: string;
}

/** `cci export`: files for BI tools. */
export const addExport: AddCommand = (program, context) => {
  const exports = program.command('export').description('Write files that a BI tool opens');
  exports
    .command('criterion-scores')
    .description("Every criterion of each call's current evaluation, a row each")
    .addOption(tenantOption())
    .addOption(
      new Option('--format <format>', 'file format')
        .choices(['csv', 'parquet', 'arrow'])
        .makeOptionMandatory(),
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
      const rows = await writeWhole(options.out, (file) => writeRows(session, options.format, file));
      terminal.err(`${counted(rows, 'row')} written to ${options.out}\n`);
    } finally {
      session.close();
    }
  });
}

/** Writes the rows to a file and says how many there are. */
async function writeRows(
  session: AthenaSession,
  format: ExportOptions['format'],
  file: string,
): Promise<number> {
  const { criterionScores } = await import('../../../reports/datasets/index.ts');
  const { createDb, statementOf } = await import('../../../sql/query/index.ts');
  const { sql, parameters } = statementOf(criterionScores(createDb(session)));
  if (format === 'arrow') return writeArrow(session, { sql, parameters }, file);
  const result = await session.run(sql, parameters);
  if (format === 'csv') await writeFile(file, toCsv(result));
  else await (await import('../parquet-file.ts')).writeParquet(result, file);
  return result.rows.length;
}
