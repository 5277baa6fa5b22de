import type { RowOf, Table } from './table.ts';

export const checkRuns = {
  name: 'check_runs',
  grain: 'one row per night after which the data was checked, and check',
  key: ['run_id', 'check_name'],
  sort: ['checked_at', 'run_id', 'check_name'],
  columns: {
    run_id: { type: 'varchar', doc: 'Id of the night after which the checks ran.' },
    check_name: { type: 'varchar', doc: 'Name of the check.' },
    severity: {
      type: 'varchar',
      doc: 'error (do not trust the numbers) or warning (look at it). A check that could not be run is an error.',
    },
    passed: {
      type: 'boolean',
      doc: 'Whether no row broke the promise. False also when the check could not be run.',
    },
    violations: {
      type: 'bigint',
      nullable: true,
      doc: 'Rows that the check returned; NULL when it could not be run.',
    },
    error_code: { type: 'varchar', nullable: true, doc: 'Why it could not be run; NULL when it ran.' },
    promise: { type: 'varchar', doc: 'What should be so.' },
    advice: { type: 'varchar', doc: 'What to do when it is not.' },
    version: {
      type: 'bigint',
      doc: "Version of the tenant's published data that was checked; 0 when it could not be read.",
    },
    checked_at: { type: 'timestamp', doc: "When the tenant's checks began, UTC; the same for all of them." },
    duration_ms: { type: 'bigint', doc: 'How long the check took, in milliseconds.' },
  },
} as const satisfies Table;

export type CheckRunRow = RowOf<typeof checkRuns>;
