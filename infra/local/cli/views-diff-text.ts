import type { RowExample, RowsDiff } from '../../../sql/diff/index.ts';
import { counted } from './counted.ts';
import { type Format, formatResult } from './formats.ts';
import type { ViewsDiff } from './views-diff.ts';

/** A comparison as text: for people, as rows of its examples, or whole as JSON. */
export function diffText(diff: ViewsDiff, format: Format): string {
  if (format === 'json') return `${JSON.stringify(diff)}\n`;
  return format === 'csv' ? asCsv(diff) : forPeople(diff);
}

/** A line a changed column, and a line a value of each example. */
function asCsv({ columns, rows }: ViewsDiff): string {
  const schema = [
    ...columns.added.map(({ name, type }) => ['column', null, name, null, type]),
    ...columns.removed.map(({ name, type }) => ['column', null, name, type, null]),
    ...columns.retyped.map(({ name, left, right }) => ['column', null, name, left, right]),
  ];
  const values = (rows?.examples ?? []).flatMap((example) =>
    example.in === 'both'
      ? example.values.map(({ column, left, right }) => ['both', example.key, column, left, right])
      : [[example.in, example.key, null, null, null]],
  );
  const names = ['in', 'key', 'column', 'left', 'right'];
  const header = names.map((name) => ({ name, type: 'varchar' }));
  return formatResult({ columns: header, rows: [...schema, ...values] }, 'csv', { cut: false });
}

function forPeople(diff: ViewsDiff): string {
  const { left, right, key, columns, rows } = diff;
  const title = `${left} → ${right}, tenant ${diff.tenant}, rows by ${key.join(', ')}\n`;
  if (diff.equal) return `${title}\nEqual: ${counted(rows?.left ?? 0, 'row')}.\n`;
  const schema = [
    ...columns.added.map(({ name, type }) => `  + ${name} ${type}`),
    ...columns.removed.map(({ name, type }) => `  - ${name} ${type}`),
    ...columns.retyped.map((one) => `  ~ ${one.name}: ${one.left} → ${one.right}`),
    ...(columns.reordered ? ['  the order of the columns is another one'] : []),
  ];
  const parts = [
    title,
    section('Columns', schema.length > 0 ? schema : ['  equal']),
    rows === null
      ? section('Rows', ['  not compared: the key is not in both'])
      : section('Rows', rowLines(diff, rows)),
  ];
  if (rows && rows.byColumn.length > 0)
    parts.push(
      section(
        'Rows that differ, by column',
        rows.byColumn.map((one) => `  ${one.column}: ${one.rows}`),
      ),
    );
  if (rows && rows.examples.length > 0)
    parts.push(
      section(
        'Examples',
        rows.examples.map((example) => exampleLine(example, diff)),
      ),
    );
  return parts.join('\n');
}

const section = (title: string, lines: readonly string[]): string => `${title}\n${lines.join('\n')}\n`;

function rowLines({ left, right }: ViewsDiff, rows: RowsDiff): string[] {
  const equal = rows.left - rows.onlyLeft - rows.different;
  return [
    `  ${rows.left} in ${left}, ${rows.right} in ${right}`,
    `  ${equal} equal, ${rows.different} different, ${rows.onlyLeft} only in ${left}, ${rows.onlyRight} only in ${right}`,
    ...(['left', 'right'] as const)
      .filter((side) => rows.repeatedKeys[side] > 0)
      .map(
        (side) =>
          `  ${rows.repeatedKeys[side]} keys stand on several rows of ${side === 'left' ? left : right}`,
      ),
  ];
}

function exampleLine(example: RowExample, { left, right }: ViewsDiff): string {
  const key = Object.entries(example.key)
    .map(([column, value]) => `${column}=${shown(value)}`)
    .join(' ');
  if (example.in !== 'both') return `  only in ${example.in === 'left' ? left : right}: ${key}`;
  const values = example.values.map((one) => `${one.column} ${shown(one.left)} → ${shown(one.right)}`);
  return `  ${key}: ${values.join(', ')}`;
}

const shown = (value: unknown): string =>
  value === null || value === undefined ? 'NULL' : typeof value === 'string' ? value : JSON.stringify(value);
