import { eachOf } from '../../lanes/index.ts';
import type { SummedFacts, WrittenFile } from '../../run/index.ts';
import { aggregateSelect } from '../../shape/index.ts';
import { AGGREGATE_TABLE_NAMES, AGGREGATE_TABLES, type AggregateTableName } from '../../tables/index.ts';
import { ParquetWriteFailed } from '../errors.ts';
import { columnsOf } from '../types.ts';
import { duckdbDialect } from './dialect.ts';
import { fileList, literal } from './literals.ts';
import { orderOf } from './orders.ts';
import { parquetOptions } from './parquet-options.ts';
import type { Writes } from './write-rows.ts';

/** Statements that run beside each other. */
const WRITES_UNDERWAY = 2;

/**
 * Writes the sums of a period's days, each table that has facts into its file. What no changed call has a part in is taken
 * over. Its rows are in no doubt: they are made from files that were read back.
 * @returns rows by table
 * @throws {ParquetWriteFailed}
 */
export async function writeSums(
  writes: Writes,
  summed: SummedFacts,
  fileOf: (table: AggregateTableName) => string,
): Promise<Partial<Record<AggregateTableName, WrittenFile>>> {
  const written: Partial<Record<AggregateTableName, WrittenFile>> = {};
  await eachOf(AGGREGATE_TABLE_NAMES, WRITES_UNDERWAY, async (table) => {
    if ((summed.facts[AGGREGATE_TABLES[table].of] ?? []).length === 0) return;
    written[table] = { rows: await writeTable(writes, table, summed, fileOf(table)) };
  });
  return written;
}

const reading = (files: readonly string[]): string =>
  `read_parquet(${fileList(files)}, hive_partitioning = false)`;

/** The rows of a table of sums over a period's days. */
function rowsOf(table: AggregateTableName, { facts, days, sums, changed }: SummedFacts): string {
  const { first, last } = days;
  const files = reading(facts[AGGREGATE_TABLES[table].of] ?? []);
  const ofDays = `dt BETWEEN DATE ${literal(first)} AND DATE ${literal(last)}`;
  // The clock of no zone has a part in a sum.
  const dialect = duckdbDialect('UTC', days);
  const before = sums[table];
  // A day is summed up sooner than it is found out what of it is the same.
  if (before === undefined || first === last)
    return aggregateSelect(table, dialect, `(FROM ${files} WHERE ${ofDays})`);
  const touched = `(SELECT DISTINCT dt, agent_id FROM ${reading(changed)} WHERE ${ofDays}) AS touched
    ON made.dt = touched.dt AND made.agent_id IS NOT DISTINCT FROM touched.agent_id`;
  const anew = aggregateSelect(table, dialect, `(SELECT made.* FROM ${files} AS made SEMI JOIN ${touched})`);
  const columns = columnsOf(AGGREGATE_TABLES[table]);
  return `${anew} UNION ALL SELECT ${columns} FROM ${reading([before])} AS made ANTI JOIN ${touched}`;
}

async function writeTable(
  { connections, compression }: Writes,
  table: AggregateTableName,
  summed: SummedFacts,
  file: string,
): Promise<number> {
  const order = orderOf(table, AGGREGATE_TABLES[table].sort, summed.days);
  const copy = `COPY (SELECT * FROM (${rowsOf(table, summed)}) ORDER BY ${order})
    TO ${literal(file)} ${parquetOptions(compression)}`;
  try {
    const answer = await connections.use((connection) => connection.runAndReadAll(copy));
    return Number(answer.getRows()[0]?.[0]);
  } catch (cause) {
    throw new ParquetWriteFailed(`engines: table ${table} could not be written`, { where: file, cause });
  }
}
