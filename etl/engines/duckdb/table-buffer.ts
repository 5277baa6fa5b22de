import { type DuckDBAppender, type DuckDBConnection, DuckDBDataChunk } from '@duckdb/node-api';
import type { Table } from '../../tables/index.ts';
import { createTable } from '../types.ts';
import { chunkType, encoderOf } from './values.ts';

/** Rows in a DuckDB vector; a chunk holds no more. */
const CHUNK_ROWS = 2048;

type Row = Readonly<Record<string, unknown>>;

/** One table of a period under way: rows go to DuckDB by chunks, so that JavaScript never holds more than one. */
export class TableBuffer {
  readonly #appender: DuckDBAppender;
  readonly #columns;
  readonly #types;
  #waiting: Row[] = [];
  #open = true;

  private constructor(table: Table, appender: DuckDBAppender) {
    this.#appender = appender;
    this.#columns = Object.entries(table.columns).map(([name, { type }]) => ({
      name,
      encode: encoderOf(type),
    }));
    this.#types = Object.values(table.columns).map(({ type }) => chunkType(type));
  }

  static async create(connection: DuckDBConnection, table: Table): Promise<TableBuffer> {
    await connection.run(createTable(table));
    return new TableBuffer(table, await connection.createAppender(table.name));
  }

  append(rows: readonly Row[]): void {
    for (const row of rows) {
      this.#waiting.push(row);
      if (this.#waiting.length === CHUNK_ROWS) this.#appendChunk();
    }
  }

  /** Hands over what is waiting; nothing can be appended afterwards. */
  finish(): void {
    if (this.#waiting.length > 0) this.#appendChunk();
    this.#open = false;
    this.#appender.closeSync();
  }

  /** Ends an unfinished table without its rows. */
  discard(): void {
    if (!this.#open) return;
    this.#open = false;
    this.#appender.clear();
    this.#appender.closeSync();
  }

  #appendChunk(): void {
    const chunk = DuckDBDataChunk.create(this.#types, this.#waiting.length);
    for (const [position, { name, encode }] of this.#columns.entries())
      chunk.setColumnValues(
        position,
        this.#waiting.map((row) => encode(row[name])),
      );
    this.#appender.appendDataChunk(chunk);
    this.#waiting = [];
  }
}
