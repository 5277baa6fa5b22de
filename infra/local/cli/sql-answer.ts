import { athenaCost } from '../../../sql/athena-price.ts';
import type { AthenaSession } from '../../../sql/duckdb/index.ts';
import type { QueryResult } from '../../../sql/query/index.ts';
import type { Context } from './context.ts';
import { counted } from './counted.ts';
import { EXIT } from './exit-codes.ts';
import { type Format, formatResult } from './formats.ts';
import type { Check } from './sql-check.ts';
import { expandedRows, fittedTable } from './sql-layout.ts';

/** How answers are shown. */
export interface AnswerSettings {
  readonly format: Format;
  /** Whether what a query took is told when nobody watches, too. */
  readonly stats: boolean;
  /** Price of Athena, for the estimate. */
  readonly usdPerTb: number;
  /** What else to say of a statement before its rows, a line each. */
  readonly notices?: (sql: string) => readonly string[];
  readonly check?: Check;
}

/** What differs from query to query. */
export interface Asked {
  readonly sql: string;
  readonly signal: AbortSignal;
  /** Rows as lists instead of a table. */
  readonly expanded?: boolean;
  /** Rows that are shown of a longer answer. */
  readonly mostShown?: number;
}

/** Runs a query and shows its rows on stdout, and on stderr what it took and how another engine differs. */
export async function answer(
  session: AthenaSession,
  { terminal, exitWith }: Pick<Context, 'terminal' | 'exitWith'>,
  settings: AnswerSettings,
  asked: Asked,
): Promise<void> {
  const begin = performance.now();
  const result = await session.run(asked.sql, [], { signal: asked.signal });
  const seconds = (performance.now() - begin) / 1000;
  for (const { message, line, column } of result.warnings ?? [])
    terminal.err(`warning: ${message} (line ${line}, column ${column})\n`);
  for (const notice of settings.notices?.(asked.sql) ?? []) terminal.err(`warning: ${notice}\n`);
  const { text, notes } = shown(result, settings.format, asked, terminal);
  terminal.out(text);
  for (const note of notes) terminal.err(`${note}\n`);
  if (settings.stats || terminal.interactive) {
    const took = { rows: result.rows.length, seconds, bytes: await scanned(session, asked.sql) };
    terminal.err(settings.format === 'json' ? statsJson(took, settings) : statsText(took, settings));
  }
  if (settings.check === undefined) return;
  const lines = await settings.check(asked.sql, result, asked.signal);
  terminal.err(
    lines.length === 0
      ? 'check: Trino gives the same\n'
      : `check: Trino differs\n${lines.map((line) => `  ${line}\n`).join('')}`,
  );
  if (lines.length > 0) exitWith(EXIT.failed);
}

function shown(
  result: QueryResult,
  format: Format,
  { expanded, mostShown = Number.POSITIVE_INFINITY }: Asked,
  { interactive, columns }: Context['terminal'],
): { text: string; notes: string[] } {
  if (format !== 'table' || !interactive)
    return { text: formatResult(result, format, { cut: false }), notes: [] };
  const more = result.rows.length - mostShown;
  const some = more > 0 ? { ...result, rows: result.rows.slice(0, mostShown) } : result;
  const notes = more > 0 ? [`… and ${counted(more, 'more row')}; LIMIT, or --format csv for all`] : [];
  if (expanded) return { text: expandedRows(some), notes };
  const { text, hidden } = fittedTable(some, columns);
  if (hidden > 0)
    notes.push(`… and ${counted(hidden, 'more column')}; name fewer, or see lists with \\x in the shell`);
  return { text, notes };
}

/** An estimate that cannot be had is no reason to fail a query that has been answered. */
const scanned = (session: AthenaSession, sql: string): Promise<number | null> =>
  session.scannedBytes(sql).catch(() => null);

interface Took {
  readonly rows: number;
  readonly seconds: number;
  readonly bytes: number | null;
}

function statsText({ rows, seconds, bytes }: Took, { usdPerTb }: AnswerSettings): string {
  const took = `${counted(rows, 'row')}, ${seconds.toFixed(seconds < 10 ? 2 : 0)} s`;
  if (bytes === null) return `${took}; no estimate of what Athena would scan\n`;
  return `${took}; Athena would scan about ${bytesText(bytes)}, about USD ${usdText(athenaCost(bytes, usdPerTb))}\n`;
}

function statsJson({ rows, seconds, bytes }: Took, { usdPerTb }: AnswerSettings): string {
  const scanned_bytes_estimate = bytes;
  const athena_usd_estimate = bytes === null ? null : athenaCost(bytes, usdPerTb);
  return `${JSON.stringify({ rows, seconds, scanned_bytes_estimate, athena_usd_estimate })}\n`;
}

/** A size as a person reads it, in units of 1024. */
export function bytesText(bytes: number): string {
  const units = ['B', 'KB', 'MB', 'GB', 'TB'];
  let size = bytes;
  let unit = 0;
  for (; size >= 1024 && unit < units.length - 1; unit += 1) size /= 1024;
  return `${unit === 0 || size >= 10 ? Math.round(size) : size.toFixed(1)} ${units[unit]}`;
}

/** Two digits, however small the amount. */
export const usdText = (usd: number): string =>
  usd >= 1 || usd === 0 ? usd.toFixed(2) : usd.toFixed(1 - Math.floor(Math.log10(usd)));
