import type { QueryResult, ResultColumn } from '../../../sql/query/index.ts';
import { isNumeric, shownValue, WIDEST_CELL } from './formats.ts';

/** Columns of text are not made narrower than this to fit a terminal. */
const NARROWEST = 12;
const GAP = 2;

/** A table that fits a terminal. */
export interface Fitted {
  readonly text: string;
  /** Columns on the right that had no room. */
  readonly hidden: number;
}

/** Lays rows out within a width: texts are cut with an ellipsis, numbers and times never; columns without room are left out. */
export function fittedTable({ columns, rows }: QueryResult, width: number): Fitted {
  const cells = rows.map((row) => columns.map((_, index) => shownValue(row[index])));
  const natural = columns.map((column, index) =>
    Math.max(displayWidth(column.name), ...cells.map((row) => displayWidth(row[index] ?? ''))),
  );
  const least = columns.map((column, index) => leastWidth(column, natural[index] ?? 0));
  const shown = Math.max(1, roomFor(least, width));
  const widths = shared(natural.slice(0, shown), least.slice(0, shown), width);
  const line = (texts: readonly string[]): string =>
    widths
      .map((size, index) => placed(texts[index] ?? '', size, isNumeric(columns[index]?.type ?? '')))
      .join(' '.repeat(GAP))
      .trimEnd();
  const rule = widths.map((size) => '-'.repeat(size)).join(' '.repeat(GAP));
  const text = `${[line(columns.map(({ name }) => name)), rule, ...cells.map(line)].join('\n')}\n`;
  return { text, hidden: columns.length - shown };
}

/** Each row as a list of its columns, nothing cut. */
export function expandedRows({ columns, rows }: QueryResult): string {
  const widest = Math.max(0, ...columns.map(({ name }) => displayWidth(name)));
  return rows
    .map((row, number) => {
      const lines = columns.map(({ name }, index) => `${padded(name, widest)}  ${shownValue(row[index])}`);
      return `--- row ${number + 1}\n${lines.join('\n')}\n`;
    })
    .join('');
}

const leastWidth = ({ type }: ResultColumn, natural: number): number =>
  isNumeric(type) || /^(date|time|boolean)/.test(type) ? natural : Math.min(natural, NARROWEST);

/** How many of the columns, from the left, have room at their least widths. */
function roomFor(least: readonly number[], width: number): number {
  let used = -GAP;
  const first = least.findIndex((size) => {
    used += size + GAP;
    return used > width;
  });
  return first === -1 ? least.length : first;
}

/** The widths under the largest common bound that fits. */
function shared(natural: readonly number[], least: readonly number[], width: number): number[] {
  const bounded = (bound: number): number[] =>
    natural.map((size, index) => Math.max(Math.min(size, bound), least[index] ?? 0));
  const total = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size + GAP, -GAP);
  let bound = WIDEST_CELL;
  while (bound > NARROWEST && total(bounded(bound)) > width) bound -= 1;
  return bounded(bound);
}

function placed(text: string, size: number, right: boolean): string {
  const cut = displayWidth(text) > size ? `${startOf(text, size - 1)}…` : text;
  return right ? ' '.repeat(Math.max(0, size - displayWidth(cut))) + cut : padded(cut, size);
}

const padded = (text: string, size: number): string =>
  text + ' '.repeat(Math.max(0, size - displayWidth(text)));

function startOf(text: string, size: number): string {
  let start = '';
  let used = 0;
  for (const character of text) {
    used += displayWidth(character);
    if (used > size) break;
    start += character;
  }
  return start;
}

/** Characters that a terminal shows over two cells, and those that it puts on the one before. */
const WIDE =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\uFF01-\uFF60]/u;
const NONE = /[\p{Mn}\p{Me}\p{Cf}]/u;

/** Cells that a text takes on a terminal. */
export function displayWidth(text: string): number {
  let cells = 0;
  for (const character of text) cells += NONE.test(character) ? 0 : WIDE.test(character) ? 2 : 1;
  return cells;
}
