import { CciError, type ErrorDetails } from '../../pipeline/contract/index.ts';

/** Base of the errors of the engines. */
export class EngineError extends CciError {}

/** Thrown when a table could not be written. The engine's own text stays in `cause`: it may quote values. */
export class ParquetWriteFailed extends EngineError {
  constructor(message: string, details: ErrorDetails = {}) {
    super('parquet_write_failed', message, details);
  }
}
