import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import pl, { type DataFrame } from 'nodejs-polars';
import { DOCUMENT_TYPE } from '../../etl/shape/index.ts';
import { filesOf, type TenantDay } from '../corpus.ts';
import type { Task } from '../side.ts';
import { polarsType, runPolars } from './polars-run.ts';

const DOCUMENT = polarsType(DOCUMENT_TYPE);
/** A byte that no JSON text holds, so that each line is one column. */
const NO_SEPARATOR = '\x01';

/** All lines of a tenant-day in memory. */
export function linesOf({ documents, input }: Task, day: TenantDay): Buffer {
  const bytes = filesOf(documents, input, day).map((file) => readFileSync(file));
  return Buffer.concat(input === 'ndjson.gz' ? bytes.map((packed) => gunzipSync(packed)) : bytes);
}

const documentsOf = (task: Task, day: TenantDay): DataFrame =>
  pl
    .readCSV(linesOf(task, day), {
      sep: NO_SEPARATOR,
      hasHeader: false,
      quoteChar: '',
      inferSchemaLength: 0,
    })
    .select(pl.col('column_1').str.jsonDecode(DOCUMENT).alias('document'))
    .unnest('document');

/**
 * Polars as one who measured it would feed it: lines as a column of texts, and JSON in texts may be given a schema. That
 * names the fields that tables are made of and is several times as fast as reading NDJSON.
 */
export const run = (task: Task): Promise<void> => runPolars(task, documentsOf);
