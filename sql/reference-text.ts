import { type Catalog, type View, versionedName } from './catalog.ts';

/** The generated parts of `docs/sql.md` by the name of their marker. */
export function referenceParts(catalog: Catalog): { readonly [marker: string]: string } {
  return { views: viewsTable(catalog), columns: columnTables(catalog) };
}

/** Puts the generated parts between their markers `<!-- name -->` and `<!-- /name -->`. */
export function withReference(page: string, catalog: Catalog): string {
  return Object.entries(referenceParts(catalog)).reduce(
    (text, [marker, part]) =>
      text.replace(
        new RegExp(`(<!-- ${marker} -->\n)[\\s\\S]*?(<!-- /${marker} -->)`),
        (_, open: string, close: string) => `${open}\n${part}\n${close}`,
      ),
    page,
  );
}

const published = (catalog: Catalog) => catalog.current.filter(({ layer }) => layer === 'marts');

const deprecation = ({ deprecated }: View): string =>
  deprecated ? ` (deprecated since ${deprecated.since}: use \`${deprecated.use}\`)` : '';

function viewsTable(catalog: Catalog): string {
  const lines = published(catalog).map(
    (view) => `| \`${view.name}\` | ${view.grain} | \`${versionedName(view)}\`${deprecation(view)} |\n`,
  );
  return `| view | grain | current version |\n|---|---|---|\n${lines.join('')}`;
}

function columnTables(catalog: Catalog): string {
  return published(catalog)
    .map(
      (view) =>
        `### ${view.name}\n\n| column | type | meaning |\n|---|---|---|\n${view.columns.map(({ name, type, doc }) => `| \`${name}\` | ${type} | ${doc.replaceAll('|', '\\|')} |\n`).join('')}`,
    )
    .join('\n');
}
