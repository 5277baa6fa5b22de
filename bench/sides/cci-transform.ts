import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { duckdbDialect } from '../../etl/engines/duckdb/dialect.ts';
import { DUCKDB_DEFAULTS } from '../../etl/engines/duckdb/engine.ts';
import { linesSource } from '../../etl/engines/duckdb/lines.ts';
import { fileList, literal } from '../../etl/engines/duckdb/literals.ts';
import { DICTIONARY_VALUES } from '../../etl/engines/duckdb/period.ts';
import { rowOrder } from '../../etl/engines/types.ts';
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
  PERIOD_TABLES,
  type PeriodTableName,
} from '../../etl/tables/index.ts';
import { parseRawCallKey } from '../../pipeline/contract/index.ts';
import { type TenantDay, TIME_ZONE } from '../corpus.ts';
import { type Task, tableFile } from '../side.ts';
import { rawFiles } from './night.ts';

/** As many as the engine of the product writes at a time. */
const WRITES_UNDERWAY = 4;

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

/** A DuckDB at work, and a connection of it. */
interface Engine {
  readonly instance: DuckDBInstance;
  readonly connection: DuckDBConnection;
}

/** Writes the tables of one tenant-day; its documents become rows before others come, as in the engine. */
class DayWriter {
  readonly #instance: DuckDBInstance;
  readonly #connection: DuckDBConnection;
  readonly #dialect: ShapeDialect;
  readonly #fileOf: (table: PeriodTableName) => string;
  #parts = 0;

  constructor({ instance, connection }: Engine, dt: string, fileOf: (table: PeriodTableName) => string) {
    this.#instance = instance;
    this.#connection = connection;
    this.#dialect = duckdbDialect(TIME_ZONE, { first: dt, last: dt });
    this.#fileOf = fileOf;
  }

  async add({ lines }: Joined): Promise<void> {
    if (this.#parts > 0) await this.#flatten();
    await this.#connection.run(
      `CREATE OR REPLACE TABLE "documents" AS ${documentsSelect(this.#dialect, linesSource(lines))}`,
    );
    this.#parts += 1;
    rmSync(lines.path);
  }

  async write(): Promise<void> {
    const several = this.#parts > 1;
    if (several) await this.#flatten();
    await eachOf(FACT_TABLE_NAMES, (table) =>
      this.#copy(table, several ? `FROM "${table}"` : this.#rowsOf(table)),
    );
    await eachOf(AGGREGATE_TABLE_NAMES, (table) => {
      const facts = `read_parquet(${fileList([this.#fileOf(AGGREGATE_TABLES[table].of)])})`;
      return this.#copy(table, aggregateSelect(table, this.#dialect, facts));
    });
    for (const table of ['documents', ...FACT_TABLE_NAMES])
      await this.#connection.run(`DROP TABLE IF EXISTS "${table}"`);
  }

  /** The documents have one evaluation each, which the engine finds out. */
  #rowsOf(table: FactTableName): string {
    const relation = `(${onlyEvaluationsSelect(this.#dialect, '"documents"')}) AS "listed"`;
    return factSelect(table, this.#dialect, '"documents"', { relation, alone: true });
  }

  async #flatten(): Promise<void> {
    for (const table of FACT_TABLE_NAMES) {
      const rows = this.#rowsOf(table);
      await this.#connection.run(`CREATE TABLE IF NOT EXISTS "${table}" AS ${rows} LIMIT 0`);
      await this.#connection.run(`INSERT INTO "${table}" ${rows}`);
    }
    await this.#connection.run('DROP TABLE "documents"');
  }

  async #copy(table: PeriodTableName, source: string): Promise<void> {
    const connection = await this.#instance.connect();
    await connection.run(`COPY (SELECT * FROM (${source}) ORDER BY ${rowOrder(PERIOD_TABLES[table], 'dt')})
      TO ${literal(this.#fileOf(table))} (FORMAT parquet, COMPRESSION ${DUCKDB_DEFAULTS.compression}, DICTIONARY_SIZE_LIMIT ${DICTIONARY_VALUES})`);
    connection.closeSync();
  }
}

async function eachOf<T>(items: readonly T[], task: (item: T) => Promise<void>): Promise<void> {
  const waiting = [...items];
  const lane = async (): Promise<void> => {
    for (let item = waiting.shift(); item !== undefined; item = waiting.shift()) await task(item);
  };
  await Promise.all(Array.from({ length: WRITES_UNDERWAY }, lane));
}

/**
 * What is left of the night without its promises: the same joining and statements, but nothing is planned, counted, read
 * back, hashed, forced to disk or published. The next tenant-day is joined while this one is written, as in the night.
 */
export async function run(task: Task): Promise<void> {
  const { threads, memoryLimit } = DUCKDB_DEFAULTS;
  const instance = await DuckDBInstance.create(':memory:', {
    threads: String(threads),
    memory_limit: memoryLimit,
    temp_directory: join(task.out, 'spill'),
    preserve_insertion_order: 'false',
  });
  const connection = await instance.connect();
  const raw = rawFiles(join(task.documents, task.input));
  const documents = await documentsByDay(raw, task.tenantDays);
  const joiner = openJoiner(raw, task.out);
  const begin = (day: TenantDay | undefined) => day && joiner.join(documents.get(nameOf(day)) ?? []);
  let next = begin(task.tenantDays[0]);
  for (const [position, day] of task.tenantDays.entries()) {
    const writer = new DayWriter({ instance, connection }, day.dt, (table) =>
      tableFile(task.out, table, day),
    );
    for await (const part of next ?? []) await writer.add(part);
    next = begin(task.tenantDays[position + 1]);
    await writer.write();
  }
  await joiner.close();
  connection.closeSync();
  instance.closeSync();
}
