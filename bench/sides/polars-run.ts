import { setImmediate as nextTurn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import pl, { type DataFrame, type DataType } from 'nodejs-polars';
import type { ColumnType, PeriodTableName } from '../../etl/tables/index.ts';
import type { TenantDay } from '../corpus.ts';
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

/** A type of the lake as Polars names it. */
export function polarsType(type: ColumnType): DataType {
  if (typeof type === 'string') return TYPES[type];
  if ('array' in type) return pl.List(polarsType(type.array));
  return pl.Struct(Object.entries(type.row).map(([name, field]) => new pl.Field(name, polarsType(field))));
}

function writeDay(task: Task, day: TenantDay, read: DataFrame): void {
  const write = (table: PeriodTableName, frame: DataFrame) =>
    frame.writeParquet(tableFile(task.out, table, day), { compression: 'snappy' });
  const documents = shape.withKeys(read);
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
 * The tables in Polars, a tenant-day at a time: documents are parsed once and every table is made from the frame. Nothing
 * is checked, sorted or accounted. V8 does not see how large frames are and would keep those of many days, so garbage is
 * collected after each.
 * @param documentsOf the documents of a day, with the types of the lake
 */
export async function runPolars(
  task: Task,
  documentsOf: (task: Task, day: TenantDay) => DataFrame,
): Promise<void> {
  setFlagsFromString('--expose-gc');
  const collectGarbage: () => void = runInNewContext('gc');
  for (const day of task.tenantDays) {
    writeDay(task, day, documentsOf(task, day));
    collectGarbage();
    // Native memory is given back by finalizers, which wait for the event loop.
    await nextTurn();
  }
}
