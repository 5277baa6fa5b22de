import { withMarked } from './marked.ts';
import { machine } from './report.ts';
import { median } from './results.ts';

/** How long the translation of one view took. */
export interface Translation {
  readonly view: string;
  /** Length of the view's text. */
  readonly bytes: number;
  /** In a process that has translated nothing before. */
  readonly cold_ms: number;
  readonly median_ms: number;
  readonly max_ms: number;
  readonly runs: number;
}

/** Milliseconds that a view may take once the process has warmed up: the median of its runs. */
export const LIMIT_MS = 10;

const rounded = (milliseconds: number): number => Number(milliseconds.toFixed(2));

/** The figures of a view's times. */
export const translationOf = (
  view: string,
  sql: string,
  cold: number,
  warm: readonly number[],
): Translation => ({
  view,
  bytes: Buffer.byteLength(sql),
  cold_ms: rounded(cold),
  median_ms: rounded(median(warm)),
  max_ms: rounded(Math.max(...warm)),
  runs: warm.length,
});

/** Views that take longer than the limit. */
export const tooSlow = (translations: readonly Translation[]): Translation[] =>
  translations.filter(({ median_ms }) => median_ms > LIMIT_MS);

const HEAD = ['view', 'bytes', 'cold, ms', 'warm, ms (median)', 'warm, ms (most)'];
const cells = ({ view, bytes, cold_ms, median_ms, max_ms }: Translation): string[] => [
  view,
  String(bytes),
  ...[cold_ms, median_ms, max_ms].map((milliseconds) => milliseconds.toFixed(2)),
];

/** What the measurement says of the promise. */
export function verdict(translations: readonly Translation[]): string {
  const slow = tooSlow(translations).map(({ view }) => view);
  const worst = Math.max(...translations.map(({ median_ms }) => median_ms));
  return `translating a view takes at most ${LIMIT_MS} ms: ${worst.toFixed(2)} ms${slow.length > 0 ? `, too long: ${slow.join(', ')}` : ''}`;
}

/** The table for a terminal. */
export function plainTranslations(translations: readonly Translation[]): string {
  const rows = [HEAD, ...translations.map(cells)];
  const widths = HEAD.map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) =>
        column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0),
      )
      .join('  '),
  );
  const state = tooSlow(translations).length > 0 ? 'FAIL' : 'pass';
  return [...lines, '', `${state}  ${verdict(translations)}`, ''].join('\n');
}

const BEGIN = '<!-- bench:sql begins; npm run bench:sql -- --write replaces this part -->';
const END = '<!-- bench:sql ends -->';

/**
 * A Markdown text with the table of translations replaced.
 * @param day `YYYY-MM-DD` of the measurement
 * @throws {RangeError} when the text has no place for it
 */
export function withTranslations(text: string, translations: readonly Translation[], day: string): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`;
  const [first] = translations;
  return withMarked(
    text,
    BEGIN,
    END,
    [
      BEGIN,
      '',
      `Measured on ${day} on ${machine()}; ${first?.runs ?? 0} translations of each view warm, one cold (in a process of its own, modules loaded).`,
      '',
      line(HEAD),
      line(HEAD.map((_, column) => (column === 0 ? '---' : '---:'))),
      ...translations.map((one) => line(cells(one))),
      '',
      `${verdict(translations)}: ${tooSlow(translations).length > 0 ? '**missed**' : 'kept'}.`,
      '',
      END,
    ].join('\n'),
  );
}
