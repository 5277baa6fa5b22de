import { eachOf } from '../../lanes/index.ts';
import type { SummedFacts, WrittenFile } from '../../run/index.ts';
import { aggregateSelect } from '../../shape/index.ts';
import { AGGREGATE_TABLE_NAMES, AGGREGATE_TABLES, type AggregateTableName } from '../../tables/index.ts';
import { columnsOf } from '../types.ts';
import { duckdbDialect } from './dialect.ts';
import { filesRows, literal } from './literals.ts';
import { orderOf } from './orders.ts';
import { type Writes, writeTable } from './write-table.ts';

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
    const order = orderOf(table, AGGREGATE_TABLES[table].sort, summed.days);
    written[table] = await writeTable(writes, { table, rows: rowsOf(table, summed), order }, fileOf(table));
  });
  return written;
}

/** The rows of a table of sums over a period's days. */
function rowsOf(table: AggregateTableName, { facts, days, sums, changed }: SummedFacts): string {
  const { first, last } = days;
  const files = filesRows(facts[AGGREGATE_TABLES[table].of] ?? []);
  const ofDays = `dt BETWEEN DATE ${literal(first)} AND DATE ${literal(last)}`;
  // The clock of no zone has a part in a sum.
  const dialect = duckdbDialect('UTC', days);
  const before = sums[table];
  // A day is summed up sooner than it is found out what of it is the same.
  if (before === undefined || first === last)
    return aggregateSelect(table, dialect, `(FROM ${files} WHERE ${ofDays})`);
  const touched = `(SELECT DISTINCT dt, agent_id FROM ${filesRows(changed)} WHERE ${ofDays}) AS touched
    ON made.dt = touched.dt AND made.agent_id IS NOT DISTINCT FROM touched.agent_id`;
  const anew = aggregateSelect(table, dialect, `(SELECT made.* FROM ${files} AS made SEMI JOIN ${touched})`);
  const columns = columnsOf(AGGREGATE_TABLES[table]);
  return `${anew} UNION ALL SELECT ${columns} FROM ${filesRows([before])} AS made ANTI JOIN ${touched}`;
}
