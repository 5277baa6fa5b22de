import type { FileMetaData, SchemaElement } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import { type ColumnType, TABLE_NAMES, TABLES, type Table } from '../../../etl/index.ts';
import { corpus, type WrittenFiles, writeFiles } from './parquet-corpus.ts';
import { readByParquetWasm, readFooter } from './read-parquet.ts';

/** What a footer must say of a scalar column, and what Arrow makes of it: nothing wider, nothing with a zone. */
const PARQUET = {
  varchar: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  boolean: { type: 'BOOLEAN' },
  integer: { type: 'INT32', converted_type: 'INT_32' },
  bigint: { type: 'INT64', converted_type: 'INT_64' },
  double: { type: 'DOUBLE' },
  date: { type: 'INT32', converted_type: 'DATE' },
  timestamp: {
    type: 'INT64',
    // For readers of old, which take it for an instant in UTC; those of today go by the logical type.
    converted_type: 'TIMESTAMP_MICROS',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: false, unit: 'MICROS' },
  },
} as const;

const ARROW = {
  varchar: 'Utf8',
  boolean: 'Bool',
  integer: 'Int32',
  bigint: 'Int64',
  double: 'Float64',
  date: 'Date32<DAY>',
  timestamp: 'Timestamp<MICROSECOND>',
} as const;

/** Name of a type as Arrow prints it. */
function arrowType(type: ColumnType): string {
  if (typeof type === 'string') return ARROW[type];
  if ('array' in type) return `List<${arrowType(type.array)}>`;
  const fields = Object.entries(type.row).map(([name, field]) => `${name}:${arrowType(field)}`);
  return `Struct<{${fields.join(', ')}}>`;
}

/** The elements of a footer's schema that a column must have, depth first, as the format lays lists out. */
function elements(name: string, type: ColumnType): object[] {
  if (typeof type === 'string') return [{ name, repetition_type: 'OPTIONAL', ...PARQUET[type] }];
  if ('array' in type)
    return [
      { name, repetition_type: 'OPTIONAL', converted_type: 'LIST', num_children: 1 },
      { name: 'list', repetition_type: 'REPEATED', num_children: 1 },
      ...elements('element', type.array),
    ];
  const fields = Object.entries(type.row);
  return [
    { name, repetition_type: 'OPTIONAL', num_children: fields.length },
    ...fields.flatMap(([field, inner]) => elements(field, inner)),
  ];
}

/** What is said of an element, without what says nothing. */
const said = (element: SchemaElement): object =>
  Object.fromEntries(Object.entries(element).filter(([, value]) => value !== undefined));

const codecs = ({ row_groups }: FileMetaData): unknown[] => [
  ...new Set(row_groups.flatMap(({ columns }) => columns.map(({ meta_data }) => meta_data?.codec))),
];

let files: WrittenFiles;
beforeAll(async () => {
  files = await writeFiles(corpus(30));
  return files.remove;
});

describe.each(TABLE_NAMES)('the file of %s', (table) => {
  const { columns }: Table = TABLES[table];

  it('says of every column the type that the table has', async () => {
    const { schema } = await readFooter(files.snappy[table]);
    expect(schema.slice(1).map(said)).toEqual(
      Object.entries(columns).flatMap(([name, { type }]) => elements(name, type)),
    );
  });

  it('is of those types in Arrow', async () => {
    const { fields } = (await readByParquetWasm(files.snappy[table])).schema;
    expect(fields.map(({ name, type }) => `${name} ${type}`)).toEqual(
      Object.entries(columns).map(([name, { type }]) => `${name} ${arrowType(type)}`),
    );
  });

  it('is compressed by Snappy unless Zstandard is asked for', async () => {
    expect(codecs(await readFooter(files.snappy[table]))).toEqual(['SNAPPY']);
    expect(codecs(await readFooter(files.zstd[table]))).toEqual(['ZSTD']);
  });
});
