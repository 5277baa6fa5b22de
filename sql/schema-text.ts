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

const property = ({ name, type, nullable, doc }: CatalogColumn): string =>
  `  /** ${doc} */\n  readonly ${name}: ${valueType(type)}${nullable ? ' | null' : ''};\n`;

function valueType(type: string): string {
  if (type === 'boolean') return 'boolean';
  if (['integer', 'bigint', 'double'].includes(type)) return 'number';
  const element = /^array\((.*)\)$/.exec(type)?.[1];
  if (element !== undefined)
    return `readonly ${element.startsWith('row') ? 'unknown[]' : valueType(element)}[]`;
  return 'string';
}
