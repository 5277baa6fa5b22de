import { type Catalog, type CatalogColumn, versionedName } from './catalog.ts';

const HEAD = `// Generated from the catalog by scripts/generate-lake-schema.mjs; a test keeps it fresh.

/**
 * Columns of the published views as their values come back: dates are \`YYYY-MM-DD\` and timestamps \`YYYY-MM-DD HH:MM:SS.mmm\`;
 * whole numbers are counts and durations, within 2^53.
 */
`;

/** The text of `sql/query/schema.ts`: a TypeScript type of every view, with and without its version. */
export function lakeSchemaText(catalog: Catalog): string {
  const types = catalog.views.map(
    (view) =>
      `export interface ${typeName(versionedName(view))} {\n${view.columns.map(property).join('')}}\n`,
  );
  const names = catalog.views.flatMap((view) => {
    const line = (name: string) => `  readonly ${name}: ${typeName(versionedName(view))};\n`;
    return catalog.view(view.name) === view
      ? [line(view.name), line(versionedName(view))]
      : [line(versionedName(view))];
  });
  return `${HEAD}export interface LakeSchema {\n${names.join('')}}\n\n${types.join('\n')}`;
}

const typeName = (name: string): string =>
  name
    .split('_')
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join('');

/** Longest line of the formatter; a tuple that does not fit has a line a field. */
const LINE = 110;

function property({ name, type, nullable, doc }: CatalogColumn): string {
  const line = `  readonly ${name}: ${valueType(type)}${nullable ? ' | null' : ''};`;
  const fitting = line.length <= LINE || !line.includes('[') ? line : aFieldALine(line);
  return `  /** ${doc} */\n${fitting}\n`;
}

/** The line with the fields of its outermost tuple below each other. */
function aFieldALine(line: string): string {
  const start = line.indexOf('[') + 1;
  let depth = 1;
  let end = start;
  for (; depth > 0 && end < line.length; end += 1)
    depth += line[end] === '[' ? 1 : line[end] === ']' ? -1 : 0;
  const fields = partsOf(line.slice(start, end - 1)).map((field) => `    ${field},`);
  return [line.slice(0, start), ...fields, `  ${line.slice(end - 1)}`].join('\n');
}

const NUMBERS = new Set(['tinyint', 'smallint', 'integer', 'bigint', 'real', 'double']);

/** The TypeScript type of a value of a Trino type in the form of the protocol. */
function valueType(type: string): string {
  if (type === 'boolean') return 'boolean';
  if (NUMBERS.has(type)) return 'number';
  const [, kind, inside = ''] = /^(array|map|row)\((.*)\)$/.exec(type) ?? [];
  if (kind === 'array') {
    const element = valueType(inside);
    return `readonly ${element.includes(' ') ? `(${element})` : element}[]`;
  }
  if (kind === 'map') return `Readonly<Record<string, ${valueType(partsOf(inside)[1] ?? '')} | null>>`;
  if (kind === 'row') return `readonly [${partsOf(inside).map(tupleField).join(', ')}]`;
  return 'string';
}

function tupleField(field: string): string {
  const [, name, type = field] = /^([a-z_][a-z0-9_]*) (.+)$/.exec(field) ?? [];
  return `${name === undefined ? '' : `${name}: `}${valueType(type)} | null`;
}

/** What stands between the commas outside of brackets. */
function partsOf(inside: string): string[] {
  const parts = [''];
  let depth = 0;
  for (const sign of inside) {
    if ('(['.includes(sign)) depth += 1;
    if (')]'.includes(sign)) depth -= 1;
    if (sign === ',' && depth === 0) parts.push('');
    else parts[parts.length - 1] += sign;
  }
  return parts.map((part) => part.trim());
}
