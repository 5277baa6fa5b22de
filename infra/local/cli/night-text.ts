import type { NightAccount, NightFailure } from '../../../etl/index.ts';
import { counted } from './counted.ts';
import type { Terminal } from './terminal.ts';

/** A night's account as text. */
export function accountText(account: NightAccount): string {
  const { documents_in, landed, superseded, quarantined, rows, balanced, days } = account;
  if (documents_in === 0) return 'nothing new: the lake is as the last night left it\n';
  const written = Object.entries(rows).map(([table, count]) => `${count} ${table}`);
  return [
    `${counted(documents_in, 'document')} in = ${landed} landed + ${superseded} superseded + ${quarantined} quarantined`,
    `rows: ${written.join(', ')}`,
    `${counted(days.length, 'tenant-day')}, ${balanced ? 'balanced to the unit' : 'NOT BALANCED: the old data stays visible'}`,
    '',
  ].join('\n');
}

/** Says on stderr what failed and where. */
export function complain(terminal: Terminal, errors: readonly NightFailure[]): void {
  for (const { tenant_id, period, message } of errors)
    terminal.err(`night: ${tenant_id}${period === null ? '' : ` ${period}`}: ${message}\n`);
}
