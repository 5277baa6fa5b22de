import type { Vocabulary } from './vocabulary.ts';

/** What the shell can be told besides SQL. */
export const HELP = `Statements end with a semicolon and may have several lines.
  \\d          tables and views        \\d NAME   columns of one
  \\v          views, and what a row of each is
  \\x          rows as lists of their columns, on or off
  \\q, Ctrl-D  leave                   Ctrl-C     cancel the query, or the line
  Tab         completes names; arrow up goes back in the history
`;

/** What comes of a line: something to print, or something for the shell to do. */
export type Command = { readonly print: string } | 'expand' | 'leave';

/** Understands a line that is no SQL: null when it is. */
export function commandOf(line: string, vocabulary: Vocabulary): Command | null {
  const [, word = '', name] = /^\s*(\\\S*|help|exit|quit)(?:\s+(\S+))?\s*;?\s*$/i.exec(line) ?? [];
  switch (word.toLowerCase().replace(/;$/, '')) {
    case '':
      return line.trim().startsWith('\\') ? { print: 'unknown command; help lists them\n' } : null;
    case 'help':
    case '\\?':
    case '\\h':
      return { print: HELP };
    case 'exit':
    case 'quit':
    case '\\q':
      return 'leave';
    case '\\x':
      return 'expand';
    case '\\d':
      return { print: name === undefined ? allOf(vocabulary) : described(name, vocabulary) };
    case '\\v':
      return { print: list(vocabulary.views.map((view) => [view.name, view.grain])) };
    default:
      return { print: 'unknown command; help lists them\n' };
  }
}

const allOf = ({ tables, views }: Vocabulary): string =>
  list([
    ...tables.map((table) => [table.name, 'table', table.grain]),
    ...views.map((view) => [view.name, 'view', view.grain]),
  ]);

function described(name: string, vocabulary: Vocabulary): string {
  const columns = vocabulary.columnsOf(name.replace(/;$/, '').toLowerCase());
  if (columns === null) return `there is no table or view of that name; \\d lists them\n`;
  return list(columns.map((column) => [column.name, column.type, column.doc]));
}

/** Lines of cells, all but the last padded. */
function list(rows: readonly (readonly string[])[]): string {
  const widths = rows[0]?.map((_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0))) ?? [];
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, index) => cell.padEnd(widths[index] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}
