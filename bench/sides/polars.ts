import pl, { type DataFrame, type Expr } from 'nodejs-polars';
import { DOCUMENT_TYPE } from '../../etl/shape/index.ts';
import { filesOf, type TenantDay } from '../corpus.ts';
import type { Task } from '../side.ts';
import { polarsType, runPolars } from './polars-run.ts';
import { linesOf } from './polars-schema.ts';

/** Lines that Polars looks at before it decides on the types: in nodejs-polars 0.24.1 no schema can be given. */
const inferSchemaLength = 100;

/** The fields that tables are made of; one that was null in every line that was looked at has no type before. */
const FIELDS: Expr[] = Object.entries(DOCUMENT_TYPE.row).map(([name, type]) =>
  pl.col(name).cast(polarsType(type)),
);

function readDay(task: Task, day: TenantDay): DataFrame {
  if (task.input !== 'ndjson') return pl.readJSON(linesOf(task, day), { format: 'lines', inferSchemaLength });
  const files = filesOf(task.documents, task.input, day);
  return pl.concat(files.map((file) => pl.scanJson(file, { inferSchemaLength }).collectSync()));
}

/** Polars by the book: its own reader of NDJSON. */
export const run = (task: Task): Promise<void> =>
  runPolars(task, (_, day) => readDay(task, day).select(...FIELDS));
