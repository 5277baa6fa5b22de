import type { DuckDBConnection } from '@duckdb/node-api';
import type { RowsByDay } from '../../run/index.ts';
import { filesRows } from './literals.ts';

/**
 * Rows by day of files of several tables, in the order of the files: what they themselves say, not what was meant to be
 * written. One statement for all of them, because to plan one costs more than to read the days.
 */
export async function readDays(
  connection: DuckDBConnection,
  files: readonly string[],
): Promise<readonly RowsByDay[]> {
  if (files.length === 0) return [];
  const answer = await connection.runAndReadAll(
    `SELECT filename, dt, count(*) AS n
      FROM ${filesRows(files, 'union_by_name = true', 'filename = true')}
      GROUP BY filename, dt`,
  );
  const days = new Map<string, Record<string, number>>(files.map((file) => [file, {}]));
  for (const { filename, dt, n } of answer.getRowObjectsJson()) {
    const ofFile = days.get(String(filename));
    if (ofFile) ofFile[String(dt)] = Number(n);
  }
  return [...days.values()];
}
