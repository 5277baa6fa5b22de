/** A text as DuckDB writes it. */
export const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;

/** Files for read_parquet. */
export const fileList = (files: readonly string[]): string => `[${files.map(literal).join(', ')}]`;
