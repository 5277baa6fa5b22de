/** A text as DuckDB writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** The rows of Parquet files, for FROM: what the files hold, nothing that their paths say. */
export const filesRows = (files: readonly string[], ...options: readonly string[]): string =>
  `read_parquet([${files.map(literal).join(', ')}], ${[...options, 'hive_partitioning = false'].join(', ')})`;
