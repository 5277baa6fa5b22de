import { readFileSync } from 'node:fs';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { gunzipSync } from 'node:zlib';
import pl, { type DataFrame, type DataType } from 'nodejs-polars';
import { DOCUMENT_TYPE } from '../../etl/shape/index.ts';
import type { ColumnType, PeriodTableName } from '../../etl/tables/index.ts';
import { filesOf, type TenantDay } from '../corpus.ts';
import { type Task, tableFile } from '../side.ts';
import * as shape from './polars-shape.ts';

const TYPES: Readonly<Record<Extract<ColumnType, string>, DataType>> = {
  varchar: pl.Utf8,
  boolean: pl.Bool,
  integer: pl.Int32,
  bigint: pl.Int64,
  double: pl.Float64,
  date: pl.Date,
  timestamp: pl.Datetime('ms'),
};

function polarsType(type: ColumnType): DataType {
  if (typeof type === 'string') return TYPES[type];
  if ('array' in type) return pl.List(polarsType(type.array));
  return pl.Struct(Object.entries(type.row).map(([name, field]) => new pl.Field(name, polarsType(field))));
}

/** The fields that tables are made of; naming them is six times as fast as letting Polars find them. */
const DOCUMENT = polarsType(DOCUMENT_TYPE);
const LINE_END = Buffer.from('\n');
/** A byte that no JSON text holds, so that each line is one column. */
const NO_SEPARATOR = '\x01';

function linesOf({ documents, input }: Task, day: TenantDay): Buffer {
  const files = filesOf(documents, input, day);
  if (input === 'files') return Buffer.concat(files.flatMap((file) => [readFileSync(file), LINE_END]));
  const bytes = files.map((file) => readFileSync(file));
  return Buffer.concat(input === 'ndjson.gz' ? bytes.map((packed) => gunzipSync(packed)) : bytes);
}

/** nodejs-polars 0.24.1 takes no schema in scanJson and readJSON, but it does for JSON in a column of texts. */
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

function writeDay(task: Task, day: TenantDay): void {
  const write = (table: PeriodTableName, frame: DataFrame) =>
    frame.writeParquet(tableFile(task.out, table, day), { compression: 'snappy' });
  const documents = shape.withKeys(documentsOf(task, day));
  const calls = shape.calls(documents);
  write('calls', calls);
  write('call_days', shape.callDays(calls));
  const ranked = shape.rankedEvaluations(documents);
  write('evaluations', shape.evaluations(ranked));
  const scores = shape.criterionScores(ranked);
  write('criterion_scores', scores);
  write('criterion_days', shape.criterionDays(scores));
  write('turns', shape.turns(documents));
  write('entities', shape.entities(documents));
  write('key_phrases', shape.keyPhrases(documents));
  write('action_items', shape.actionItems(documents));
  write('reviews', shape.reviews(documents));
}

/**
 * The same tables in Polars, a tenant-day at a time: documents are parsed once and every table is made from the frame.
 * Nothing is checked, sorted or accounted. V8 does not see how large frames are and would keep those of many days, so
 * garbage is collected after each.
 */
export async function run(task: Task): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  for (const day of task.tenantDays) {
    writeDay(task, day);
    collectGarbage();
  }
}
