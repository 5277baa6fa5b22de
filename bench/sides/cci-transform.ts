import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { Connections } from '../../etl/engines/duckdb/connections.ts';
import { duckdbDialect } from '../../etl/engines/duckdb/dialect.ts';
import { DUCKDB_DEFAULTS } from '../../etl/engines/duckdb/engine.ts';
import { linesSource } from '../../etl/engines/duckdb/lines.ts';
import { filesRows } from '../../etl/engines/duckdb/literals.ts';
import { bytesSetting } from '../../etl/engines/duckdb/memory.ts';
import { type TableRows, writeTable } from '../../etl/engines/duckdb/write-table.ts';
import { rowOrder } from '../../etl/engines/types.ts';
import { eachOf } from '../../etl/lanes/index.ts';
import type { RawDocument } from '../../etl/plan/index.ts';
import type { RawDocuments } from '../../etl/run/index.ts';
import { type Joined, openJoiner } from '../../etl/run/join/index.ts';
import {
  aggregateSelect,
  documentsSelect,
  factSelect,
  onlyEvaluationsSelect,
  type ShapeDialect,
} from '../../etl/shape/index.ts';
import {
  AGGREGATE_TABLE_NAMES,
  AGGREGATE_TABLES,
  FACT_TABLE_NAMES,
  type FactTableName,
  type PeriodTableName,
} from '../../etl/tables/index.ts';
import { parseRawCallKey } from '../../pipeline/contract/index.ts';
import { type TenantDay, TIME_ZONE } from '../corpus.ts';
import { type Task, tableFile } from '../side.ts';
import { rawFiles } from './night.ts';

/** As many as the engine of the product has under way. */
const STATEMENTS_UNDERWAY = 2;

const nameOf = ({ tenantId, dt }: Pick<TenantDay, 'tenantId' | 'dt'>): string => `${tenantId} ${dt}`;

/** The listed documents, by tenant and day. */
async function documentsByDay(
  raw: RawDocuments,
  tenantDays: readonly TenantDay[],
): Promise<Map<string, RawDocument[]>> {
  const days = new Map<string, RawDocument[]>();
  for (const tenantId of new Set(tenantDays.map((day) => day.tenantId)))
    for await (const { folder, names } of raw.list(tenantId))
      for (const name of names) {
        const key = `${folder}/${name}`;
        const document = { ...parseRawCallKey(key), key };
        const day = days.get(nameOf(document));
        if (day) day.push(document);
        else days.set(nameOf(document), [document]);
      }
  return days;
}

/** Writes the tables of one tenant-day. */
class DayWriter {
  readonly #connections: Connections;
  readonly #dialect: ShapeDialect;
  readonly #fileOf: (table: PeriodTableName) => string;
  readonly #parts: string[] = [];

  constructor(connections: Connections, dt: string, fileOf: (table: PeriodTableName) => string) {
    this.#connections = connections;
    this.#dialect = duckdbDialect(TIME_ZONE, { first: dt, last: dt });
    this.#fileOf = fileOf;
  }

  async add({ lines }: Joined): Promise<void> {
    const part = `"documents ${this.#parts.length}"`;
    this.#parts.push(part);
    await this.#run(`CREATE TABLE ${part} AS ${documentsSelect(this.#dialect, linesSource(lines))}`);
    rmSync(lines.path);
  }

  /** Of the facts nothing is sorted: documents and their turns come in order, and a day of a table is one row group. */
  async write(): Promise<void> {
    await eachOf(FACT_TABLE_NAMES, STATEMENTS_UNDERWAY, (table) =>
      this.#write({ table, rows: this.#rowsOf(table), order: null }),
    );
    await eachOf(AGGREGATE_TABLE_NAMES, STATEMENTS_UNDERWAY, (table) => {
      const facts = filesRows([this.#fileOf(AGGREGATE_TABLES[table].of)]);
      const rows = aggregateSelect(table, this.#dialect, facts);
      return this.#write({ table, rows, order: rowOrder(AGGREGATE_TABLES[table], 'dt') });
    });
    for (const part of this.#parts) await this.#run(`DROP TABLE ${part}`);
  }

  /** The documents have one evaluation each, which the engine finds out. */
  #rowsOf(table: FactTableName): string {
    const rows = this.#parts.map((part) => {
      const relation = `(${onlyEvaluationsSelect(this.#dialect, part)}) AS "listed"`;
      return factSelect(table, this.#dialect, part, { relation, alone: true });
    });
    return rows.join(' UNION ALL ');
  }

  async #write(rows: TableRows & { readonly table: PeriodTableName }): Promise<void> {
    const { compression } = DUCKDB_DEFAULTS;
    await writeTable({ connections: this.#connections, compression }, rows, this.#fileOf(rows.table));
  }

  async #run(sql: string): Promise<void> {
    await this.#connections.use((connection) => connection.run(sql));
  }
}

/**
 * What is left of the night without its promises: the same joining and statements, but nothing is planned, counted, read
 * back, hashed, forced to disk or published. The next tenant-day is joined while this one is written, as in the night.
 */
export async function run(task: Task): Promise<void> {
  const { threads, memoryBytes } = DUCKDB_DEFAULTS;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: bytesSetting(memoryBytes),
    temp_directory: join(task.out, 'spill'),
  });
  const connections = await Connections.to(instance);
  const raw = rawFiles(join(task.documents, task.input));
  const documents = await documentsByDay(raw, task.tenantDays);
  const joiner = openJoiner(raw, task.out);
  const begin = (day: TenantDay | undefined) => day && joiner.join(documents.get(nameOf(day)) ?? []);
  let next = begin(task.tenantDays[0]);
  for (const [position, day] of task.tenantDays.entries()) {
    const writer = new DayWriter(connections, day.dt, (table) => tableFile(task.out, table, day));
    await eachOf(next ?? [], STATEMENTS_UNDERWAY, (part) => writer.add(part));
    next = begin(task.tenantDays[position + 1]);
    await writer.write();
  }
  await joiner.close();
  connections.close();
}
