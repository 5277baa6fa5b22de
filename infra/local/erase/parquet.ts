import { DuckDBInstance } from '@duckdb/node-api';
import type { IsKept, Trace } from '../../../etl/erase/index.ts';
import { tracesIn } from './traces.ts';

/** Some values of a column of a file of rows, each once, as texts. */
export interface ColumnTexts {
  readonly column: string;
  readonly texts: readonly string[];
}

/** Asks Parquet files what is in them, one at a time. */
export interface ParquetReader {
  /** Distinct texts of one column, NULL left out; null when the file has no such column. */
  distinct(file: string, column: string): Promise<string[] | null>;
  /** How many rows have a value of a set in a column. */
  count(file: string, column: string, values: ReadonlySet<string>): Promise<number>;
  /** The columns of text, and `call_id` whatever it is, a few rows at a time. */
  texts(file: string): AsyncGenerator<ColumnTexts>;
  /** Writes a file anew with some texts of a column replaced, rows in the same order. */
  replace(file: string, to: string, column: string, texts: ReadonlyMap<string, string>): Promise<void>;
  close(): void;
}

/** Types whose values are texts, or hold some. */
const HAS_TEXT = /VARCHAR|BLOB|ENUM|UUID|JSON/;

const quoted = (text: string): string => `'${text.replaceAll("'", "''")}'`;
const named = (column: string): string => `"${column.replaceAll('"', '""')}"`;

/** Opens a reader. */
export async function openParquet(): Promise<ParquetReader> {
  const instance = await DuckDBInstance.create(':memory:');
  const connection = await instance.connect();
  const rows = async (sql: string): Promise<unknown[][]> =>
    (await connection.runAndReadAll(sql)).getRowsJS() as unknown[][];
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
      for (const [name, type] of described) {
        const column = String(name);
        if (!HAS_TEXT.test(String(type)) && column !== 'call_id') continue;
        const values = await connection.stream(
          `SELECT CAST(${named(column)} AS VARCHAR) FROM ${source} WHERE ${named(column)} IS NOT NULL`,
        );
        for await (const chunk of values.yieldRows())
          yield { column, texts: [...new Set(chunk.map(([value]) => String(value)))] };
      }
    },
    async replace(file, to, column, texts) {
      const cases = [...texts].map(([old, text]) => `WHEN ${quoted(old)} THEN ${quoted(text)}`).join(' ');
      await connection.run(
        `COPY (SELECT * REPLACE (CASE ${named(column)} ${cases} ELSE ${named(column)} END AS ${named(column)})
                 FROM read_parquet(${quoted(file)}, hive_partitioning = false))
           TO ${quoted(to)} (FORMAT parquet, COMPRESSION snappy)`,
      );
    },
    close() {
      connection.closeSync();
      instance.closeSync();
    },
  };
}

/** Opens a reader for some work, and closes it whatever comes of it. */
export async function withParquet<T>(work: (reader: ParquetReader) => Promise<T>): Promise<T> {
  const reader = await openParquet();
  try {
    return await work(reader);
  } finally {
    reader.close();
  }
}

/** What all of some files give away, one file at a time. */
export async function* tracesOfFiles(files: Iterable<string>, isKept: IsKept): AsyncGenerator<Trace> {
  const reader = await openParquet();
  try {
    for (const file of files) yield* tracesOfParquet(reader, file, isKept);
  } finally {
    reader.close();
  }
}

/** What a Parquet file gives away: its call ids, and what could be one in the messages of a journal. */
async function* tracesOfParquet(reader: ParquetReader, file: string, isKept: IsKept): AsyncGenerator<Trace> {
  try {
    for (const value of (await reader.distinct(file, 'call_id')) ?? []) yield { kind: 'call', value };
    for (const message of (await reader.distinct(file, 'error_message')) ?? [])
      yield* tracesIn(message, isKept);
  } catch {
    yield { kind: 'unreadable', value: file };
  }
}
