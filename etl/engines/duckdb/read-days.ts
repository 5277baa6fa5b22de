import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowsByDay } from '../../run/index.ts';
import { literal } from './literals.ts';

/** What the file itself says, not what was meant to be written. */
export async function readDays(connection: DuckDBConnection, file: string): Promise<RowsByDay> {
  const answer = await connection.runAndReadAll(
    `SELECT dt, count(*) AS n FROM read_parquet(${literal(file)}, hive_partitioning = false) GROUP BY dt`,
  );
  return Object.fromEntries(answer.getRowObjectsJson().map(({ dt, n }) => [String(dt), Number(n)]));
}
