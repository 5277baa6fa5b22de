import { periodOf } from '../plan/index.ts';
import { type EtlRunRow, FACT_TABLE_NAMES, type FactTableName } from '../tables/index.ts';
import type { NightFailure } from './account.ts';

/** What happened on one day, by documents and rows. */
export interface RunDay {
  readonly dt: string;
  readonly documents_in: number;
  readonly landed: number;
  readonly superseded: number;
  readonly quarantined: number;
  /** A table that is left out has none. */
  readonly rows: Readonly<Partial<Record<FactTableName, number>>>;
  readonly balanced: boolean;
}

/** Documents of a day that were quarantined for one reason. */
export interface RunReason {
  readonly dt: string;
  readonly code: string;
  readonly documents: number;
}

/** What one night was for one tenant. */
export interface TenantRun {
  readonly runId: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  /** Of what readers see afterwards; null when that could not be read. */
  readonly version: number | null;
  readonly shapeVersion: string;
  /** Whether the night published. */
  readonly published: boolean;
  readonly days: readonly RunDay[];
  readonly reasons: readonly RunReason[];
  readonly errors: readonly NightFailure[];
}

type Status = 'published' | 'unchanged' | 'partial' | 'failed';

function statusOf({ published, errors }: TenantRun): Status {
  if (published) return errors.length === 0 ? 'published' : 'partial';
  return errors.length === 0 ? 'unchanged' : 'failed';
}

type Shared = 'run_id' | 'started_at' | 'finished_at' | 'version' | 'shape_version';

const NOTHING: Omit<EtlRunRow, Shared | 'status' | 'balanced'> = {
  dt: null,
  table_name: null,
  quarantine_code: null,
  documents_in: null,
  landed: null,
  superseded: null,
  quarantined: null,
  rows_out: null,
  error_code: null,
  error_message: null,
};

/** The rows of `etl_runs` that record a night: itself, its days, the tables of each day, and the reasons of its quarantine. */
export function runRows(run: TenantRun): EtlRunRow[] {
  const shared: Pick<EtlRunRow, Shared> = {
    run_id: run.runId,
    started_at: run.startedAt.toISOString(),
    finished_at: run.finishedAt.toISOString(),
    version: run.version,
    shape_version: run.shapeVersion,
  };
  const days = [...run.days].sort((a, b) => (a.dt < b.dt ? -1 : 1));
  return [
    { ...NOTHING, ...shared, ...nightRow(run) },
    ...days.flatMap((day) => dayRows(run, day).map((row) => ({ ...NOTHING, ...shared, ...row }))),
  ];
}

type Row = Partial<EtlRunRow> & Pick<EtlRunRow, 'status' | 'balanced'>;

function nightRow(run: TenantRun): Row {
  const sum = (count: 'documents_in' | 'landed' | 'superseded' | 'quarantined'): number =>
    run.days.reduce((total, day) => total + day[count], 0);
  // What stopped the tenant as a whole says more than a period that failed.
  const [first] = [...run.errors].sort((a, b) => Number(a.period !== null) - Number(b.period !== null));
  return {
    status: statusOf(run),
    documents_in: sum('documents_in'),
    landed: sum('landed'),
    superseded: sum('superseded'),
    quarantined: sum('quarantined'),
    balanced: run.days.every(({ balanced }) => balanced) && run.errors.length === 0,
    ...errorOf(first),
  };
}

function dayRows(run: TenantRun, day: RunDay): Row[] {
  const period = periodOf(day.dt, run.startedAt);
  const failure = run.errors.find((error) => error.period === period);
  const { dt, balanced } = day;
  const done = run.published ? 'published' : statusOf(run);
  const status: Status = failure === undefined && balanced ? done : 'failed';
  const shared = { dt, status, balanced, ...errorOf(failure) };
  const { documents_in, landed, superseded, quarantined } = day;
  const tables = landed > 0 || failure !== undefined ? FACT_TABLE_NAMES : [];
  return [
    { ...shared, documents_in, landed, superseded, quarantined },
    ...tables.map((table) => ({ ...shared, table_name: table, rows_out: day.rows[table] ?? 0 })),
    // What a failed period found is counted by the night that publishes it.
    ...run.reasons
      .filter((reason) => reason.dt === dt && failure === undefined)
      .map(({ code, documents }) => ({ ...shared, quarantine_code: code, quarantined: documents })),
  ];
}

const errorOf = (failure: NightFailure | undefined): Partial<EtlRunRow> =>
  failure === undefined ? {} : { error_code: failure.code, error_message: withoutCalls(failure.message) };

/**
 * A message without the ids of calls and of quarantined content, which stand in the names of objects: the record is kept
 * for good, also when a call is erased.
 */
export const withoutCalls = (message: string): string =>
  message.replace(/((?:raw\/calls|quarantine)\/tenant_id=[a-z0-9-]+\/(?:dt=\d{4}-\d{2}-\d{2}\/)?).*/s, '$1…');
