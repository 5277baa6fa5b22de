import { cpus, totalmem } from 'node:os';
import type { Check } from './checks.ts';
import { INPUTS } from './corpus.ts';
import { withMarked } from './marked.ts';
import { find, type Result } from './results.ts';
import { OURS } from './sides.ts';

const BYTES_PER_GB = 2 ** 30;
const number = (value: number, digits = 0): string =>
  value.toLocaleString('en-US', { minimumFractionDigits: digits, maximumFractionDigits: digits });

/** What a side needs as a multiple of what the product needs for its full night on the same input. */
function against(results: readonly Result[], result: Result, what: 'seconds' | 'cpu_seconds'): string {
  const ours = find(results, OURS, result.input);
  if (!ours || result.side === OURS) return '';
  const ratio = result[what] / ours[what];
  return `${number(ratio, ratio < 1 ? 3 : 1)} ×`;
}

const HEAD = [
  'input',
  'side',
  'documents',
  'seconds',
  'CPU s',
  'documents/s',
  'peak MB',
  'time against cci',
  'CPU against cci',
  'runs',
];
const TEXT_COLUMNS = 2;

const rowsOf = (results: readonly Result[]): string[][] =>
  [...results]
    .sort((a, b) => INPUTS.indexOf(a.input) - INPUTS.indexOf(b.input))
    .map((result) => [
      result.input,
      result.side,
      number(result.docs),
      number(result.seconds, 2),
      number(result.cpu_seconds, 2),
      number(result.docs_per_second),
      number(result.peak_mb),
      against(results, result, 'seconds'),
      against(results, result, 'cpu_seconds'),
      String(result.runs),
    ]);

const checkLines = (checks: readonly Check[]): string[] =>
  checks.map(({ promise, measured, kept }) => `${kept ? 'pass' : 'FAIL'}  ${promise}: ${measured}`);

/** The table and the checks for a terminal. */
export function plainReport(results: readonly Result[], checks: readonly Check[]): string {
  const rows = [HEAD, ...rowsOf(results)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column < TEXT_COLUMNS ? cell.padEnd(widths[column] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
  return [...lines, '', ...checkLines(checks), ''].join('\n');
}

/** What the figures depend on. */
export function machine(): string {
  const [cpu] = cpus();
  return `${cpus().length} × ${cpu?.model.trim() ?? 'unknown processor'}, ${number(totalmem() / BYTES_PER_GB)} GB, Node ${process.version}, ${process.platform}`;
}

const BEGIN = '<!-- bench:etl begins; npm run bench:etl -- --write replaces this part -->';
const END = '<!-- bench:etl ends -->';

function markdownReport(results: readonly Result[], checks: readonly Check[], day: string): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  const rule = HEAD.map((_, column) => (column < TEXT_COLUMNS ? '---' : '---:'));
  return [
    BEGIN,
    '',
    `Measured on ${day} on ${machine()}.`,
    '',
    line(HEAD),
    line(rule),
    ...rowsOf(results).map(line),
    '',
    line(['promise', 'measured', '']),
    line(['---', '---:', '---']),
    ...checks.map(({ promise, measured, kept }) => line([promise, measured, kept ? 'kept' : '**missed**'])),
    '',
    END,
  ].join('\n');
}

/**
 * A Markdown text with its table and checks replaced.
 * @param day `YYYY-MM-DD` of the measurement
 * @throws {RangeError} when the text has no place for them
 */
export function withReport(
  text: string,
  results: readonly Result[],
  checks: readonly Check[],
  day: string,
): string {
  return withMarked(text, BEGIN, END, markdownReport(results, checks, day));
}
