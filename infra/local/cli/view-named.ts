import type { Catalog, View } from '../../../sql/catalog.ts';
import { NotFound } from '../errors.ts';

/** The catalog, and the view in it that a command names, with or without its version. @throws {NotFound} */
export async function viewNamed(name: string): Promise<{ readonly catalog: Catalog; readonly view: View }> {
  const { loadCatalog } = await import('../../../sql/catalog.ts');
  const catalog = loadCatalog();
  const view = catalog.view(name);
  if (view === undefined)
    throw new NotFound(`views: no view named ${name}`, { hint: 'See "cci views list".' });
  return { catalog, view };
}
