import type { DuckDBConnection } from '@duckdb/node-api';
import { eachOf, Turnstile } from '../../lanes/index.ts';
import type {
  KeptFiles,
  LineFile,
  PeriodKind,
  PeriodWriter,
  WrittenPeriod,
  WrittenTable,
} from '../../run/index.ts';
import { aggregateSelect, type DayRange, type ShapeDialect } from '../../shape/index.ts';
import {
  AGGREGATE_TABLE_NAMES,
  AGGREGATE_TABLES,
  FACT_TABLE_NAMES,
  FACT_TABLES,
  type FactTableName,
  type PeriodTableName,
} from '../../tables/index.ts';
import { EngineError, ParquetWriteFailed } from '../errors.ts';
import { columnsOf } from '../types.ts';
import { duckdbDialect } from './dialect.ts';
import {
  addMade,
  comesIn,
  HeldLines,
  nothingMade,
  type OrderOfDocuments,
  orderOfDocuments,
} from './held-lines.ts';
import { filesRows } from './literals.ts';
import type { Memory } from './memory.ts';
import { orderOf, sortOf } from './orders.ts';
import { MONTH_ROW_GROUP_ROWS, ROW_GROUP_ROWS } from './parquet-options.ts';
import { readDays } from './read-days.ts';
import { rowsOf } from './rows-of.ts';
import { type Writes, writeTable } from './write-table.ts';

/**
 * Statements of a period that run beside each other, each in a thread of its own. Those threads are Node's, which has four:
 * the others are for the documents of the next period and for files.
 */
const WRITES_UNDERWAY = 2;

/** Files of lines that are read beside each other, likewise. */
const LANDS_UNDERWAY = 2;

/** Bytes above which a line is read with nothing beside it, and has memory of its own. */
const HUGE_LINE_BYTES = 8 << 20;

/** Memory that a huge line takes until it is written, in bytes a byte: as text, parsed, as a value and on its way into a file. */
const HUGE_LINE_MEMORY = 12;

/**
 * Documents from which on memory that was freed goes back to the system soon: what a thread frees stays with it, which is
 * hundreds of megabytes then. Where documents are few there is little to give back, and it costs time.
 */
const MANY_DOCUMENTS = 4_000;
const GIVE_BACK_SOON = "SET GLOBAL allocator_bulk_deallocation_flush_threshold = '16MB'";
const GIVE_BACK_LATE = 'RESET GLOBAL allocator_bulk_deallocation_flush_threshold';

/** What a period's statements need. */
export interface PeriodSetup extends Writes {
  readonly memory: Memory;
  readonly timeZone: string;
  readonly days: DayRange | undefined;
  readonly kind: PeriodKind;
  readonly heldBytes: number;
}

/** Periods that this process has begun. */
let begun = 0;

/** One period under way. Its lines stay documents until the tables are written, or until they are too many. */
export class DuckDbPeriod implements PeriodWriter {
  readonly #setup: PeriodSetup;
  /** In the names of its tables: the tables of one period may be written while the next one lands. */
  readonly #id: number;
  readonly #dialect: ShapeDialect;
  readonly #made = nothingMade();
  /** Names that its statements have used. */
  readonly #tables = new Set<string>();
  #held: HeldLines[] = [];
  /** Bytes of the lines that they were, those on their way included. */
  #heldBytes = 0;
  /** Documents land beside each other; all of them have landed before they become rows. */
  readonly #landing = new Turnstile(LANDS_UNDERWAY);
  /** Documents that were handed over so far. */
  #added = 0;
  #parts = 0;
  #rows = false;
  #givesBack = false;
  #kept: KeptFiles | null = null;

  constructor(setup: PeriodSetup) {
    begun += 1;
    this.#setup = setup;
    this.#id = begun;
    this.#dialect = duckdbDialect(setup.timeZone, setup.days);
  }

  async add(lines: LineFile): Promise<void> {
    const full = this.#heldBytes > 0 && this.#heldBytes + lines.bytes > this.#setup.heldBytes;
    this.#heldBytes = (full ? 0 : this.#heldBytes) + lines.bytes;
    this.#parts += 1;
    const part = this.#parts;
    this.#added += lines.documents;
    const many = this.#added >= MANY_DOCUMENTS;
    const huge = lines.longest > HUGE_LINE_BYTES;
    // In line at once: what is added meanwhile comes behind both.
    const room = full ? this.#landing.run(() => this.#flatten(), LANDS_UNDERWAY) : Promise.resolve();
    const landed = this.#landing.run(
      async () => {
        await room;
        if (many) await this.#giveBackSoon();
        if (huge) await this.#setup.memory.ask(this, HUGE_LINE_MEMORY * lines.longest);
        await this.#hold(lines, part);
      },
      huge ? LANDS_UNDERWAY : 1,
    );
    try {
      await Promise.all([room, landed]);
    } catch (cause) {
      throw failed('engines: documents could not be read', lines.path, cause);
    }
  }

  async keep(kept: KeptFiles): Promise<void> {
    this.#kept = kept;
    await this.#use(async (connection) => {
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
        if (!source) continue;
        const days = await rowsOf(connection, `SELECT dt, count(*) AS n FROM (${source}) GROUP BY dt`);
        for (const { dt, n } of days) addMade(this.#made, table, String(dt), Number(n));
      }
    });
  }

  async write(
    fileOf: (table: PeriodTableName) => string,
    onFactsWritten?: () => void,
  ): Promise<WrittenPeriod> {
    const { days, kind } = this.#setup;
    if (this.#held.length > 0 && this.#rows) await this.#flatten();
    // The longest first, so that no statement is left to run alone.
    const facts = FACT_TABLE_NAMES.filter((table) => this.#rowsOf(table) > 0).sort(
      (one, other) => this.#rowsOf(other) - this.#rowsOf(one),
    );
    const documents = this.#rowsOf('calls');
    const rowGroupRows = kind === 'month' ? MONTH_ROW_GROUP_ROWS : ROW_GROUP_ROWS;
    // To sort the turns of many calls would cost more than all else.
    const given = this.#kept === null ? await this.#orderOfDocuments() : null;
    await eachOf(facts, WRITES_UNDERWAY, async (table) => {
      const sort = sortOf(table, kind, this.#rowsOf(table));
      const order = given && comesIn(table, sort, given) ? null : orderOf(table, sort, days);
      const rows = this.#sourceOf(table);
      await writeTable(this.#setup, { table, rows, order, documents, rowGroupRows }, fileOf(table));
    });
    await this.close();
    onFactsWritten?.();
    // Sums of a period are whole in its own files.
    const summed = kind === 'late' ? [] : AGGREGATE_TABLE_NAMES;
    const sums = summed.filter((name) => facts.includes(AGGREGATE_TABLES[name].of));
    await eachOf(sums, WRITES_UNDERWAY, async (table) => {
      const { of, sort } = AGGREGATE_TABLES[table];
      const rows = aggregateSelect(table, this.#dialect, filesRows([fileOf(of)]));
      const summed = { table, rows, order: orderOf(table, sort, days), documents };
      await writeTable(this.#setup, summed, fileOf(table));
    });
    return { made: this.#made, tables: await this.#readBack([...facts, ...sums], fileOf) };
  }

  /** Lets go of what it holds; a second time there is nothing. */
  async close(): Promise<void> {
    const [tables, givesBack] = [[...this.#tables], this.#givesBack];
    this.#tables.clear();
    this.#givesBack = false;
    if (tables.length === 0) return;
    await this.#use(async (connection) => {
      if (givesBack) await connection.run(GIVE_BACK_LATE);
      for (const table of tables) await connection.run(`DROP TABLE IF EXISTS ${table}`);
    });
    await this.#setup.memory.giveBack(this);
  }

  #use<T>(work: (connection: DuckDBConnection) => Promise<T>): Promise<T> {
    return this.#setup.connections.use(work);
  }

  #orderOfDocuments(): Promise<OrderOfDocuments | null> {
    return this.#use((connection) => orderOfDocuments(connection, this.#held));
  }

  async #giveBackSoon(): Promise<void> {
    if (this.#givesBack) return;
    this.#givesBack = true;
    await this.#use((connection) => connection.run(GIVE_BACK_SOON));
  }

  #own(table: string): string {
    const name = `"${table} ${this.#id}"`;
    this.#tables.add(name);
    return name;
  }

  async #hold(lines: LineFile, part: number): Promise<void> {
    const { connections } = this.#setup;
    const own = (table: string): string => this.#own(table);
    const held = await HeldLines.read(lines, { connections, dialect: this.#dialect, own, part });
    this.#held.push(held);
    this.#held.sort((a, b) => a.part - b.part);
    for (const table of FACT_TABLE_NAMES)
      for (const [dt, rows] of Object.entries(held.made[table])) addMade(this.#made, table, dt, rows);
  }

  /** A table's rows of all documents that are held. Each file's are asked apart, since then only the fields are read that are needed. */
  #shaped(table: FactTableName): string {
    return this.#held.map((lines) => lines.rows(table)).join(' UNION ALL ');
  }

  /** Makes rows of the documents that are held. */
  async #flatten(): Promise<void> {
    await eachOf(FACT_TABLE_NAMES, WRITES_UNDERWAY, (table) => this.#addRows(table));
    await this.#use(async (connection) => {
      for (const lines of this.#held) await lines.drop(connection);
    });
    this.#rows = true;
    this.#held = [];
  }

  async #addRows(table: FactTableName): Promise<void> {
    const rows = this.#shaped(table);
    const into = this.#rows ? 'INSERT INTO' : 'CREATE OR REPLACE TABLE';
    const sql = `${into} ${this.#own(table)} ${this.#rows ? '' : 'AS'} ${rows}`;
    await this.#use((connection) => connection.run(sql));
  }

  #keptSource(table: FactTableName): string | null {
    const files = this.#kept?.files[table] ?? [];
    if (files.length === 0) return null;
    const columns = columnsOf(FACT_TABLES[table]);
    return `SELECT ${columns} FROM ${filesRows(files)}
      WHERE call_id NOT IN (FROM ${this.#own('dropped')})`;
  }

  #sourceOf(table: FactTableName): string {
    const fresh = this.#rows
      ? `SELECT ${columnsOf(FACT_TABLES[table])} FROM ${this.#own(table)}`
      : this.#held.length > 0
        ? this.#shaped(table)
        : null;
    return [fresh, this.#keptSource(table)].filter((source) => source !== null).join(' UNION ALL ');
  }

  async #readBack(
    tables: readonly PeriodTableName[],
    fileOf: (table: PeriodTableName) => string,
  ): Promise<WrittenPeriod['tables']> {
    try {
      const found = await this.#use((connection) => readDays(connection, tables.map(fileOf)));
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

  /** Rows that a table should have. */
  #rowsOf(table: FactTableName): number {
    return Object.values(this.#made[table]).reduce((sum, ofDay) => sum + ofDay, 0);
  }
}

/** The engine's own text stays in `cause`: it may quote values. */
const failed = (message: string, where: string, cause: unknown): EngineError =>
  cause instanceof EngineError ? cause : new ParquetWriteFailed(message, { where, cause });
