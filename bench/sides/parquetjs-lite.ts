import { createRequire } from 'node:module';
import { type ColumnType, PERIOD_TABLE_NAMES, PERIOD_TABLES, type Table } from '../../etl/tables/index.ts';
import type { CallDocument } from '../../pipeline/contract/index.ts';
import {
  type ReferenceRows,
  referenceAggregates,
  referenceRows,
} from '../../test/support/reference-shape.ts';
import { type TenantDay, TIME_ZONE } from '../corpus.ts';
import { documentBytesOf } from '../reading.ts';
import { type Task, tableFile } from '../side.ts';

/** The part of parquetjs-lite that is used; it ships no types. */
interface ParquetJs {
  readonly ParquetSchema: new (fields: Record<string, unknown>) => object;
  readonly ParquetWriter: { openFile(schema: object, path: string): Promise<Writer> };
}
interface Writer {
  appendRow(row: object): Promise<void>;
  close(): Promise<void>;
}

const { ParquetSchema, ParquetWriter }: ParquetJs = createRequire(import.meta.url)('parquetjs-lite');

const TYPES: Readonly<Record<Extract<ColumnType, string>, string>> = {
  varchar: 'UTF8',
  boolean: 'BOOLEAN',
  integer: 'INT32',
  bigint: 'INT64',
  double: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP_MILLIS',
};

/** A column as parquetjs-lite declares it. Its lists are repeated fields: it knows no others. */
function field(type: ColumnType, optional: boolean): object {
  if (typeof type === 'string') return { type: TYPES[type], optional, compression: 'SNAPPY' };
  if ('array' in type) return { ...field(type.array, false), repeated: true };
  return { fields: fieldsOf(Object.entries(type.row).map(([name, inner]) => [name, inner, true])) };
}

const fieldsOf = (columns: readonly (readonly [string, ColumnType, boolean])[]): Record<string, object> =>
  Object.fromEntries(columns.map(([name, type, optional]) => [name, field(type, optional)]));

const schemaOf = ({ columns }: Table): object =>
  new ParquetSchema(
    fieldsOf(Object.entries(columns).map(([name, { type, nullable }]) => [name, type, nullable ?? false])),
  );

const MS_PER_DAY = 86_400_000;

/** Dates and instants as the numbers that Parquet keeps: cheaper for parquetjs-lite than `Date` objects. */
const CONVERSIONS = { date: (text: string) => Date.parse(text) / MS_PER_DAY, timestamp: Date.parse } as const;

const conversionsOf = ({ columns }: Table) =>
  Object.entries(columns).flatMap(([name, { type }]) =>
    type === 'date' || type === 'timestamp' ? [[name, CONVERSIONS[type]] as const] : [],
  );

const CONVERTED = Object.fromEntries(
  PERIOD_TABLE_NAMES.map((table) => [table, conversionsOf(PERIOD_TABLES[table])]),
);

async function append(writers: Map<string, Writer>, rows: Readonly<Record<string, readonly object[]>>) {
  for (const [table, ofTable] of Object.entries(rows)) {
    const writer = writers.get(table);
    const converted = CONVERTED[table] ?? [];
    for (const row of ofTable) {
      const record: Record<string, unknown> = { ...row };
      for (const [name, convert] of converted) record[name] = convert(String(record[name]));
      await writer?.appendRow(record);
    }
  }
}

async function writeDay({ documents, input, out }: Task, day: TenantDay): Promise<void> {
  const writers = new Map<string, Writer>();
  for (const table of PERIOD_TABLE_NAMES)
    writers.set(
      table,
      await ParquetWriter.openFile(schemaOf(PERIOD_TABLES[table]), tableFile(out, table, day)),
    );
  const summed: Pick<ReferenceRows, 'calls' | 'criterion_scores'> = { calls: [], criterion_scores: [] };
  for (const bytes of documentBytesOf(documents, input, day)) {
    const document = JSON.parse(bytes.toString('utf8')) as CallDocument;
    const rows = referenceRows(document, TIME_ZONE);
    summed.calls.push(...rows.calls);
    summed.criterion_scores.push(...rows.criterion_scores);
    await append(writers, { ...rows });
  }
  await append(writers, { ...referenceAggregates(summed) });
  for (const writer of writers.values()) await writer.close();
}

/** What a Node program does by itself: parse a document, shape its rows in JavaScript, append them one by one. */
export async function run(task: Task): Promise<void> {
  for (const day of task.tenantDays) await writeDay(task, day);
}
