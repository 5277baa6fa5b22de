import { DOCUMENT_TYPE } from '../../shape/index.ts';
import { type ColumnType, PERIOD_TABLES, type PeriodTableName } from '../../tables/index.ts';

/** A table over files that lie in a store: what a catalog is told of them. */
export interface ExternalTable {
  readonly name: string;
  readonly columns: Readonly<Record<string, ColumnType>>;
  /** Columns that are part of the path; all are texts. */
  readonly partitions: readonly string[];
  /** `lines`: a row a line of text, columns apart by U+0001, which JSON never holds as such. */
  readonly format: 'lines' | 'parquet';
  /** Below the root of the lake, without slash at the end. */
  readonly folder: string;
}

/** One partition of an external table, and the folder below the root in which its files lie. */
export interface Partition {
  /** In the order of the table's partition columns. */
  readonly values: readonly string[];
  readonly folder: string;
}

const lines = (name: string, folder: string, ...partitions: string[]): ExternalTable => ({
  name,
  columns: { line: 'varchar' },
  partitions,
  format: 'lines',
  folder,
});

/** Raw call documents as they landed; a file is a line, and `rest`, which is what follows a U+0001 in it, is NULL. */
export const RAW: ExternalTable = {
  ...lines('etl_raw', 'raw/calls', 'tenant_id', 'dt'),
  columns: { line: 'varchar', rest: 'varchar' },
};

/** Sealed lines that were made for one run from documents that landed without a seal. */
export const LINES = lines('etl_lines', 'staging/lines', 'tenant_id', 'snapshot');

/** Which revision of which call one run makes rows from, and under which key it lies. */
export const WINNERS: ExternalTable = {
  name: 'etl_winners',
  columns: { key: 'varchar', call_id: 'varchar', revision: 'varchar', dt: 'varchar' },
  partitions: ['tenant_id', 'snapshot'],
  format: 'lines',
  folder: 'staging/winners',
};

/** The documents of one run, parsed: JSON is read once, though ten tables are made from it. */
export const DOCUMENTS: ExternalTable = {
  name: 'etl_documents',
  columns: { d: DOCUMENT_TYPE },
  partitions: ['tenant_id', 'snapshot'],
  format: 'parquet',
  folder: 'staging/documents',
};

/** What is visible of each tenant and period (etl/publish, pointer). */
export const POINTERS = lines('lake_pointers', 'curated/pointers', 'tenant_id');

/** Which changes of several periods took place (etl/publish, pointer). */
export const CHANGES = lines('lake_changes', 'curated/changes', 'tenant_id');

/** The files of a curated table, of all snapshots, visible or not. */
export const filesOf = (table: PeriodTableName): ExternalTable => ({
  name: `${table}_files`,
  columns: Object.fromEntries(
    Object.entries(PERIOD_TABLES[table].columns).map(([name, { type }]) => [name, type]),
  ),
  partitions: ['tenant_id', 'period', 'snapshot'],
  format: 'parquet',
  folder: `curated/${table}`,
});

/** Partition of a curated table's files: `curated/<table>/tenant_id=T/period=P/<snapshot>`. */
export const snapshotPartition = (
  table: PeriodTableName,
  tenantId: string,
  period: string,
  snapshot: string,
): Partition => ({
  values: [tenantId, period, snapshot],
  folder: `curated/${table}/tenant_id=${tenantId}/period=${period}/${snapshot}`,
});

/** Partition whose folder names its columns, such as `staging/lines/tenant_id=T/snapshot=S`. */
export const namedPartition = ({ folder, partitions }: ExternalTable, ...values: string[]): Partition => ({
  values,
  folder: [folder, ...partitions.map((name, index) => `${name}=${values[index] ?? ''}`)].join('/'),
});
