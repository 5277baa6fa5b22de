import { createHash } from 'node:crypto';
import {
  type AggregateTableName,
  FACT_TABLE_NAMES,
  type FactTableName,
  type PeriodTableName,
} from '../../etl/tables/index.ts';
import { rowsOfMark } from './marks.ts';

/** A row as a reader got it. Days are `YYYY-MM-DD`, counts numbers. */
export type SeenRow = Readonly<Record<string, string | number | boolean | null>>;

/** The rows of all tables of one tenant at one version. */
export type SeenRows = Readonly<Record<PeriodTableName, readonly SeenRow[]>>;

const FACT_COLUMNS = ['call_id', 'dt', 'queue'] as const;

/** The columns that tell whether tables belong together; of turns, the text carries the mark. */
export const SEEN_COLUMNS: Readonly<Record<PeriodTableName, readonly string[]>> = {
  calls: [...FACT_COLUMNS, 'revision', 'duration_seconds', 'unscored_reason'],
  evaluations: FACT_COLUMNS,
  criterion_scores: [...FACT_COLUMNS, 'is_current', 'outcome'],
  turns: ['call_id', 'dt', 'text'],
  entities: FACT_COLUMNS,
  key_phrases: FACT_COLUMNS,
  action_items: FACT_COLUMNS,
  reviews: FACT_COLUMNS,
  call_days: ['dt', 'queue', 'calls', 'scored_calls', 'duration_sum'],
  criterion_days: ['dt', 'queue', 'answers', 'passed', 'failed'],
};

const markIn = (table: FactTableName, row: SeenRow): string =>
  table === 'turns' ? (String(row.text).split(' ')[0] ?? '') : String(row.queue);

/** Facts of one table that are not those of the visible revision of a visible call. */
function factFaults(table: FactTableName, rows: SeenRows): string[] {
  const calls = new Map(rows.calls.map((row) => [row.call_id, row]));
  const found = new Map<string, number>();
  const faults: string[] = [];
  for (const row of rows[table]) {
    const id = String(row.call_id);
    const call = calls.get(id);
    found.set(id, (found.get(id) ?? 0) + 1);
    if (call === undefined) faults.push(`${table}: a row of ${id}, which is not in calls`);
    else if (call.queue !== markIn(table, row) || call.dt !== row.dt)
      faults.push(
        `${table}: ${id} is of ${row.dt} ${markIn(table, row)}, in calls of ${call.dt} ${call.queue}`,
      );
  }
  for (const [id, { queue }] of calls) {
    const wanted = rowsOfMark(String(queue))[table];
    const got = found.get(String(id)) ?? 0;
    if (got !== wanted) faults.push(`${table}: ${id} has ${got} rows, its document says ${wanted}`);
  }
  return faults;
}

type Sums = ReadonlyMap<string, readonly number[]>;

/** Sums of some numbers of each row by day and mark. */
function sums(rows: readonly SeenRow[], numbersOf: (row: SeenRow) => readonly number[]): Sums {
  const groups = new Map<string, readonly number[]>();
  for (const row of rows) {
    const name = `${row.dt} ${row.queue}`;
    const before = groups.get(name);
    groups.set(
      name,
      numbersOf(row).map((value, i) => value + (before?.[i] ?? 0)),
    );
  }
  return groups;
}

function sumFaults(table: AggregateTableName, wanted: Sums, got: Sums): string[] {
  return [...new Set([...wanted.keys(), ...got.keys()])].flatMap((name) => {
    const [facts, sum] = [String(wanted.get(name)), String(got.get(name))];
    return facts === sum ? [] : [`${table}: ${name} sums to ${sum}, the facts to ${facts}`];
  });
}

const truth = (value: boolean): number => (value ? 1 : 0);

function aggregateFaults(rows: SeenRows): string[] {
  const current = rows.criterion_scores.filter(({ is_current }) => is_current === true);
  return [
    ...sumFaults(
      'call_days',
      sums(rows.calls, (row) => [1, truth(row.unscored_reason === null), Number(row.duration_seconds)]),
      sums(rows.call_days, (row) => [Number(row.calls), Number(row.scored_calls), Number(row.duration_sum)]),
    ),
    ...sumFaults(
      'criterion_days',
      sums(current, ({ outcome }) => [1, truth(outcome === 'pass'), truth(outcome === 'fail')]),
      sums(rows.criterion_days, (row) => [Number(row.answers), Number(row.passed), Number(row.failed)]),
    ),
  ];
}

/** What in the tables of a tenant does not belong together; nothing when they are all of one version. */
export function mixtureIn(rows: SeenRows): string[] {
  const ids = rows.calls.map(({ call_id }) => String(call_id));
  const once = new Set<string>();
  const twice = ids.filter((id) => once.size === once.add(id).size);
  return [
    ...twice.map((id) => `calls: ${id} is there twice`),
    ...FACT_TABLE_NAMES.flatMap((table) => factFaults(table, rows)),
    ...aggregateFaults(rows),
  ];
}

/** Which revision of each call is visible, in one text. */
export const standingIn = ({ calls }: Pick<SeenRows, 'calls'>): string =>
  calls
    .map(({ call_id, revision }) => `${call_id}=${revision}`)
    .sort()
    .join(' ');

/** The same, short enough to be kept of every version: SHA-256, hexadecimal. */
export const standingDigest = (standing: string): string =>
  createHash('sha256').update(standing).digest('hex');
