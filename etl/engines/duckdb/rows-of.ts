import type { DuckDBConnection } from '@duckdb/node-api';

/** The rows of an answer. */
export const rowsOf = async (connection: DuckDBConnection, sql: string): Promise<Record<string, unknown>[]> =>
  (await connection.runAndReadAll(sql)).getRowObjectsJson();
