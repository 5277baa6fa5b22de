import type { QueryResult } from '../../../sql/query/index.ts';
import { UsageError } from '../errors.ts';

export const FORMATS = ['table', 'csv', 'json'] as const;
export type Format = (typeof FORMATS)[number];

/** Widest cell of a table on a terminal; longer text is cut with an ellipsis. Piped output is never cut. */
export const WIDEST_CELL = 48;

/** Writes a query's result as text that ends with a newline. */
export function formatResult(result: QueryResult, format: Format, options: { cut: boolean }): string {
  if (format === 'csv') return toCsv(result);
  if (format === 'json') return toJson(result);
  return toTable(result, options);
}

/**
 * An array of row objects, values as Trino's protocol writes them.
 * @throws {UsageError} when two columns share a name, since an object would lose one
 */
export function toJson({ columns, rows }: QueryResult): string {
  const names = columns.map((column) => column.name);
  const twice = names.find((name, position) => names.indexOf(name) !== position);
  if (twice !== undefined) {
    throw new UsageError(`sql: two columns are named "${twice}", JSON would lose one`, {
      hint: 'Give one of them another name with AS, or ask for --format csv.',
    });
  }
  const lines = rows.map((row) => JSON.stringify(Object.fromEntries(names.map((name, i) => [name, row[i]]))));
  return lines.length === 0 ? '[]\n' : `[\n${lines.join(',\n')}\n]\n`;
}

/** RFC 4180 with a header line and LF line ends; NULL is an empty field, an empty text is `""`. */
export function toCsv({ columns, rows }: QueryResult): string {
  const header = columns.map((column) => csvField(column.name)).join(',');
  const lines = rows.map((row) => row.map(csvField).join(','));
  return `${[header, ...lines].join('\n')}\n`;
}

function csvField(value: unknown): string {
  if (value === null || value === undefined) return '';
  const text = plain(value);
  return text === '' || /[",\n\r]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

function toTable({ columns, rows }: QueryResult, { cut }: { cut: boolean }): string {
  const shown = rows.map((row) => row.map((value) => cell(value, cut)));
  const widths = columns.map((column, i) =>
    shown.reduce((widest, row) => Math.max(widest, width(row[i] ?? '')), width(column.name)),
  );
  const numeric = columns.map((column) => isNumeric(column.type));
  const line = (cells: readonly string[]): string =>
    cells
      .map((text, i) => pad(text, widths[i] ?? 0, numeric[i] === true))
      .join('  ')
      .trimEnd();
  const rule = widths.map((length) => '-'.repeat(length)).join('  ');
  return `${[line(columns.map((column) => column.name)), rule, ...shown.map(line)].join('\n')}\n`;
}

/** Whether values of a type are numbers, which stand on the right. */
export const isNumeric = (type: string): boolean =>
  /^(tinyint|smallint|integer|bigint|real|double|decimal)/.test(type);

/** A value as a person reads it: on one line, without what would steer the terminal. */
export function shownValue(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  return plain(value)
    .replaceAll(/[\n\r\t]/g, ' ')
    .replaceAll(/\p{Cc}/gu, '');
}

function cell(value: unknown, cut: boolean): string {
  const text = shownValue(value);
  return cut && width(text) > WIDEST_CELL ? `${[...text].slice(0, WIDEST_CELL - 1).join('')}…` : text;
}

const plain = (value: unknown): string => (typeof value === 'object' ? JSON.stringify(value) : String(value));
const width = (text: string): number => [...text].length;
const pad = (text: string, length: number, right: boolean): string => {
  const space = ' '.repeat(Math.max(0, length - width(text)));
  return right ? space + text : text + space;
};
