import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import type { KeptFiles, LineFile, PeriodWriter, WrittenPeriod, WrittenTable } from '../../run/index.ts';
import {
  aggregateSelect,
  type DayRange,
  documentsSelect,
  evaluationsSelect,
  factSelect,
  onlyEvaluationsSelect,
  type ShapeDialect,
} from '../../shape/index.ts';
import {
  AGGREGATE_TABLE_NAMES,
  AGGREGATE_TABLES,
  FACT_TABLE_NAMES,
  FACT_TABLES,
  type FactTableName,
  PERIOD_TABLES,
  type PeriodTableName,
} from '../../tables/index.ts';
import { EngineError, ParquetWriteFailed } from '../errors.ts';
import { columnsOf, rowOrder } from '../types.ts';
import { duckdbDialect } from './dialect.ts';
import { eachOf } from './each-of.ts';
import { linesSource, madeSelect } from './lines.ts';
import { fileList, literal } from './literals.ts';
import { readDays } from './read-days.ts';

/**
 * Statements of a period that run beside each other, each in a thread of its own. Those threads are Node's, which has four:
 * the others are for the documents of the next period and for files.
 */
const WRITES_UNDERWAY = 2;

/**
 * Documents from which on memory that was freed goes back to the system at once: what a thread frees stays with it, which is
 * hundreds of megabytes then. Where documents are few it would cost a fifth of the time.
 */
const MANY_DOCUMENTS = 4_000;
const GIVE_BACK_SOON = "SET GLOBAL allocator_bulk_deallocation_flush_threshold = '4MB'";
const GIVE_BACK_LATE = 'RESET GLOBAL allocator_bulk_deallocation_flush_threshold';

/** Different values of a column up to which it is coded. A column of texts has more; to look on costs as much as to write it. */
export const DICTIONARY_VALUES = 4_096;

/** What a period's statements need. */
export interface PeriodSetup {
  readonly instance: DuckDBInstance;
  readonly timeZone: string;
  readonly days: DayRange | undefined;
  /** Codec of the files. */
  readonly compression: string;
}

/** Periods that this process has begun. */
let begun = 0;

type Made = Record<FactTableName, Record<string, number>>;

/**
 * One period under way. The first lines stay documents until more come or the tables are written; before the next ones they
 * become rows, so that no more than one file of lines is ever held as documents.
 */
export class DuckDbPeriod implements PeriodWriter {
  readonly #setup: PeriodSetup;
  readonly #connection: DuckDBConnection;
  /** In the names of its tables: the tables of one period may be written while the next one lands. */
  readonly #id: number;
  readonly #dialect: ShapeDialect;
  readonly #made = Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, {}])) as Made;
  /** Names that its statements have used. */
  readonly #tables = new Set<string>();
  #documents = false;
  /** Whether no call of the documents has several evaluations. */
  #alone = true;
  #rows = false;
  #givesBack = false;
  #kept: KeptFiles | null = null;

  private constructor(setup: PeriodSetup, connection: DuckDBConnection, id: number) {
    this.#setup = setup;
    this.#connection = connection;
    this.#id = id;
    this.#dialect = duckdbDialect(setup.timeZone, setup.days);
  }

  static async begin(setup: PeriodSetup): Promise<DuckDbPeriod> {
    begun += 1;
    // Another period may begin before the connection is there.
    const id = begun;
    return new DuckDbPeriod(setup, await setup.instance.connect(), id);
  }

  async add(lines: LineFile): Promise<void> {
    const connection = this.#connection;
    try {
      if (lines.documents >= MANY_DOCUMENTS) await this.#giveBackSoon();
      if (this.#documents) await this.#flatten();
      const documents = documentsSelect(this.#dialect, linesSource(lines));
      await connection.run(`CREATE OR REPLACE TABLE ${this.#own('documents')} AS ${documents}`);
      this.#documents = true;
      await this.#count(lines);
      if (!this.#alone) await this.#list();
    } catch (cause) {
      throw failed('engines: documents could not be read', lines.path, cause);
    }
  }

  async keep(kept: KeptFiles): Promise<void> {
    const connection = this.#connection;
    this.#kept = kept;
    await connection.run(`CREATE OR REPLACE TABLE ${this.#own('dropped')} (call_id VARCHAR)`);
    if (kept.exceptCalls.length > 0) {
      const appender = await connection.createAppender(`dropped ${this.#id}`);
      for (const id of kept.exceptCalls) {
        appender.appendVarchar(id);
        appender.endRow();
      }
      appender.closeSync();
    }
    for (const table of FACT_TABLE_NAMES) {
      const source = this.#keptSource(table);
      if (source) await this.#countRows(table, `SELECT dt, count(*) AS n FROM (${source}) GROUP BY dt`);
    }
  }

  async write(fileOf: (table: PeriodTableName) => string): Promise<WrittenPeriod> {
    if (this.#documents && this.#rows) await this.#flatten();
    const facts = FACT_TABLE_NAMES.filter((table) => Object.keys(this.#made[table]).length > 0);
    await eachOf(facts, WRITES_UNDERWAY, (table) =>
      this.#writeTable(table, this.#sourceOf(table), fileOf(table)),
    );
    const sums = AGGREGATE_TABLE_NAMES.filter((name) => facts.includes(AGGREGATE_TABLES[name].of));
    await eachOf(sums, WRITES_UNDERWAY, (name) => {
      const facts = `read_parquet(${fileList([fileOf(AGGREGATE_TABLES[name].of)])}, hive_partitioning = false)`;
      return this.#writeTable(name, aggregateSelect(name, this.#dialect, facts), fileOf(name));
    });
    return { made: this.#made, tables: await this.#readBack([...facts, ...sums], fileOf) };
  }

  async close(): Promise<void> {
    if (this.#givesBack) await this.#connection.run(GIVE_BACK_LATE);
    for (const table of this.#tables) await this.#connection.run(`DROP TABLE IF EXISTS ${table}`);
    this.#connection.closeSync();
  }

  async #giveBackSoon(): Promise<void> {
    this.#givesBack = true;
    await this.#connection.run(GIVE_BACK_SOON);
  }

  #own(table: string): string {
    const name = `"${table} ${this.#id}"`;
    this.#tables.add(name);
    return name;
  }

  #shaped(table: FactTableName): string {
    const documents = this.#own('documents');
    const relation = this.#alone
      ? `(${onlyEvaluationsSelect(this.#dialect, documents)}) AS "listed"`
      : this.#own('listed');
    return factSelect(table, this.#dialect, documents, { relation, alone: this.#alone });
  }

  /** Makes rows of the documents that wait. */
  async #flatten(): Promise<void> {
    await eachOf(FACT_TABLE_NAMES, WRITES_UNDERWAY, (table) => this.#addRows(table));
    for (const table of ['documents', 'listed'])
      await this.#connection.run(`DROP TABLE IF EXISTS ${this.#own(table)}`);
    this.#rows = true;
    this.#documents = false;
  }

  async #addRows(table: FactTableName): Promise<void> {
    const rows = this.#shaped(table);
    const into = this.#rows ? 'INSERT INTO' : 'CREATE OR REPLACE TABLE';
    const connection = await this.#setup.instance.connect();
    try {
      await connection.run(`${into} ${this.#own(table)} ${this.#rows ? '' : 'AS'} ${rows}`);
    } finally {
      connection.closeSync();
    }
  }

  async #list(): Promise<void> {
    await this.#connection.run(
      `CREATE OR REPLACE TABLE ${this.#own('listed')} AS ${evaluationsSelect(this.#dialect, this.#own('documents'))}`,
    );
  }

  /** Counts what the documents should give. Those that were read have a day. */
  async #count({ documents, path }: LineFile): Promise<void> {
    let readable = 0;
    this.#alone = true;
    for (const { dt, documents: n, evaluations_of_a_call: most, ...counts } of await this.#rowsOf(
      madeSelect(this.#own('documents')),
    )) {
      if (dt !== null) readable += Number(n);
      if (Number(most) > 1) this.#alone = false;
      for (const table of FACT_TABLE_NAMES) this.#add(table, String(dt), Number(counts[table]));
    }
    if (readable !== documents)
      throw new ParquetWriteFailed(
        'engines: sealed documents did not come back from DuckDB as they went in',
        {
          where: path,
        },
      );
  }

  async #countRows(table: FactTableName, sql: string): Promise<void> {
    for (const { dt, n } of await this.#rowsOf(sql)) this.#add(table, String(dt), Number(n));
  }

  #add(table: FactTableName, dt: string, rows: number): void {
    if (rows > 0) this.#made[table][dt] = (this.#made[table][dt] ?? 0) + rows;
  }

  #keptSource(table: FactTableName): string | null {
    const files = this.#kept?.files[table] ?? [];
    if (files.length === 0) return null;
    const columns = columnsOf(FACT_TABLES[table]);
    return `SELECT ${columns} FROM read_parquet(${fileList(files)}, hive_partitioning = false)
      WHERE call_id NOT IN (FROM ${this.#own('dropped')})`;
  }

  #sourceOf(table: FactTableName): string {
    const fresh = this.#rows
      ? `SELECT ${columnsOf(FACT_TABLES[table])} FROM ${this.#own(table)}`
      : this.#documents
        ? this.#shaped(table)
        : null;
    return [fresh, this.#keptSource(table)].filter((source) => source !== null).join(' UNION ALL ');
  }

  async #readBack(
    tables: readonly PeriodTableName[],
    fileOf: (table: PeriodTableName) => string,
  ): Promise<WrittenPeriod['tables']> {
    try {
      const found = await readDays(this.#connection, tables.map(fileOf));
      return Object.fromEntries(
        found.map((days, index): [PeriodTableName | undefined, WrittenTable] => [
          tables[index],
          { rows: Object.values(days).reduce((sum, rows) => sum + rows, 0), days },
        ]),
      );
    } catch (cause) {
      throw failed('engines: the files of a period could not be read back', fileOf('calls'), cause);
    }
  }

  async #writeTable(table: PeriodTableName, source: string, file: string): Promise<void> {
    const connection = await this.#setup.instance.connect();
    try {
      await connection.run(`COPY (SELECT * FROM (${source}) ORDER BY ${rowOrder(PERIOD_TABLES[table], this.#setup.days && onlyDay(this.#setup.days))})
        TO ${literal(file)} (FORMAT parquet, COMPRESSION ${this.#setup.compression}, DICTIONARY_SIZE_LIMIT ${DICTIONARY_VALUES})`);
    } catch (cause) {
      throw failed(`engines: table ${table} could not be written`, file, cause);
    } finally {
      connection.closeSync();
    }
  }

  async #rowsOf(sql: string): Promise<Record<string, unknown>[]> {
    return (await this.#connection.runAndReadAll(sql)).getRowObjectsJson();
  }
}

const onlyDay = ({ first, last }: DayRange): string | undefined => (first === last ? 'dt' : undefined);

/** The engine's own text stays in `cause`: it may quote values. */
const failed = (message: string, where: string, cause: unknown): EngineError =>
  cause instanceof EngineError ? cause : new ParquetWriteFailed(message, { where, cause });
