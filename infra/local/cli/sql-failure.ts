import { LimitExceeded, SqlRefused } from '../../../sql/errors.ts';
import type { Statement } from '../shell/index.ts';
import { displayWidth } from './sql-layout.ts';

/** Longest part of a line that is shown around the place of an error, in characters. */
const AROUND = 60;

/**
 * The line of a statement at which it was refused, and a caret under the place; empty when nothing says where.
 * Only for a person's terminal: the line holds what they wrote.
 */
export function placeText(sql: string, error: unknown): string {
  if (!(error instanceof SqlRefused)) return '';
  const characters = [...(sql.split('\n')[error.line - 1] ?? '').replaceAll('\t', ' ')];
  const at = error.column - 1;
  if (at < 0 || at > characters.length) return '';
  const from = Math.max(0, at - AROUND);
  const before = (from > 0 ? '…' : '') + printable(characters.slice(from, at).join(''));
  const behind = printable(characters.slice(at, at + AROUND).join('')).trimEnd();
  return `  ${before}${behind}\n  ${' '.repeat(displayWidth(before))}^\n`;
}

const printable = (text: string): string => text.replaceAll(/\p{Cc}/gu, '');

/** The same error with its place in the text that the statement was taken from. */
export function placedInText(error: unknown, statement: Statement): unknown {
  if (!(error instanceof SqlRefused)) return error;
  const { code, hint } = error;
  const message = error.message.replace(/^sql: /, '').replace(/ \(line \d+, column \d+\)$/, '');
  const line = error.line + statement.line - 1;
  const column = error.line === 1 ? error.column + statement.column - 1 : error.column;
  return new SqlRefused({ code, message, line, column, ...(hint === undefined ? {} : { hint }) });
}

/** The same error with the options that would allow more. */
export function limitsTold(error: LimitExceeded): LimitExceeded {
  const hint = [error.hint, 'Or allow more: --timeout, --memory, --max-rows.'].filter(Boolean).join(' ');
  return new LimitExceeded(error.message, { hint });
}
