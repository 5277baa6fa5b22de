import { readFileSync } from 'node:fs';
import { DuckDBInstance } from '@duckdb/node-api';
import { PERIOD_TABLE_NAMES } from '../../etl/tables/index.ts';
import { filesOf } from '../corpus.ts';
import { type Task, tableFile } from '../side.ts';

const STATEMENTS = readFileSync(new URL('./duckdb-plain.sql', import.meta.url), 'utf8');

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** DuckDB as one would use it by hand, a tenant-day at a time: see duckdb-plain.sql. */
export async function run({ documents, input, tenantDays, out }: Task): Promise<void> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  await connection.run('SET preserve_insertion_order = false');
  for (const day of tenantDays) {
    const files = filesOf(documents, input, day).map(literal).join(', ');
    await connection.run(`SET VARIABLE documents = [${files}]`);
    for (const table of PERIOD_TABLE_NAMES)
      await connection.run(`SET VARIABLE file_of_${table} = ${literal(tableFile(out, table, day))}`);
    const statements = await connection.extractStatements(STATEMENTS);
    for (let index = 0; index < statements.count; index += 1) await (await statements.prepare(index)).run();
  }
  connection.closeSync();
  instance.closeSync();
}
