import type { DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import {
  eachOf,
  type KeptFiles,
  type LineFile,
  type PeriodWriter,
  Turnstile,
  type WrittenPeriod,
  type WrittenTable,
} from '../../run/index.ts';
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
  type FactTable,
  type FactTableName,
  PERIOD_TABLES,
  type PeriodTableName,
} from '../../tables/index.ts';
import { EngineError, ParquetWriteFailed } from '../errors.ts';
import { columnsOf, rowOrder } from '../types.ts';
import { duckdbDialect } from './dialect.ts';
import { inOrderSelect, linesSource, madeSelect } from './lines.ts';
import { fileList, literal } from './literals.ts';
import { readDays } from './read-days.ts';

/**
 * Statements of a period that run beside each other, each in a thread of its own. Those threads are Node's, which has four:
 * the others are for the documents of the next period and for files.
 */
const WRITES_UNDERWAY = 2;

/** Files of lines that are read beside each other, likewise. */
const LANDS_UNDERWAY = 2;

/**
 * Documents from which on memory that was freed goes back to the system at once: what a thread frees stays with it, which is
 * hundreds of megabytes then. Where documents are few it would cost a fifth of the time.
 */
const MANY_DOCUMENTS = 4_000;
const GIVE_BACK_SOON = "SET GLOBAL allocator_bulk_deallocation_flush_threshold = '16MB'";
const GIVE_BACK_LATE = 'RESET GLOBAL allocator_bulk_deallocation_flush_threshold';

/** Different values of a column up to which it is coded. A column of texts has more; to look on costs as much as to write it. */
const DICTIONARY_VALUES = 4_096;

/**
 * How files are written. A column's dictionary takes its room beforehand: ids of calls are to fit, in a short file no more.
 * A file that was not finished is never named by a manifest, so that none is written under another name first.
 * @param documents how many the file is made from, if that is known
 */
export function parquetOptions(compression: string, documents = DICTIONARY_VALUES): string {
  const values = Math.min(DICTIONARY_VALUES, 2 ** Math.ceil(Math.log2(2 * documents + 64)));
  return `(FORMAT parquet, COMPRESSION ${compression}, DICTIONARY_SIZE_LIMIT ${values}, USE_TMP_FILE false)`;
}

/** What a period's statements need. */
export interface PeriodSetup {
  readonly instance: DuckDBInstance;
  readonly timeZone: string;
  readonly days: DayRange | undefined;
  /** Codec of the files. */
  readonly compression: string;
  readonly heldBytes: number;
}

/** Periods that this process has begun. */
let begun = 0;

/** Tables that are sorted by day and call, and within a call by the place of an element in its list. */
const TABLES_BY_CALL = FACT_TABLE_NAMES.filter((name) => {
  const [day, call, place = '', ...more] = FACT_TABLES[name].sort;
  const { columns }: FactTable = FACT_TABLES[name];
  const from = columns[place]?.from;
  return (
    day === 'dt' && call === 'call_id' && more.length === 0 && (from === 'position' || from === 't.index')
  );
});

type Made = Record<FactTableName, Record<string, number>>;

/** Documents of one line file that wait to be written. */
interface HeldDocuments {
  /** Of the line file among those of the period. */
  readonly part: number;
  readonly table: string;
  /** The table of their evaluations; null when no call has several, since they are as easily had from the documents. */
  readonly listed: string | null;
  /** Whether the turns of each call stand in their order. */
  readonly turnsInOrder: boolean;
}

/** One period under way. Its lines stay documents until the tables are written, or until they are too many. */
export class DuckDbPeriod implements PeriodWriter {
  readonly #setup: PeriodSetup;
  readonly #connection: DuckDBConnection;
  /** In the names of its tables: the tables of one period may be written while the next one lands. */
  readonly #id: number;
  readonly #dialect: ShapeDialect;
  readonly #made = Object.fromEntries(FACT_TABLE_NAMES.map((table) => [table, {}])) as Made;
  /** Names that its statements have used. */
  readonly #tables = new Set<string>();
  #documents: HeldDocuments[] = [];
  /** Bytes of the lines that they were, those on their way included. */
  #held = 0;
  /** Documents land beside each other; all of them have landed before they become rows. */
  readonly #landing = new Turnstile(LANDS_UNDERWAY);
  /** Documents that were handed over so far. */
  #added = 0;
  #parts = 0;
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
    const full = this.#held > 0 && this.#held + lines.bytes > this.#setup.heldBytes;
    this.#held = (full ? 0 : this.#held) + lines.bytes;
    this.#added += lines.documents;
    const many = this.#added >= MANY_DOCUMENTS;
    // In line at once: what is added meanwhile comes behind both.
    const room = full ? this.#landing.run(() => this.#flatten(), LANDS_UNDERWAY) : Promise.resolve();
    const landed = this.#landing.run(async () => {
      await room;
      await this.#land(lines, many);
    });
    try {
      await Promise.all([room, landed]);
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
    if (this.#documents.length > 0 && this.#rows) await this.#flatten();
    const facts = FACT_TABLE_NAMES.filter((table) => Object.keys(this.#made[table]).length > 0);
    const inOrder = await this.#tablesInOrder();
    await eachOf(facts, WRITES_UNDERWAY, (table) =>
      this.#writeTable(this.#sourceOf(table), fileOf(table), {
        table,
        order: inOrder.includes(table) ? null : this.#orderOf(table),
      }),
    );
    const sums = AGGREGATE_TABLE_NAMES.filter((name) => facts.includes(AGGREGATE_TABLES[name].of));
    await eachOf(sums, WRITES_UNDERWAY, (name) => {
      const facts = `read_parquet(${fileList([fileOf(AGGREGATE_TABLES[name].of)])}, hive_partitioning = false)`;
      return this.#writeTable(aggregateSelect(name, this.#dialect, facts), fileOf(name), {
        table: name,
        order: this.#orderOf(name),
      });
    });
    return { made: this.#made, tables: await this.#readBack([...facts, ...sums], fileOf) };
  }

  async close(): Promise<void> {
    if (this.#givesBack) await this.#connection.run(GIVE_BACK_LATE);
    for (const table of this.#tables) await this.#connection.run(`DROP TABLE IF EXISTS ${table}`);
    this.#connection.closeSync();
  }

  async #giveBackSoon(): Promise<void> {
    if (this.#givesBack) return;
    this.#givesBack = true;
    await this.#connection.run(GIVE_BACK_SOON);
  }

  #own(table: string): string {
    const name = `"${table} ${this.#id}"`;
    this.#tables.add(name);
    return name;
  }

  async #land(lines: LineFile, many: boolean): Promise<void> {
    if (many) await this.#giveBackSoon();
    this.#parts += 1;
    const part = this.#parts;
    const table = this.#own(`documents.${part}`);
    const connection = await this.#setup.instance.connect();
    try {
      await connection.run(`CREATE TABLE ${table} AS ${documentsSelect(this.#dialect, linesSource(lines))}`);
      const { alone, turnsInOrder } = await this.#count(connection, table, lines);
      const listed = alone ? null : this.#own(`listed.${part}`);
      if (listed !== null)
        await connection.run(`CREATE TABLE ${listed} AS ${evaluationsSelect(this.#dialect, table)}`);
      this.#documents.push({ part, table, listed, turnsInOrder });
      this.#documents.sort((a, b) => a.part - b.part);
    } finally {
      connection.closeSync();
    }
  }

  /** A table's rows of all documents that are held. The engine reads only the fields that it needs, if each file's are asked apart. */
  #shaped(table: FactTableName): string {
    const rows = this.#documents.map(({ table: documents, listed }) => {
      const relation = listed ?? `(${onlyEvaluationsSelect(this.#dialect, documents)}) AS "listed"`;
      return factSelect(table, this.#dialect, documents, { relation, alone: listed === null });
    });
    return rows.join(' UNION ALL ');
  }

  /** Makes rows of the documents that wait. */
  async #flatten(): Promise<void> {
    await eachOf(FACT_TABLE_NAMES, WRITES_UNDERWAY, (table) => this.#addRows(table));
    for (const { table, listed } of this.#documents) {
      await this.#connection.run(`DROP TABLE ${table}`);
      if (listed !== null) await this.#connection.run(`DROP TABLE ${listed}`);
    }
    this.#rows = true;
    this.#documents = [];
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

  /** Counts what documents should give, and looks at their order. Those that were read have a day. */
  async #count(
    connection: DuckDBConnection,
    documents: string,
    { documents: wanted, path }: LineFile,
  ): Promise<{ alone: boolean; turnsInOrder: boolean }> {
    let readable = 0;
    const found = { alone: true, turnsInOrder: true };
    const days = await rowsOf(connection, madeSelect(documents));
    for (const {
      dt,
      documents: n,
      evaluations_of_a_call: most,
      turns_in_order: turnsInOrder,
      ...counts
    } of days) {
      if (dt !== null) readable += Number(n);
      if (Number(most) > 1) found.alone = false;
      if (turnsInOrder === false) found.turnsInOrder = false;
      for (const table of FACT_TABLE_NAMES) this.#add(table, String(dt), Number(counts[table]));
    }
    if (readable !== wanted)
      throw new ParquetWriteFailed(
        'engines: sealed documents did not come back from DuckDB as they went in',
        { where: path },
      );
    return found;
  }

  async #countRows(table: FactTableName, sql: string): Promise<void> {
    for (const { dt, n } of await rowsOf(this.#connection, sql)) this.#add(table, String(dt), Number(n));
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
      : this.#documents.length > 0
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

  #orderOf(table: PeriodTableName): string {
    const { days } = this.#setup;
    return rowOrder(PERIOD_TABLES[table], days && onlyDay(days));
  }

  /** Tables whose rows come in their order, because the documents do: to sort those of many calls costs more than all else. */
  async #tablesInOrder(): Promise<readonly FactTableName[]> {
    if (this.#kept !== null || this.#documents.length === 0) return [];
    const [answer] = await rowsOf(this.#connection, inOrderSelect(this.#documents.map(({ table }) => table)));
    if (answer?.in_order === false) return [];
    const turnsInOrder = this.#documents.every((held) => held.turnsInOrder);
    return TABLES_BY_CALL.filter((table) => table !== 'turns' || turnsInOrder);
  }

  /** @param as the order of its rows; null when they come in it */
  async #writeTable(
    source: string,
    file: string,
    { table, order }: { readonly table: PeriodTableName; readonly order: string | null },
  ): Promise<void> {
    const connection = await this.#setup.instance.connect();
    const rows = order === null ? source : `SELECT * FROM (${source}) ORDER BY ${order}`;
    try {
      await connection.run(`COPY (${rows})
        TO ${literal(file)} ${parquetOptions(this.#setup.compression, this.#kept === null ? this.#added : undefined)}`);
    } catch (cause) {
      throw failed(`engines: table ${table} could not be written`, file, cause);
    } finally {
      connection.closeSync();
    }
  }
}

const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> =>
  (await connection.runAndReadAll(sql)).getRowObjectsJson();

const onlyDay = ({ first, last }: DayRange): string | undefined => (first === last ? 'dt' : undefined);

/** The engine's own text stays in `cause`: it may quote values. */
const failed = (message: string, where: string, cause: unknown): EngineError =>
  cause instanceof EngineError ? cause : new ParquetWriteFailed(message, { where, cause });
