import type { LakeDb } from '../../sql/query/index.ts';
import * as datasets from '../datasets/index.ts';
import type { Resolved } from './answer.ts';
import { QuestionRefused } from './errors.ts';

/** Calls that one file may hold. */
export const CSV_CALLS = 10_000;

const COLUMNS = [
  'call_id',
  'started_local',
  'agent_id',
  'agent_name',
  'queue',
  'channel',
  'duration_seconds',
  'form_id',
  'percentage',
  'band',
  'auto_failed',
  'failed_count',
  'undetermined_count',
  'criteria_count',
  'coverage',
  'evaluation_status',
  'unscored_reason',
] as const;
type Row = { readonly [C in (typeof COLUMNS)[number]]: unknown };

/**
 * The call list, all its pages, as CSV (RFC 4180, UTF-8 with a byte order mark, which Excel wants).
 * @throws {QuestionRefused} when the list has more than {@link CSV_CALLS} calls
 */
export async function callCsv(db: LakeDb, { filters, question }: Resolved): Promise<string> {
  const { order, direction, drillDown } = question;
  const [count] = await datasets.callCount(db, filters, drillDown).execute();
  if ((count?.calls ?? 0) > CSV_CALLS)
    throw new QuestionRefused('api: these are too many calls for a file', {
      hint: 'Choose a shorter period or more filters.',
    });
  const page = { order, direction, drillDown, page: 1, pageSize: CSV_CALLS };
  return csvOf(await datasets.calls(db, filters, page).execute());
}

/** Rows as CSV; NULL is an empty field. */
export function csvOf(rows: readonly Row[]): string {
  const lines = rows.map((row) => COLUMNS.map((column) => field(row[column])).join(','));
  return `\uFEFF${[COLUMNS.join(','), ...lines].join('\r\n')}\r\n`;
}

/**
 * A spreadsheet runs what begins like a formula, and agents and queues are named by other systems: such texts begin
 * with an apostrophe here (OWASP, CSV injection). Numbers stay numbers.
 */
function field(value: unknown): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'string') return String(value);
  const text = /^\s*[=+\-@|\t\r\n]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
