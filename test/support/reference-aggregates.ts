import type { CallDayRow, CallRow, CriterionDayRow, CriterionScoreRow } from '../../etl/tables/index.ts';

/** Rows that have the same values in these columns, in the order of their first; NULL equals NULL. */
function groupsBy<R extends object, K extends keyof R>(rows: readonly R[], columns: readonly K[]): R[][] {
  const groups = new Map<string, R[]>();
  for (const row of rows) {
    const name = JSON.stringify(columns.map((column) => row[column]));
    const group = groups.get(name);
    if (group) group.push(row);
    else groups.set(name, [row]);
  }
  return [...groups.values()];
}

const known = (values: readonly (number | null)[]): number[] => values.filter((value) => value !== null);

/** Doubles are added up in millionths, so that a sum does not depend on the order; a billion or more does not count. */
const exact = (values: readonly (number | null)[]): bigint[] =>
  known(values)
    .filter((value) => Math.abs(value) < 1e9)
    .map((value) => BigInt(Math.floor(value * 1e6 + 0.5)));

function exactSum(values: readonly (number | null)[]): number | null {
  const parts = exact(values);
  if (parts.length === 0) return null;
  return Number(parts.reduce((a, b) => a + b, 0n)) / 1e6;
}

/** As SQL sums: NULLs do not count, and nothing sums to NULL. */
const sumOf = (values: readonly (number | null)[]): number | null =>
  known(values).reduce<number | null>((sum, value) => (sum ?? 0) + value, null);

function callDay(rows: readonly CallRow[]): Omit<CallDayRow, (typeof CALL_KEYS)[number]> {
  const durations = rows.map(({ duration_seconds }) => duration_seconds);
  const silences = known(rows.map(({ silence_ms }) => silence_ms)).filter((value) => value < 1e12);
  const sentiments = rows.map(({ sentiment_customer }) => sentiment_customer);
  return {
    calls: rows.length,
    scored_calls: rows.filter(({ unscored_reason }) => unscored_reason === null).length,
    duration_count: exact(durations).length,
    duration_sum: exactSum(durations),
    silence_count: silences.length,
    silence_ms_sum: sumOf(silences),
    sentiment_customer_count: exact(sentiments).length,
    sentiment_customer_sum: exactSum(sentiments),
  };
}

function criterionDay(
  rows: readonly CriterionScoreRow[],
): Omit<CriterionDayRow, (typeof CRITERION_KEYS)[number]> {
  const answered = (outcome: string) => rows.filter((row) => row.outcome === outcome).length;
  return {
    answers: rows.length,
    passed: answered('pass'),
    failed: answered('fail'),
    partial: answered('partial'),
    not_applicable: answered('not_applicable'),
    undetermined: answered('undetermined'),
    score_sum: exactSum(rows.map(({ score }) => score)),
    max_score_sum: exactSum(rows.map(({ score, max_score }) => (score === null ? null : max_score))),
  };
}

const CALL_KEYS = ['dt', 'call_date', 'agent_id', 'agent_name', 'agent_team', 'queue', 'channel'] as const;
const CRITERION_KEYS = [
  'dt',
  'call_date',
  'form_id',
  'form_version',
  'criterion_id',
  'section_id',
  'question',
  'agent_id',
  'agent_name',
  'agent_team',
  'queue',
  'channel',
] as const;

/** The values of some columns of a group's first row; of a group they are the same in every row. */
function keysOf<R extends object, K extends keyof R>([first]: readonly R[], columns: readonly K[]) {
  if (first === undefined) throw new RangeError('reference: a group has at least one row');
  return Object.fromEntries(columns.map((column) => [column, first[column]])) as Pick<R, K>;
}

/**
 * The rows of the day tables over the rows of any number of calls of one tenant.
 */
export function referenceAggregates(rows: {
  readonly calls: readonly CallRow[];
  readonly criterion_scores: readonly CriterionScoreRow[];
}): { readonly call_days: CallDayRow[]; readonly criterion_days: CriterionDayRow[] } {
  const current = rows.criterion_scores.filter(({ is_current }) => is_current);
  return {
    call_days: groupsBy(rows.calls, CALL_KEYS).map((group) => ({
      ...keysOf(group, CALL_KEYS),
      ...callDay(group),
    })),
    criterion_days: groupsBy(current, CRITERION_KEYS).map((group) => ({
      ...keysOf(group, CRITERION_KEYS),
      ...criterionDay(group),
    })),
  };
}
