import { VARCHAR } from '@duckdb/node-api';
import { openDuckDb } from '../../sql/duckdb/instance/index.ts';
import type { QueryResult } from '../../sql/query/index.ts';
import { LocalError } from './errors.ts';

/** DuckDB's name of each type that an exported view may have. */
const DUCKDB_TYPES: Readonly<Record<string, string>> = {
  boolean: 'BOOLEAN',
  integer: 'INTEGER',
  bigint: 'BIGINT',
  double: 'DOUBLE',
  date: 'DATE',
  'timestamp(3)': 'TIMESTAMP',
  varchar: 'VARCHAR',
};

/**
 * Writes a query's result to a Parquet file (snappy, so that any BI tool opens it).
 * @param file absolute path
 * @throws {LocalError} `export_type` when a column has a type that is not exported
 */
export async function writeParquet(result: QueryResult, file: string): Promise<void> {
  const instance = await openDuckDb();
  try {
    const connection = await instance.connect();
    const names = result.columns.map(({ name }) => `"${name.replaceAll('"', '""')}"`);
    await connection.run(`CREATE TABLE rows_as_text (${names.map((name) => `${name} VARCHAR`).join(', ')})`);
    const appender = await connection.createAppender('rows_as_text');
    for (const row of result.rows) {
      for (const value of row) {
        if (value === null) appender.appendNull();
        else appender.appendValue(String(value), VARCHAR);
      }
      appender.endRow();
    }
    appender.closeSync();
    const columns = result.columns.map(
      ({ type }, i) => `CAST(${names[i]} AS ${duckdbType(type)}) AS ${names[i]}`,
    );
    await connection.run(
      `COPY (SELECT ${columns.join(', ')} FROM rows_as_text) TO '${file.replaceAll("'", "''")}' (FORMAT parquet, COMPRESSION snappy)`,
    );
    connection.closeSync();
  } finally {
    instance.closeSync();
  }
}

function duckdbType(type: string): string {
  const found = DUCKDB_TYPES[type];
  if (found !== undefined) return found;
  throw new LocalError('export_type', 'infra: a column of this type cannot be exported to Parquet', {
    where: type,
  });
}
