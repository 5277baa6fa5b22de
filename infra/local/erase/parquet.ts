import type { DuckDBConnection } from '@duckdb/node-api';
import { type IsKept, type Trace, tracesIn } from '../../../etl/erase/index.ts';
import { openDuckDb } from '../../../sql/duckdb/instance/index.ts';
import { isReference } from './content-columns.ts';
import { nameBelow } from './files.ts';

/** Some values of a column of a file of rows, each once, as texts. */
export interface ColumnTexts {
  readonly column: string;
  readonly texts: readonly string[];
}

/** That a column's value is a text, or is less. */
export interface Condition {
  readonly column: string;
  readonly is: '=' | '<';
  readonly value: string;
}

/** Asks Parquet files what is in them, one at a time. */
export interface ParquetReader {
  /** Distinct texts of one column, NULL left out; null when the file has no such column. */
  distinct(file: string, column: string): Promise<string[] | null>;
  /** Distinct texts of one column in the rows that fulfil a condition; none when the file has not both columns. */
  where(file: string, column: string, condition: Condition): Promise<string[]>;
  /** How many rows have a value of a set in a column. */
  count(file: string, column: string, values: ReadonlySet<string>): Promise<number>;
  /** The names of the columns and the notes of the file; then the columns of text, and of numbers that are ids, a few rows at a time. */
  texts(file: string): AsyncGenerator<ColumnTexts>;
  /** The columns of ids and references of a file of delimited text that begins with a line of names, a few rows at a time. */
  delimited(file: string): AsyncGenerator<ColumnTexts>;
  /** Writes a file anew with some texts of a column replaced, rows in the same order. */
  replace(file: string, to: string, column: string, texts: ReadonlyMap<string, string>): Promise<void>;
  close(): Promise<void>;
}

/** Types whose values are texts, or hold some. */
const HAS_TEXT = /VARCHAR|BLOB|ENUM|UUID|JSON/;
const IS_NUMBER = /^U?(?:TINY|SMALL|BIG|HUGE)?INT(?:EGER)?$/;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (column: string): string => `"${column.replaceAll('"', '""')}"`;

/** An engine of its own, with a connection. */
async function openEngine(): Promise<{ readonly connection: DuckDBConnection; close(): void }> {
  const instance = await openDuckDb();
  const connection = await instance.connect();
  return {
    connection,
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Makes a reader, which opens when it is asked for the first time. */
export function openParquet(): ParquetReader {
  let opened: ReturnType<typeof openEngine> | null = null;
  const connected = async (): Promise<DuckDBConnection> => {
    opened ??= openEngine();
    return (await opened).connection;
  };
  const rows = async (sql: string): Promise<unknown[][]> =>
    (await (await connected()).runAndReadAll(sql)).getRowsJS() as unknown[][];
  async function* valuesOf(source: string, column: string): AsyncGenerator<ColumnTexts> {
    const values = await (await connected()).stream(
      `SELECT CAST(${named(column)} AS VARCHAR) FROM ${source} WHERE ${named(column)} IS NOT NULL`,
    );
    for await (const chunk of values.yieldRows())
      yield { column, texts: [...new Set(chunk.map(([value]) => String(value)))] };
  }
  const columns = async (file: string): Promise<unknown[]> =>
    (await rows(`SELECT name FROM parquet_schema(${quoted(file)})`)).flat();
  return {
    async distinct(file, column) {
      if (!(await columns(file)).includes(column)) return null;
      const found = await rows(
        `SELECT DISTINCT CAST(${named(column)} AS VARCHAR) FROM read_parquet(${quoted(file)}, hive_partitioning = false) WHERE ${named(column)} IS NOT NULL`,
      );
      return found.map(([value]) => String(value));
    },
    async where(file, column, { column: other, is, value }) {
      const there = await columns(file);
      if (!there.includes(column) || !there.includes(other)) return [];
      const found = await rows(
        `SELECT DISTINCT CAST(${named(column)} AS VARCHAR) FROM read_parquet(${quoted(file)}, hive_partitioning = false)
          WHERE CAST(${named(other)} AS VARCHAR) ${is} ${quoted(value)}`,
      );
      return found.map(([text]) => String(text));
    },
    async count(file, column, values) {
      if (!(await columns(file)).includes(column)) return 0;
      const found = await rows(
        `SELECT CAST(${named(column)} AS VARCHAR), CAST(count(*) AS DOUBLE) FROM read_parquet(${quoted(file)}, hive_partitioning = false) GROUP BY 1`,
      );
      return found.reduce((sum, [value, n]) => sum + (values.has(String(value)) ? Number(n) : 0), 0);
    },
    async *texts(file) {
      const source = `read_parquet(${quoted(file)}, hive_partitioning = false)`;
      const described = await rows(`SELECT column_name, column_type FROM (DESCRIBE FROM ${source})`);
      const notes = await rows(
        `SELECT CAST(key AS VARCHAR) || ' ' || CAST(value AS VARCHAR) FROM parquet_kv_metadata(${quoted(file)})`,
      );
      yield { column: '', texts: [...described.map(([name]) => name), ...notes.flat()].map(String) };
      for (const [name, type] of described) {
        const column = String(name);
        if (!HAS_TEXT.test(String(type)) && !(IS_NUMBER.test(String(type)) && isReference(column))) continue;
        yield* valuesOf(source, column);
      }
    },
    async *delimited(file) {
      const options = "all_varchar = true, header = true, ignore_errors = true, compression = 'none'";
      const source = `read_csv(${quoted(file)}, ${options})`;
      const described = await rows(`SELECT column_name FROM (DESCRIBE FROM ${source})`);
      for (const name of described.flat().map(String)) if (isReference(name)) yield* valuesOf(source, name);
    },
    async replace(file, to, column, texts) {
      const cases = [...texts].map(([old, text]) => `WHEN ${quoted(old)} THEN ${quoted(text)}`).join(' ');
      const connection = await connected();
      await connection.run(
        `COPY (SELECT * REPLACE (CASE ${named(column)} ${cases} ELSE ${named(column)} END AS ${named(column)})
                 FROM read_parquet(${quoted(file)}, hive_partitioning = false))
           TO ${quoted(to)} (FORMAT parquet, COMPRESSION snappy)`,
      );
    },
    async close() {
      (await opened)?.close();
    },
  };
}

/** Opens a reader for some work, and closes it whatever comes of it. */
export async function withParquet<T>(work: (reader: ParquetReader) => Promise<T>): Promise<T> {
  const reader = openParquet();
  try {
    return await work(reader);
  } finally {
    await reader.close();
  }
}

/** What all of some files below a home give away, one file at a time. */
export async function* tracesOfFiles(
  root: string,
  paths: Iterable<string>,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  const reader = openParquet();
  try {
    for (const path of paths) yield* tracesOfParquet(reader, path, nameBelow(root, path), isKept);
  } finally {
    await reader.close();
  }
}

/** What a Parquet file gives away: its call ids, and what could be one in the messages of a journal. */
async function* tracesOfParquet(
  reader: ParquetReader,
  path: string,
  file: string,
  isKept: IsKept,
): AsyncGenerator<Trace> {
  try {
    for (const value of (await reader.distinct(path, 'call_id')) ?? []) yield { kind: 'call', value, file };
    for (const message of (await reader.distinct(path, 'error_message')) ?? [])
      yield* tracesIn(message, isKept, file);
  } catch {
    yield { kind: 'unreadable', value: file, file };
  }
}
