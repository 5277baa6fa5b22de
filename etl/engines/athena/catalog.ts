import { quoted } from '../../shape/index.ts';
import { hiveType } from '../types.ts';
import { inChunks } from './chunks.ts';
import { literal, trinoType } from './dialect.ts';
import type { ExternalTable, Partition } from './external-tables.ts';

/** How one system is told of tables. All answers are statements for a {@link StatementRunner}. */
export interface LakeCatalog {
  /** Root of the lake as the engine writes it in `"$path"`, such as `s3://bucket`, without slash at the end. */
  readonly root: string;
  /** Qualified name of a table or view, for SELECT and INSERT. */
  name(table: string): string;
  createTable(table: ExternalTable): string;
  addPartitions(table: ExternalTable, partitions: readonly Partition[]): string[];
  dropPartitions(table: ExternalTable, partitions: readonly Partition[]): string[];
  createView(name: string, select: string): string;
}

/** Athena adds many partitions with one statement; more than these at a time make its catalog slow. */
const ADDED_AT_ONCE = 100;

const backticked = (name: string): string => `\`${name.replaceAll('`', '``')}\``;

/** Where the tables are and where their files are. */
export interface AthenaPlace {
  readonly database: string;
  /** Root of the lake, such as `s3://bucket`, without slash at the end. */
  readonly root: string;
}

/** Glue's catalog through Athena: tables are described in Hive's DDL. */
export function athenaCatalog({ database, root }: AthenaPlace): LakeCatalog {
  const hiveName = (table: string): string => `${backticked(database)}.${backticked(table)}`;
  const values = (table: ExternalTable, partition: Partition): string =>
    table.partitions
      .map((name, index) => `${backticked(name)} = ${literal(partition.values[index] ?? '')}`)
      .join(', ');
  const columns = (table: ExternalTable): string =>
    Object.entries(table.columns)
      .map(([name, type]) => `${backticked(name)} ${hiveType(type)}`)
      .join(', ');
  return {
    root,
    name: (table) => `${quoted(database)}.${quoted(table)}`,
    createTable: (table) =>
      `CREATE EXTERNAL TABLE IF NOT EXISTS ${hiveName(table.name)} (${columns(table)})
PARTITIONED BY (${table.partitions.map((name) => `${backticked(name)} string`).join(', ')})
${table.format === 'lines' ? "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\001' STORED AS TEXTFILE" : 'STORED AS PARQUET'}
LOCATION ${literal(`${root}/${table.folder}/`)}${
        table.format === 'parquet' ? "\nTBLPROPERTIES ('parquet.compression' = 'SNAPPY')" : ''
      }`,
    addPartitions: (table, partitions) =>
      inChunks(partitions, ADDED_AT_ONCE).map(
        (some) =>
          `ALTER TABLE ${hiveName(table.name)} ADD IF NOT EXISTS ${some
            .map(
              (each) => `PARTITION (${values(table, each)}) LOCATION ${literal(`${root}/${each.folder}/`)}`,
            )
            .join(' ')}`,
      ),
    dropPartitions: (table, partitions) =>
      inChunks(partitions, ADDED_AT_ONCE).map(
        (some) =>
          `ALTER TABLE ${hiveName(table.name)} DROP IF EXISTS ${some
            .map((each) => `PARTITION (${values(table, each)})`)
            .join(', ')}`,
      ),
    createView: (name, select) => `CREATE OR REPLACE VIEW ${quoted(database)}.${quoted(name)} AS\n${select}`,
  };
}

/** Where the tables are in a Trino, and where their files are. */
export interface TrinoPlace {
  /** Catalog of the Hive connector; it needs `hive.allow-register-partition-procedure` and `hive.non-managed-table-writes-enabled`. */
  readonly catalog: string;
  readonly schema: string;
  /** Root of the lake, such as `s3://bucket` or `local://`. */
  readonly root: string;
}

/** A Trino's own catalog: tables are described in Trino's DDL, partitions by its procedures. */
export function trinoCatalog({ catalog, schema, root }: TrinoPlace): LakeCatalog {
  const name = (table: string): string => [catalog, schema, table].map(quoted).join('.');
  const texts = (items: readonly string[]): string => `ARRAY[${items.map(literal).join(', ')}]`;
  const call = (procedure: string, table: ExternalTable, partition: Partition, ...more: string[]): string =>
    `CALL ${quoted(catalog)}.system.${procedure}(${[
      literal(schema),
      literal(table.name),
      texts(table.partitions),
      texts(partition.values),
      ...more,
    ].join(', ')})`;
  return {
    root,
    name,
    createTable(table) {
      const columns = [
        ...Object.entries(table.columns).map(([column, type]) => `${quoted(column)} ${trinoType(type)}`),
        ...table.partitions.map((column) => `${quoted(column)} varchar`),
      ];
      return `CREATE TABLE IF NOT EXISTS ${name(table.name)} (${columns.join(', ')})
WITH (format = ${table.format === 'lines' ? "'TEXTFILE'" : "'PARQUET'"}, partitioned_by = ${texts(table.partitions)},
  external_location = ${literal(`${root}/${table.folder}`)})`;
    },
    addPartitions: (table, partitions) =>
      partitions.map((each) => call('register_partition', table, each, literal(`${root}/${each.folder}`))),
    dropPartitions: (table, partitions) =>
      partitions.map((each) => call('unregister_partition', table, each)),
    createView: (view, select) => `CREATE OR REPLACE VIEW ${name(view)} AS\n${select}`,
  };
}
