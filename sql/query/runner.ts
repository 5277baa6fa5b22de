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
}

/** The value of a `?`. A date has the form `YYYY-MM-DD`. */
export type Parameter = string | number | bigint | boolean | null | { readonly date: string };

/** Runs one Athena SQL query. What it may read is the runner's affair, never the statement's. */
export interface QueryRunner {
  run(sql: string, parameters?: readonly Parameter[]): Promise<QueryResult>;
}
