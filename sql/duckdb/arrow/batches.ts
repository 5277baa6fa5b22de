import type { DuckDBDataChunk } from '@duckdb/node-api';
import { type Field, makeData, RecordBatch, Schema, Struct } from 'apache-arrow';
import { SqlError } from '../../errors.ts';
import type { ChunkedResult } from '../execute.ts';
import { arrowData } from './data.ts';
import { arrowField } from './types.ts';

/** A result in Apache Arrow's form. */
export interface ArrowResult {
  /** Each field's metadata `trino:type` is the column's type as Trino prints it. */
  readonly schema: Schema;
  readonly rowCount: number;
  /** At least one batch; made as they are asked for. */
  batches(): Generator<RecordBatch, void>;
}

/** Rows of a batch, in chunks of DuckDB: 65,536. */
const CHUNKS_A_BATCH = 32;

/**
 * A result of DuckDB as Arrow, made column by column without a JavaScript value a row.
 * @throws {SqlError} `duplicate_column`: readers of Arrow find columns by name
 */
export function arrowResult({ columns, chunks, rowCount }: ChunkedResult): ArrowResult {
  const names = columns.map(({ name }) => name);
  const twice = names.find((name, index) => names.indexOf(name) !== index);
  if (twice !== undefined)
    throw new SqlError('duplicate_column', `sql: two result columns are named ${twice}`, { where: twice });
  const schema = new Schema(columns.map(({ name, trinoType }) => arrowField(name, trinoType)));
  return {
    schema,
    rowCount,
    *batches() {
      for (let first = 0; first === 0 || first < chunks.length; first += CHUNKS_A_BATCH)
        yield batchOf(schema, columns, chunks.slice(first, first + CHUNKS_A_BATCH));
    },
  };
}

function batchOf(
  schema: Schema,
  columns: ChunkedResult['columns'],
  chunks: readonly DuckDBDataChunk[],
): RecordBatch {
  const children = columns.map(({ trinoType }, index) =>
    arrowData(
      trinoType,
      chunks.map((chunk) => ({ vector: chunk.getColumnVector(index), start: 0, length: chunk.rowCount })),
    ),
  );
  const length = chunks.reduce((sum, chunk) => sum + chunk.rowCount, 0);
  const type = new Struct(schema.fields as Field[]);
  return new RecordBatch(schema, makeData({ type, length, nullCount: 0, children }));
}
