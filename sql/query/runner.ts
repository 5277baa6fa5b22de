/** A column of a result: its name in lower case, its type as Trino prints it. */
export interface ResultColumn {
  readonly name: string;
  readonly type: string;
}

/**
 * Rows as Trino's protocol writes them: decimals, dates, timestamps and integers beyond 2^53 as text, other integers as
 * numbers, NaN and the infinities as text, arrays and rows as arrays, maps as objects, NULL as null.
 */
export interface QueryResult {
  readonly columns: readonly ResultColumn[];
  readonly rows: readonly (readonly unknown[])[];
  /** Bytes that the engine read for it, where it says so. */
  readonly scannedBytes?: number;
  /** Present when the engine gave an earlier result of the same query again. */
  readonly reused?: true;
}

/** The value of a `?`. A date has the form `YYYY-MM-DD`. */
export type Parameter = string | number | bigint | boolean | null | { readonly date: string };

export interface RunOptions {
  /** Aborting stops the query at the engine. */
  readonly signal?: AbortSignal;
}

/** Runs one Athena SQL query. What it may read is the runner's affair, never the statement's. */
export interface QueryRunner {
  run(sql: string, parameters?: readonly Parameter[], options?: RunOptions): Promise<QueryResult>;
  /**
   * The result in parts, in order, where the engine hands it out so; each part has the columns. There is at least one part.
   * Leaving before the last one stops the query at the engine.
   */
  pages?(
    sql: string,
    parameters?: readonly Parameter[],
    options?: RunOptions,
  ): AsyncIterableIterator<QueryResult>;
}
