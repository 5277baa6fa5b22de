import type { RowOf, Table } from './table.ts';

export const etlRuns = {
  name: 'etl_runs',
  grain:
    'one row per night; one more per UTC day that it dealt with, per day and fact table, and per day and reason of quarantine',
  key: ['run_id', 'dt', 'table_name', 'quarantine_code'],
  sort: ['started_at', 'run_id', 'dt', 'table_name', 'quarantine_code'],
  columns: {
    run_id: { type: 'varchar', doc: 'Id of the night.' },
    started_at: { type: 'timestamp', doc: 'When the night began, UTC.' },
    finished_at: { type: 'timestamp', doc: 'When it was done with the tenant, UTC.' },
    status: {
      type: 'varchar',
      doc: 'published, unchanged (there was nothing new), partial (published, but not everything) or failed (the old data stays visible).',
    },
    version: {
      type: 'bigint',
      nullable: true,
      doc: "Version of the tenant's published data after the night; NULL when it could not be read.",
    },
    shape_version: { type: 'varchar', doc: 'Rules that the rows were made by.' },
    dt: {
      type: 'date',
      nullable: true,
      doc: 'UTC day of the calls; day of arrival for what ingest refused. NULL on the row of the night as a whole.',
    },
    table_name: {
      type: 'varchar',
      nullable: true,
      doc: 'Curated table that rows_out is of; NULL on other rows.',
    },
    quarantine_code: {
      type: 'varchar',
      nullable: true,
      doc: 'Reason that quarantined is counted by; NULL on other rows.',
    },
    documents_in: {
      type: 'bigint',
      nullable: true,
      doc: 'Documents that the night, or the night on that day, dealt with; NULL on rows of a table or a reason.',
    },
    landed: { type: 'bigint', nullable: true, doc: 'Of those, documents that became rows; NULL as above.' },
    superseded: {
      type: 'bigint',
      nullable: true,
      doc: 'Of those, older revisions of a call; NULL as above.',
    },
    quarantined: {
      type: 'bigint',
      nullable: true,
      doc: 'Of those, documents that could not be used; on rows of a reason, those of that reason. NULL on rows of a table.',
    },
    rows_out: {
      type: 'bigint',
      nullable: true,
      doc: 'Rows of the table and day in the files that were written; NULL on rows without a table.',
    },
    balanced: {
      type: 'boolean',
      doc: 'Whether documents in = landed + superseded + quarantined, and rows are as many as were made.',
    },
    error_code: { type: 'varchar', nullable: true, doc: 'Why it failed; NULL when it did not.' },
    error_message: {
      type: 'varchar',
      nullable: true,
      doc: 'The same in words: places without the ids of calls, never content.',
    },
  },
} as const satisfies Table;

export type EtlRunRow = RowOf<typeof etlRuns>;
