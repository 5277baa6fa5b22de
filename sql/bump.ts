import { copyFileSync, existsSync, readFileSync } from 'node:fs';
import { z } from 'zod';
import { loadCatalog, versionedName } from './catalog.ts';
import { CatalogBroken } from './errors.ts';
import { hashesOf } from './frozen.ts';

const frozenSchema = z.record(z.string(), z.string());

/** What {@link bumpView} did; files are relative to the folder of the views. */
export interface Bumped {
  readonly made: readonly string[];
  /** Files of the version before whose published text was changed: that change is in the new version, and has to be undone here. */
  readonly changed: readonly string[];
}

/**
 * Makes the next version of a view as a copy of its current one, SQL and yml.
 * @param root folder that holds `staging`, `marts` and `frozen.json`
 * @throws {CatalogBroken} when there is no such view, or its current version is not published yet
 */
export function bumpView(root: string, name: string): Bumped {
  const catalog = loadCatalog(root);
  const view = catalog.view(name);
  if (!view) throw new CatalogBroken(`sql: there is no view ${name}`);
  const current = catalog.view(view.name) ?? view;
  const frozen = frozenSchema.parse(JSON.parse(readFileSync(`${root}/frozen.json`, 'utf8')));
  const hash = frozen[versionedName(current)];
  if (hash === undefined)
    throw new CatalogBroken(
      `sql: ${versionedName(current)} is not published yet, so it may be changed as it is`,
      {
        where: current.file,
      },
    );
  const files = [current.file, current.file.replace(/sql$/, 'yml')];
  const made = files.map((file) => file.replace(/\.v\d+\./, `.v${current.version + 1}.`));
  for (const [index, file] of files.entries()) {
    const copy = `${root}/${made[index]}`;
    if (existsSync(copy)) throw new CatalogBroken('sql: the next version is there already', { where: copy });
    copyFileSync(`${root}/${file}`, copy);
  }
  return { made, changed: hashesOf(catalog)[versionedName(current)] === hash ? [] : files };
}
