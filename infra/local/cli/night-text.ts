import type { NightAccount, NightFailure, QuarantineCount } from '../../../etl/index.ts';
import type { AgedOut } from '../erase/retention.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** Periods that are named. */
const NAMED = 5;

/**
 * A night's account as text; of a night in which nothing happened, that.
 * @param erased what went before it, by retention rules
 */
export function accountText(account: NightAccount, erased: readonly AgedOut[] = []): string {
  return happened(account) || nothingText(account, erased);
}

function happened(account: NightAccount): string {
  const { documents_in, landed, superseded, quarantined, rows, days } = account;
  const written = Object.entries(rows).map(([table, count]) => `${table} ${count}`);
  const counts = [
    `${counted(documents_in, 'document')} in = ${landed} landed + ${superseded} superseded + ${quarantined} quarantined`,
    ...reasonsText(account),
    `rows: ${written.join(', ')}`,
    `${counted(days.length, 'tenant-day')}, ${balanceText(account)}`,
  ];
  return [...(documents_in === 0 ? [] : counts), ...retiredText(account), ''].join('\n');
}

function nothingText(account: NightAccount, erased: readonly AgedOut[]): string {
  if (account.errors.length > 0) return 'nothing was written: the old data stays visible\n';
  if (erased.length > 0) return 'nothing new besides\n';
  return 'nothing new: the lake is as the last night left it\n';
}

/** What was quarantined, such as `quarantined: 2 not_json; by ingest: 1 too_large`. */
function reasonsText({ reasons }: NightAccount): string[] {
  const by = (wanted: QuarantineCount['stage']): string => {
    const counts = new Map<string, number>();
    for (const { stage, code, documents } of reasons)
      if (stage === wanted) counts.set(code, (counts.get(code) ?? 0) + documents);
    return [...counts]
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([code, documents]) => `${documents} ${code}`)
      .join(', ');
  };
  const [found, refused] = [by('night'), by('ingest')];
  const parts = [found, refused && `by ingest: ${refused}`].filter((part) => part !== '');
  if (parts.length === 0) return [];
  return [`quarantined: ${parts.join('; ')}; kept with their reasons below quarantine/`];
}

function balanceText({ balanced, errors }: NightAccount): string {
  if (balanced) return 'balanced to the unit';
  const kept = errors.length === 0 ? '' : ': what failed keeps its old data';
  return `NOT BALANCED${kept}`;
}

function retiredText({ retired }: NightAccount): string[] {
  if (retired.length === 0) return [];
  const names = retired.slice(0, NAMED).map(({ tenant_id, period }) => `${tenant_id} ${period}`);
  const more = retired.length > NAMED ? `, and ${retired.length - NAMED} more` : '';
  return [`${counted(retired.length, 'period')} retired: ${names.join(', ')}${more}`];
}

/** Says on stderr what failed and where. */
export function complain(terminal: Terminal, errors: readonly NightFailure[]): void {
  for (const { tenant_id, period, message } of errors)
    terminal.err(`night: ${tenant_id}${period === null ? '' : ` ${period}`}: ${message}\n`);
}
