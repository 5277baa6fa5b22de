import type { AthenaSession } from '../../sql/duckdb/index.ts';
import type { Parameter } from '../../sql/query/index.ts';

/** A statement of Athena SQL and what its `?` stand for. */
export interface Statement {
  readonly sql: string;
  readonly parameters?: readonly Parameter[];
}

/**
 * Runs a statement and writes its result to a file of Apache Arrow (IPC file format, also called Feather 2), without making
 * rows of it.
 * @param file absolute path
 * @returns how many rows were written
 * @throws {SqlError} `duplicate_column` when two columns share a name
 */
export async function writeArrow(
  session: AthenaSession,
  { sql, parameters = [] }: Statement,
  file: string,
  signal?: AbortSignal,
): Promise<number> {
  const { writeArrowFile } = await import('../../sql/duckdb/arrow/index.ts');
  const result = await session.arrow(sql, parameters, signal ? { signal } : {});
  await writeArrowFile(result, file);
  return result.rowCount;
}
