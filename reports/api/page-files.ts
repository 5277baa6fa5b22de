import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { extname, join, sep } from 'node:path';
import { PageNotBuilt } from './errors.ts';

/** A file of the built page. */
export interface PageFile {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly type: string;
  readonly tag: string;
}

/** Files of the built page by address, such as `/assets/index-1a2b3c.js`. */
export type PageFiles = ReadonlyMap<string, PageFile>;

const TYPES: { readonly [extension: string]: string } = {
  '.css': 'text/css; charset=utf-8',
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

/**
 * Reads the built page into memory. Only what was found is ever answered, so that no address leads out of the folder.
 * @throws {PageNotBuilt} when there is no `index.html` in the folder
 */
export async function readPageFiles(root: string): Promise<PageFiles> {
  const files = new Map<string, PageFile>();
  for (const path of await pathsIn(root)) {
    const type = TYPES[extname(path)];
    if (type === undefined) continue;
    const bytes = new Uint8Array(await readFile(join(root, path)));
    const hash = createHash('sha256').update(bytes).digest('base64url').slice(0, 27);
    files.set(`/${path.split(sep).join('/')}`, { bytes, type, tag: `"${hash}"` });
  }
  if (!files.has('/index.html')) throw new PageNotBuilt({ where: 'index.html' });
  return files;
}

async function pathsIn(root: string): Promise<string[]> {
  try {
    return await readdir(root, { recursive: true });
  } catch (cause) {
    throw new PageNotBuilt({ where: 'webRoot', cause });
  }
}
