/** Ways to write the curated tables, and the names that each system has for their types. */

export { type Compression, type DuckDbOptions, duckdbEngine } from './duckdb/engine.ts';
export { EngineError, ParquetWriteFailed } from './errors.ts';
export { createTable, duckdbType, hiveType } from './types.ts';
